from django.db import models

from audit.models import NeverDeleted

from ..choices import RegionLevel


class RegionQuerySet(models.QuerySet):
    def within(self, region: "Region"):
        """本级及下级."""
        return self.filter(path__startswith=region.path)

    def counties(self):
        return self.filter(level=RegionLevel.COUNTY)


class Region(NeverDeleted):
    """行政区划 or 功能区 that reports of its own. `path` is the chain of codes, `4117/411702/`.

    `group` is the printed subtotal that the region belongs to (中心城区). Functional zones have no code of
    GB/T 2260; theirs is the city's code with a letter (4117A), and says so by the letter.
    """

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("简称", max_length=40)
    full_name = models.CharField("全称", max_length=80)
    level = models.CharField("级别", max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级")
    path = models.CharField("路径", max_length=80, db_index=True)
    group = models.CharField("小计组", max_length=40, blank=True)
    sort = models.PositiveIntegerField("排序", default=0)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["sort", "code"]

    def __str__(self):
        return self.name


class RegionAlias(models.Model):
    """区划别名: another name under which a file or document means the region (城乡一体化示范区)."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="aliases", verbose_name="区划")
    key = models.CharField("比对键", max_length=80)
    name = models.CharField("别名", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "区划别名"
        constraints = [models.UniqueConstraint(fields=["region", "key"], name="region_alias_once")]

    def __str__(self):
        return self.name
