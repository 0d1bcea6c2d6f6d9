from django.db import models

from audit.models import AppendOnly

from ..choices import InefficientType


class CrosswalkChange(AppendOnly):
    """低效类型对照的一次改动 of a region and all under it: from now on this type counts as that one of the taxonomy (empty = as none).
    The last row of a type holds."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="适用区划")
    taxonomy = models.CharField("按哪个文件", max_length=40)
    source = models.CharField("类型", max_length=20, choices=InefficientType.choices)
    target = models.CharField("算作", max_length=20, choices=InefficientType.choices, blank=True)
    reason = models.TextField("原因")
    changed_at = models.DateTimeField("时间")
    changed_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="经办人")

    class Meta:
        verbose_name = verbose_name_plural = "低效类型对照"
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_source_display()} → {self.get_target_display() or '不对应'}"
