from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped
from parcels.models import Attachment, Parcel, Restriction

from ..choices import CaseKind, CaseState, LinkWay, QuotaClass, RuleMetric
from .plan import Plan


class CaseRule(NeverDeleted):
    """提名规则 of the office: which counties it wants to see proposed for what, by what figure, as of which day (C-28).

    `value` is in % for rates, else a number; `places` is how many at the end (or the top) of the ranking, `months` how many
    monthly cut-offs running. An empty `quota_class` is the combined figure; an empty `as_of_on` is today.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="case_rules", verbose_name="方案")
    kind = models.CharField("提名为", max_length=16, choices=CaseKind.choices)
    metric = models.CharField("看什么", max_length=16, choices=RuleMetric.choices)
    quota_class = models.CharField("口径", max_length=12, choices=QuotaClass.choices, blank=True)
    value = AreaField("数值", null=True, blank=True)
    places = models.PositiveSmallIntegerField("名次（个）", null=True, blank=True)
    months = models.PositiveSmallIntegerField("连续（月）", null=True, blank=True)
    as_of_on = models.DateField("截至", null=True, blank=True)
    basis = models.CharField("依据", max_length=300)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提名规则"
        ordering = ["plan", "id"]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.get_metric_display()}"


class SupervisionCase(NeverDeleted, RegionScoped):
    """督办奖惩事项 that concerns one county: proposed with reasons and figures, decided by another person with a document number.

    `figures` are pairs of words as they stood when it was proposed. `before` is the case that this one follows (督促整改 →
    通报批评, 容错). `amount` is in 亩 (what is cut or rewarded) of `base` (the plan figure of the next year). A decided pause or
    stop holds through `restriction`. 线索移送 is read by the office and the leaders alone.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="cases", verbose_name="方案")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("事项", max_length=16, choices=CaseKind.choices)
    state = models.CharField("状态", max_length=10, choices=CaseState.choices, default=CaseState.PROPOSED)
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="宗地")
    park = models.ForeignKey("parcels.Park", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="园区")
    rule = models.ForeignKey(CaseRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提名规则")
    before = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="前一事项")
    year = models.PositiveSmallIntegerField("年度")
    subject = models.CharField("对象", max_length=120, blank=True)
    reason = models.TextField("事由")
    figures = models.JSONField("提出时的数", default=list)
    body = models.CharField("督办或办理机关", max_length=60, blank=True)
    due_on = models.DateField("办结时限", null=True, blank=True)
    from_on = models.DateField("起", null=True, blank=True)
    until_on = models.DateField("止（不含）", null=True, blank=True)
    base = AreaField("核减或奖励的基数", null=True, blank=True)
    amount = AreaField("核减或奖励的面积", null=True, blank=True)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decision_no = models.CharField("决定文号", max_length=80, blank=True)
    opinion = models.TextField("决定意见", blank=True)
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, blank=True, related_name="case", verbose_name="限制")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    closed_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人")
    result = models.TextField("结果", blank=True)
    result_no = models.CharField("结果文号", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "督办奖惩事项"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=[CaseState.OPEN, CaseState.CLOSED]) | (~Q(decision_no="") & Q(decided_on__isnull=False)),
                                   name="case_decided_has_document", violation_error_message="决定要有文号和日期。"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="case_two_persons",
                                   violation_error_message="督办奖惩事项由一人提出、另一人决定。"),
            models.CheckConstraint(condition=~Q(state=CaseState.CLOSED) | (~Q(result="") & Q(closed_on__isnull=False)),
                                   name="case_closed_has_result", violation_error_message="办结要有结果和日期。"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="case_amount_not_negative"),
        ]
        indexes = [models.Index(fields=["region", "year", "kind"], name="case_year")]

    def __str__(self):
        return f"{self.region} {self.get_kind_display()}"


class CaseStep(AppendOnly, RegionScoped):
    """办理记录 of a case: what was done, said or promised, when, with its paper."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    case = models.ForeignKey(SupervisionCase, models.PROTECT, related_name="steps", verbose_name="事项")
    on = models.DateField("日期")
    who = models.CharField("办理人或谈话人（岗位）", max_length=100, blank=True)
    text = models.TextField("记录")
    promise = models.TextField("承诺或下一步", blank=True)
    follow_on = models.DateField("回头看日期", null=True, blank=True)
    file = models.OneToOneField(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["on", "id"]

    def __str__(self):
        return f"{self.case} {self.on}"


class LinkFormula(AppendOnly):
    """增存挂钩算法 of a plan; the last one entered holds. Percents belong to the way of two tasks."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="link_formulas", verbose_name="方案")
    way = models.CharField("算法", max_length=8, choices=LinkWay.choices)
    reward_percent = models.PositiveSmallIntegerField("奖励（%）", null=True, blank=True)
    cut_percent = models.PositiveSmallIntegerField("核减（%）", null=True, blank=True)
    basis = models.CharField("依据", max_length=300)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="录入人")

    class Meta:
        verbose_name = verbose_name_plural = "增存挂钩算法"
        ordering = ["plan", "id"]

    def __str__(self):
        return self.get_way_display()
