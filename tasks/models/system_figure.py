from django.db import models

from audit.models import AppendOnly
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped

from ..choices import IdlePart, QuotaClass, SystemKind, SystemSource
from .plan import Plan


class SystemIntake(AppendOnly):
    """外部系统数据的一号导入: numbered within its plan, of one system, as of one day, entered once by one person.

    Never changed; a later number for the same county and day holds instead, and one entered by mistake is voided
    (`SystemIntakeVoid`). It carries no county's data itself: whose it is, its rows say.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="system_intakes", verbose_name="方案")
    number = models.PositiveIntegerField("导入号")
    source = models.CharField("系统", max_length=10, choices=SystemSource.choices)
    kind = models.CharField("内容", max_length=10, choices=SystemKind.choices)
    as_of_on = models.DateField("数据截至")
    origin = models.CharField("来源说明", max_length=200)
    file_name = models.CharField("文件名", max_length=255, blank=True)
    sha256 = models.CharField("文件校验码", max_length=64, blank=True)
    count = models.PositiveIntegerField("行数")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="录入人")

    class Meta:
        verbose_name = verbose_name_plural = "外部系统数据"
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="system_intake_once")]

    def __str__(self):
        return f"第{self.number}号导入（{self.get_source_display()}，截至{self.as_of_on}）"


class SystemIntakeVoid(AppendOnly):
    """作废一号导入, with its reason; its rows count no more."""

    intake = models.OneToOneField(SystemIntake, models.PROTECT, related_name="void", verbose_name="导入")
    reason = models.CharField("作废原因", max_length=200)
    voided_at = models.DateTimeField("作废时间")
    voided_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="作废人")

    class Meta:
        verbose_name = verbose_name_plural = "作废的导入"

    def __str__(self):
        return f"作废{self.intake}"


class SystemFigure(AppendOnly, RegionScoped):
    """部系统数: what the system states as disposed of (亩, cumulative) for a county and class on a day. No row = not stated.

    `idle_part` is the column of annex 3 when the figure is of a part of 闲置 only.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    intake = models.ForeignKey(SystemIntake, models.PROTECT, related_name="figures", verbose_name="导入")
    as_of_on = models.DateField("数据截至")
    quota_class = models.CharField("任务口径", max_length=12, choices=QuotaClass.choices)
    idle_part = models.CharField("闲置部分", max_length=6, choices=IdlePart.choices, blank=True)
    area = AreaField("面积")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "部系统数"
        ordering = ["intake", "region__sort", "id"]
        constraints = [models.UniqueConstraint(fields=["intake", "region", "quota_class", "idle_part"], name="system_figure_once")]
        indexes = [models.Index(fields=["as_of_on", "region"], name="system_figure_day")]

    def __str__(self):
        return f"{self.region} {self.get_quota_class_display()} {self.as_of_on}"


class SystemParcel(AppendOnly, RegionScoped):
    """外部系统清单里的一宗: what the system names it by, and its disposed area (亩). `row` is the line of the file."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    intake = models.ForeignKey(SystemIntake, models.PROTECT, related_name="parcels", verbose_name="导入")
    row = models.PositiveIntegerField("行")
    supervision_no = models.CharField("电子监管号", max_length=40, blank=True)
    cadastral_code = models.CharField("宗地代码", max_length=19, blank=True)
    name = models.CharField("地块名称", max_length=120, blank=True)
    area = AreaField("宗地面积", null=True, blank=True)
    done = AreaField("处置面积")
    quota_class = models.CharField("任务口径", max_length=12, choices=QuotaClass.choices)
    system_on = models.DateField("部系统日期", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "外部系统清单的宗地"
        ordering = ["intake", "row"]
        constraints = [models.UniqueConstraint(fields=["intake", "row"], name="system_parcel_once")]
        indexes = [models.Index(fields=["region", "intake"], name="system_parcel_region")]

    def __str__(self):
        return self.name or self.supervision_no or self.cadastral_code
