from django.db import models
from django.db.models import Q

from audit.models import AppendOnly
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped
from tasks.choices import QuotaClass, SystemSource
from tasks.models import Plan, SystemIntake

from ..choices import Cause


class Reconciliation(AppendOnly, RegionScoped):
    """对账单: ledger, external system and quota of one county on one day, as they were compared at that moment. Never changed;
    a later comparison is a new number. What was said of it and who signed it stand beside it.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reconciliations", verbose_name="方案")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    source = models.CharField("系统", max_length=10, choices=SystemSource.choices)
    as_of_on = models.DateField("数据截至")
    number = models.PositiveIntegerField("第几次对账")
    intake = models.ForeignKey(SystemIntake, models.PROTECT, null=True, related_name="+", verbose_name="清单")
    same = models.PositiveIntegerField("一致的宗数", default=0)
    made_at = models.DateTimeField("对账时间")
    made_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="对账人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "对账单"
        ordering = ["plan", "region__sort", "-as_of_on", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "region", "source", "as_of_on", "number"], name="reconciliation_once")]

    def __str__(self):
        return f"{self.region} {self.as_of_on} 第{self.number}次对账"


class ReconciliationFigure(AppendOnly, RegionScoped):
    """对账单的一类: 下达任务, 台账, 系统 (亩); None = printed blank, or not stated by the system."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="figures", verbose_name="对账单")
    quota_class = models.CharField("任务口径", max_length=12, choices=QuotaClass.choices)
    quota = AreaField("下达任务", null=True)
    ledger_area = AreaField("台账")
    system_area = AreaField("系统", null=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "对账单的数"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reconciliation", "quota_class"], name="reconciliation_figure_once")]

    def __str__(self):
        return self.get_quota_class_display()


class ReconciliationRow(AppendOnly, RegionScoped):
    """对账单的一处差异: 台账 − 系统 (亩), its cause, the parcel and the row of the list when there are any."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="rows", verbose_name="对账单")
    quota_class = models.CharField("任务口径", max_length=12, choices=QuotaClass.choices)
    cause = models.CharField("差异原因", max_length=10, choices=Cause.choices)
    parcel = models.ForeignKey("parcels.Parcel", models.PROTECT, null=True, related_name="+", verbose_name="宗地")
    system_parcel = models.ForeignKey("tasks.SystemParcel", models.PROTECT, null=True, related_name="+", verbose_name="清单的一行")
    ledger_area = AreaField("台账")
    system_area = AreaField("系统")
    note = models.CharField("说明", max_length=400)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "对账差异"
        ordering = ["quota_class", "cause", "id"]

    def __str__(self):
        return f"{self.get_cause_display()} {self.note}"

    @property
    def amount(self):
        """差 (亩) = 台账 − 系统."""
        return self.ledger_area - self.system_area


class ReconciliationComment(AppendOnly, RegionScoped):
    """对账说明: on the whole of a 对账单, or on one of its differences."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="comments", verbose_name="对账单")
    row = models.ForeignKey(ReconciliationRow, models.PROTECT, null=True, related_name="comments", verbose_name="差异")
    text = models.CharField("说明", max_length=500)
    said_at = models.DateTimeField("时间")
    said_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="说明人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "对账说明"
        ordering = ["id"]

    def __str__(self):
        return self.text[:40]


class ReconciliationSign(AppendOnly, RegionScoped):
    """签认: by a second person, once; not signed means sent back with a reason, and a new comparison is made."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    reconciliation = models.OneToOneField(Reconciliation, models.PROTECT, related_name="sign", verbose_name="对账单")
    is_signed = models.BooleanField("签认")
    opinion = models.CharField("意见", max_length=500, blank=True)
    signed_at = models.DateTimeField("签认时间")
    signed_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="签认人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "对账签认"
        constraints = [models.CheckConstraint(condition=Q(is_signed=True) | ~Q(opinion=""), name="reconciliation_return_has_reason")]

    def __str__(self):
        return f"{self.reconciliation} {'已签认' if self.is_signed else '已退回'}"
