from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped
from tasks.models import Plan

from ..choices import DECIDED, LookKind, PeriodKind
from .period import PeriodReport


class PeriodScheme(NeverDeleted):
    """评估考核设置 of a rhythm of a plan, edited by the office: headings with weights (none: no score), the rule by which counties are
    proposed for a talk, and the points of a rank. What the document prints stands in `rules.schemes`; nothing else has a default.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="schemes", verbose_name="方案")
    kind = models.CharField("周期", max_length=12, choices=PeriodKind.choices)
    items = models.JSONField("评估内容", default=list)
    method_no = models.CharField("考核办法文号", max_length=80, blank=True)
    below_goal = models.BooleanField("未达阶段目标的列入", default=False)
    last_n = models.PositiveSmallIntegerField("排名后几位", null=True, blank=True)
    times = models.PositiveSmallIntegerField("连续几期", null=True, blank=True)
    points = models.JSONField("各名次积分", default=list)
    points_no = models.CharField("积分办法文号", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "评估考核设置"
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="period_scheme_once")]

    def __str__(self):
        return f"{self.plan} {self.get_kind_display()}"


class Assessment(AppendOnly, RegionScoped):
    """评估 of one county in a period: a mark (0–100) a heading, and what the office decided. A later number replaces the earlier one."""

    report = models.ForeignKey(PeriodReport, models.PROTECT, related_name="assessments", verbose_name="定期报告")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    number = models.PositiveIntegerField("第几次")
    marks = models.JSONField("各项得分", default=dict)
    note = models.TextField("评语", blank=True)
    action = models.CharField("奖惩", max_length=12, choices=[(one.value, one.label) for one in DECIDED], blank=True)
    doc_no = models.CharField("依据文号", max_length=80, blank=True)
    assessed_at = models.DateTimeField("评估时间")
    assessed_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="评估人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "评估"
        ordering = ["report", "region", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "region", "number"], name="assessment_number_once"),
            models.CheckConstraint(condition=Q(action="") | ~Q(doc_no=""), name="assessment_action_has_basis",
                                   violation_error_message="奖惩要写依据文号。"),
        ]

    def __str__(self):
        return f"{self.region} {self.report} 评估"


class LookFinding(NeverDeleted, RegionScoped):
    """督导检查、观摩发现的问题: where, what, who mends it by when. It stays open until a result is entered."""

    report = models.ForeignKey(PeriodReport, models.PROTECT, related_name="findings", verbose_name="定期报告")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("方式", max_length=10, choices=LookKind.choices)
    looked_on = models.DateField("检查日期")
    place = models.CharField("地点", max_length=120)
    finding = models.TextField("发现的问题")
    unit = models.CharField("责任单位", max_length=100)
    due_on = models.DateField("整改期限")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    result = models.TextField("整改结果", blank=True)
    result_on = models.DateField("整改完成日期", null=True, blank=True)
    closed_at = models.DateTimeField("结果登记时间", null=True, blank=True)
    closed_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结果登记人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "督导检查发现的问题"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(result="", result_on=None, closed_at=None)
                                   | (~Q(result="") & Q(result_on__isnull=False, closed_at__isnull=False)), name="look_finding_closed_is_whole"),
        ]

    def __str__(self):
        return f"{self.region} {self.place}"
