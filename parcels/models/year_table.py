from django.db import models

from audit.models import AppendOnly


class YearTable(AppendOnly):
    """放假安排: the days off and the worked weekends of a year as the office entered them; the highest number holds.

    It comes before the library's calendar. National, so it belongs to no county.
    """

    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("第几版")
    off = models.JSONField("放假")
    works = models.JSONField("调休上班")
    source = models.CharField("依据文件", max_length=120)
    reason = models.CharField("修改原因", max_length=300, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering = ["year", "number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="year_table_once")]

    def __str__(self):
        return f"{self.year}年放假安排"
