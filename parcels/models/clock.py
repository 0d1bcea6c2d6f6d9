from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import StopKind
from .parcel import Parcel


class ClockStop(NeverDeleted, RegionScoped):
    """停表: days that do not count against the holder, both included; no end = still running (53号令 第八条)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="clock_stops", verbose_name="宗地")
    kind = models.CharField("情形", max_length=16, choices=StopKind.choices)
    doc_no = models.CharField("文书", max_length=80)
    from_on = models.DateField("停表起")
    until_on = models.DateField("停表止", null=True, blank=True)
    until_no = models.CharField("恢复文书", max_length=80, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "停表"
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="clock_stop_order",
                                   violation_error_message="停表止早于停表起。"),
            models.UniqueConstraint(fields=["parcel", "doc_no", "from_on"], condition=Q(voided_at=None), name="clock_stop_once",
                                    violation_error_message="这一段停表已登记过。"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.doc_no}"


class StartAgreement(NeverDeleted, RegionScoped):
    """补充协议: a new agreed start of building; the one signed last holds."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="start_agreements", verbose_name="宗地")
    doc_no = models.CharField("协议编号", max_length=80)
    signed_on = models.DateField("签订日期")
    start_on = models.DateField("新约定的动工日")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "补充协议"
        ordering = ["signed_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(start_on__gte=F("signed_on")), name="start_agreement_order",
                                   violation_error_message="新约定的动工日早于签订日期。"),
            models.UniqueConstraint(fields=["parcel", "doc_no"], condition=Q(voided_at=None), name="start_agreement_once",
                                    violation_error_message="这份协议已登记过。"),
        ]

    def __str__(self):
        return f"补充协议 {self.doc_no}"
