from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped
from parcels.models import AreaEntry, Disposal, Parcel
from tasks.models import Plan

from ..choices import CorrectionState
from .weekly import WeeklyReport


class Correction(NeverDeleted, RegionScoped):
    """更正: the counted area of an accepted disposal is put right by two persons of the office (亩).

    A report cell is never edited. When approved, `entry` is the signed amount: recorded in the window `recorded_number`
    (按原报), concerning the window `concerns_number` (按更正后). `report` and `edition` say what was frozen of that window
    when the correction was proposed.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="corrections", verbose_name="宗地")
    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="corrections", verbose_name="处置")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="方案")
    report = models.ForeignKey(WeeklyReport, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="所属周报")
    edition = models.PositiveIntegerField("所属周报已定稿版本", default=0)
    concerns_number = models.PositiveIntegerField("所属期", null=True, blank=True)
    recorded_number = models.PositiveIntegerField("入账期", null=True, blank=True)
    old_area = AreaField("原数")
    new_area = AreaField("更正后")
    delta = AreaField("差")
    reason = models.TextField("原因")
    doc_no = models.CharField("依据文号", max_length=80)
    state = models.CharField("状态", max_length=10, choices=CorrectionState.choices, default=CorrectionState.PROPOSED)
    proposed_at = models.DateTimeField("发起时间")
    proposed_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="经办人")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    decision = models.TextField("审核意见", blank=True)
    entry = models.OneToOneField(AreaEntry, models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="入账")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "更正"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["disposal"], condition=Q(state=CorrectionState.PROPOSED), name="correction_one_open",
                                    violation_error_message="这笔处置已有一件待审的更正。"),
            models.CheckConstraint(condition=Q(delta=F("new_area") - F("old_area")) & ~Q(delta=0), name="correction_delta_is_the_difference"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="correction_two_persons",
                                   violation_error_message="发起和审核要由办公室两个人办。"),
            models.CheckConstraint(condition=Q(state=CorrectionState.APPROVED, entry__isnull=False, decided_by__isnull=False)
                                   | (~Q(state=CorrectionState.APPROVED) & Q(entry=None)), name="correction_approved_has_entry"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(doc_no=""), name="correction_has_reason_and_basis"),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="correction_state")]

    def __str__(self):
        return f"{self.disposal} 更正"
