from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import Cause, PlanState
from .parcel import Parcel


class DisposalPlan(NeverDeleted, RegionScoped):
    """一宗一策: one edition of what shall become of a parcel, as it was drafted; its words are never changed afterwards.

    A new thought is a new edition. At most one is in force (现行) and at most one waits to be approved. `measures` holds
    code, label and clause of each as they stood when it was drafted.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="plans", verbose_name="宗地")
    number = models.PositiveIntegerField("版次")
    cause = models.CharField("形成原因", max_length=20, choices=Cause.choices)
    cause_note = models.TextField("原因说明", blank=True)
    measures = models.JSONField("处置措施")
    approach = models.TextField("处置思路", blank=True)
    deadline_on = models.DateField("完成时限")
    lead_unit = models.CharField("责任单位", max_length=100)
    partner_units = models.CharField("配合单位", max_length=200, blank=True)
    sponsor_post = models.CharField("包保领导岗位", max_length=100, blank=True)
    sponsor_unit = models.CharField("分包乡办或单位", max_length=100, blank=True)
    reason = models.TextField("为什么改", blank=True)

    state = models.CharField("状态", max_length=12, choices=PlanState.choices, default=PlanState.PROPOSED)
    drafted_at = models.DateTimeField("拟定时间")
    drafted_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="拟定人")
    decided_at = models.DateTimeField("批准或退回时间", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="批准或退回人")
    returned_reason = models.TextField("退回原因", blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "一宗一策"
        ordering = ["parcel", "number"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "number"], name="plan_number_once"),
            models.UniqueConstraint(fields=["parcel"], condition=Q(state=PlanState.APPROVED), name="plan_one_in_force"),
            models.UniqueConstraint(fields=["parcel"], condition=Q(state=PlanState.PROPOSED), name="plan_one_waits"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by")), name="plan_two_persons",
                                   violation_error_message="一宗一策由一人拟定、另一人批准。"),
            models.CheckConstraint(condition=~Q(state=PlanState.APPROVED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                                   name="plan_approved_is_whole"),
        ]

    def __str__(self):
        return f"{self.parcel.parcel_no} 一宗一策第{self.number}版"
