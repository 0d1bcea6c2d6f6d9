from django.db import models
from django.db.models import Q

from audit.models import AppendOnly
from landplan.lib.area import AreaField
from landplan.lib.money import MoneyField
from landplan.lib.scope import RegionScoped

from ..choices import BatchUse
from .batch import ApprovalBatch
from .parcel import Supply


class BatchEntry(AppendOnly, RegionScoped):
    """批次账目: one amount (亩) by which the land of an approval that is not yet supplied grows less.

    `arable`, `scale` and `fee` are what 失效、撤回、核销 release besides the area: 占补平衡 and 规模 (亩), 规费 (元). A wrong entry
    is reversed by another one of the same amount, negative.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    batch = models.ForeignKey(ApprovalBatch, models.PROTECT, related_name="entries", verbose_name="批次")
    use = models.CharField("用途", max_length=12, choices=BatchUse.choices)
    area = AreaField("面积")
    arable = AreaField("其中耕地", default=0)
    scale = AreaField("规模指标", default=0)
    fee = MoneyField("已缴规费", default=0)
    document_no = models.CharField("文号", max_length=80)
    decided_on = models.DateField("文件日期")
    reason = models.TextField("原因", blank=True)
    supply = models.ForeignKey(Supply, models.PROTECT, null=True, related_name="draws", verbose_name="供应")
    into = models.ForeignKey(ApprovalBatch, models.PROTECT, null=True, related_name="sources", verbose_name="调整到")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal", verbose_name="冲回哪一笔")
    recorded_at = models.DateTimeField("入账时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "批次账目"
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(reverses=None, area__gt=0) | Q(reverses__isnull=False, area__lt=0), name="batch_entry_sign",
                                   violation_error_message="批次账目的面积要大于 0；冲回的为负。"),
            models.UniqueConstraint(fields=["batch"], condition=Q(use=BatchUse.ADJUSTED), name="batch_adjusted_once",
                                    violation_error_message="同一批次只能一次性调整到位（平龙政办〔2022〕50号 二（一）4）。"),
        ]

    def __str__(self):
        return f"{self.batch} {self.get_use_display()} {self.document_no}"


class StopNotice(AppendOnly, RegionScoped):
    """停止征地公告 of an entry: written notice that the land is no longer expropriated (平龙政办〔2022〕50号 二（一）4)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    entry = models.OneToOneField(BatchEntry, models.PROTECT, related_name="notice", verbose_name="账目")
    notice_no = models.CharField("公告文号", max_length=80)
    published_on = models.DateField("公告日期")
    place = models.CharField("公告范围", max_length=200)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "停止征地公告"

    def __str__(self):
        return self.notice_no


class Indicators(RegionScoped):
    """指标: area 计划指标, arable 占补平衡, scale 规模指标 (亩), fee 规费 (元)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    area = AreaField("计划指标", default=0)
    arable = AreaField("占补平衡", default=0)
    scale = AreaField("规模指标", default=0)
    fee = MoneyField("规费", default=0)

    class Meta(RegionScoped.Meta):
        abstract = True


class IndicatorBalance(Indicators):
    """指标结余 of a county: what 失效、撤回、核销 released and was not used again, kept in the transaction of each."""

    class Meta(Indicators.Meta):
        verbose_name = verbose_name_plural = "指标结余"
        constraints = [
            models.UniqueConstraint(fields=["region"], name="indicator_balance_once"),
            models.CheckConstraint(condition=Q(area__gte=0, arable__gte=0, scale__gte=0, fee__gte=0), name="indicator_balance_positive",
                                   violation_error_message="指标结余不能为负。"),
        ]

    def __str__(self):
        return f"{self.region_id} 指标结余"


class IndicatorUse(AppendOnly, Indicators):
    """指标使用: released indicators that a new approval draws on."""

    document_no = models.CharField("文号", max_length=80)
    used_on = models.DateField("使用日期")
    purpose = models.CharField("用于", max_length=200)
    recorded_at = models.DateTimeField("入账时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")

    class Meta(Indicators.Meta):
        verbose_name = verbose_name_plural = "指标使用"
        ordering = ["recorded_at", "id"]

    def __str__(self):
        return self.document_no
