from django.db import models

from audit.models import NeverDeleted

from ..choices import UnitKind
from .region import Region


class Unit(NeverDeleted):
    """责任单位: a government, department or working group of one region."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name="区划")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=12, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位")
    sort = models.PositiveIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["region__sort", "sort", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="unit_name_once_in_region",
                                               violation_error_message="本区划已有同名单位。请用已有的单位。")]

    def __str__(self):
        return self.name


class UnitAlias(models.Model):
    """单位别名 (高新区 = 高新技术产业开发区)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases", verbose_name="单位")
    key = models.CharField("比对键", max_length=100)
    name = models.CharField("别名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="unit_alias_once")]

    def __str__(self):
        return self.name
