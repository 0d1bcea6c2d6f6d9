from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.money import MoneyField
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices.procedure import DeliveryWay, IdleAction, IdleBranch, IdleState, ReviewResult, StepOutcome
from .finding import Finding
from .parcel import Parcel


class IdleProcedureQuerySet(models.QuerySet):
    def open(self):
        """没有结束的."""
        return self.filter(closed_at=None)

    def overdue(self, today):
        """逾期: what is due next was due before today."""
        return self.open().filter(due_on__lt=today)


class IdleProcedure(NeverDeleted, RegionScoped):
    """闲置程序: one at a time on a parcel; a later relapse is a new round with its own record (53号令 第五至十八条).

    `due_on` and `due_what` are the nearest duty that is open, kept with every step.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="idle_procedures", verbose_name="宗地")
    round = models.PositiveSmallIntegerField("第几轮")
    state = models.CharField("办到", max_length=16, choices=IdleState.choices, default=IdleState.OPENED)
    branch = models.CharField("拟作的决定", max_length=8, choices=IdleBranch.choices, blank=True)
    found_on = models.DateField("发现日期")
    lead = models.CharField("线索", max_length=200)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定")
    due_on = models.DateField("最近期限", null=True, blank=True)
    due_what = models.CharField("期限事项", max_length=40, blank=True)
    is_waiting = models.BooleanField("有步骤待确认", default=False)
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ScopedManager.from_queryset(IdleProcedureQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "闲置程序"
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(closed_at=None), name="idle_procedure_one_open",
                                    violation_error_message="这宗地已有没有结束的闲置程序。"),
            models.UniqueConstraint(fields=["parcel", "round"], name="idle_procedure_round_once"),
        ]
        indexes = [models.Index(fields=["region", "state", "opened_at", "id"], name="idle_procedure_region"),
                   models.Index(fields=["due_on", "id"], condition=Q(closed_at=None), name="idle_procedure_due")]

    def __str__(self):
        return f"{self.parcel.parcel_no} 第{self.round}轮闲置程序"


class IdleStep(NeverDeleted, RegionScoped):
    """闲置程序的一步. A decision counts when another person has confirmed it; a refused one is voided and stays."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    procedure = models.ForeignKey(IdleProcedure, models.PROTECT, related_name="steps", verbose_name="闲置程序")
    number = models.PositiveSmallIntegerField("次序")
    action = models.CharField("步骤", max_length=16, choices=IdleAction.choices)
    on = models.DateField("日期")
    doc_no = models.CharField("文号", max_length=80, blank=True)
    authority = models.CharField("机关", max_length=100, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=StepOutcome.choices, blank=True)
    applied_on = models.DateField("申请听证日期", null=True, blank=True)
    notice_on = models.DateField("听证通知送达日期", null=True, blank=True)
    rate = models.PositiveSmallIntegerField("费率（%）", null=True, blank=True)
    amount = MoneyField("金额", null=True, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivery_way = models.CharField("送达方式", max_length=8, choices=DeliveryWay.choices, blank=True)
    delivery_note = models.CharField("送达回证", max_length=120, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    voided_at = models.DateTimeField("退回时间", null=True, blank=True)
    void_reason = models.CharField("退回原因", max_length=500, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "闲置程序步骤"
        ordering = ["procedure", "number"]
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="idle_step_once")]

    def __str__(self):
        return f"{self.get_action_display()} {self.doc_no}".strip()


class LegalReview(AppendOnly, RegionScoped):
    """司法审核意见 on a case; the latest of a case counts (驻政办〔2021〕19号 三 职责（司法部门）)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    lawsuit = models.ForeignKey("parcels.Lawsuit", models.PROTECT, related_name="reviews", verbose_name="案件")
    doc_no = models.CharField("意见书文号", max_length=80)
    reviewed_on = models.DateField("审核日期")
    unit = models.CharField("审核单位", max_length=100)
    result = models.CharField("结果", max_length=8, choices=ReviewResult.choices)
    note = models.CharField("意见", max_length=500, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "司法审核意见"
        ordering = ["lawsuit", "reviewed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["lawsuit", "doc_no"], name="legal_review_once",
                                               violation_error_message="这份意见已登记过。")]

    def __str__(self):
        return f"司法审核意见 {self.doc_no}"
