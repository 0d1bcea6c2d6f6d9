from django.db import models

from audit.models import NeverDeleted
from landplan.lib.leases import LeasedJob


class ExportJob(LeasedJob, NeverDeleted):
    """导出任务: one list of one page (`address`), asked for in one post. Its file lies under EXPORT_DIR for some days and is its owner's
    alone; the row stays."""

    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="导出人")
    post = models.ForeignKey("units.Post", models.PROTECT, related_name="+", verbose_name="岗位")
    address = models.TextField("页面")
    title = models.CharField("清单", max_length=120)
    form = models.CharField("格式", max_length=4, choices=[("xlsx", "Excel"), ("csv", "csv")])
    count = models.PositiveIntegerField("行数", default=0)
    file_name = models.CharField("文件名", max_length=160, blank=True)
    size = models.PositiveBigIntegerField("字节", default=0)
    sha256 = models.CharField("文件校验码", max_length=64, blank=True)
    removed_at = models.DateTimeField("文件删去时间", null=True, blank=True)

    class Meta(LeasedJob.Meta):
        verbose_name = verbose_name_plural = "导出任务"
        indexes = [*LeasedJob.Meta.indexes, models.Index(fields=["by", "-id"], name="export_by")]

    def __str__(self):
        return f"{self.title}（{self.form}）"

    @property
    def has_file(self) -> bool:
        return self.state == "done" and self.removed_at is None
