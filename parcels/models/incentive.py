from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.money import MoneyField
from landplan.lib.scope import RegionScoped

from ..choices import IncentiveState, SanctionKind
from .covenant import Covenant
from .enterprise import Enterprise
from .finding import Finding
from .parcel import Parcel


class Incentive(NeverDeleted, RegionScoped):
    """激励申请 for a new project on land found low-efficient; cancelled and recovered when the agreed terms are not met (DSP-46, DSP-48)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="incentives", verbose_name="企业")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="incentives", verbose_name="宗地")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", verbose_name="认定意见")
    covenant = models.ForeignKey(Covenant, models.PROTECT, null=True, related_name="incentives", verbose_name="监管协议")
    project = models.CharField("新引进项目", max_length=120)
    qualifying_no = models.CharField("符合招商要求的文号", max_length=80)
    content = models.CharField("申请的政策", max_length=300)
    amount = MoneyField("申请金额", null=True)
    applied_on = models.DateField("申请日期")
    state = models.CharField("状态", max_length=10, choices=IncentiveState.choices, default=IncentiveState.APPLIED)
    granted = MoneyField("同意金额", null=True)
    decided_no = models.CharField("审批文号", max_length=80, blank=True)
    decided_on = models.DateField("审批日期", null=True)
    cancelled_on = models.DateField("取消日期", null=True)
    cancel_no = models.CharField("取消文号", max_length=80, blank=True)
    to_recover = MoneyField("应追缴", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="审批人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "激励申请"
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state=IncentiveState.CANCELLED) | Q(to_recover__isnull=False, cancelled_on__isnull=False),
                                   name="incentive_cancelled_is_whole"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")), name="incentive_two_persons",
                                   violation_error_message="激励申请由一人登记、另一人审批。"),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.content}"


class Recovery(AppendOnly, RegionScoped):
    """追缴 of an incentive: what came back (元), when, by which paper."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    incentive = models.ForeignKey(Incentive, models.PROTECT, related_name="recoveries", verbose_name="激励")
    amount = MoneyField("追缴金额")
    paid_on = models.DateField("缴回日期")
    doc_no = models.CharField("缴款凭证", max_length=80)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "追缴"
        ordering = ["paid_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_positive")]

    def __str__(self):
        return f"{self.incentive} {self.paid_on} 缴回"


class Sanction(NeverDeleted, RegionScoped):
    """惩戒 of an enterprise with low-efficient land: from a day, on a basis, until it is ended (DSP-47)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="sanctions", verbose_name="企业")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", verbose_name="认定意见")
    kind = models.CharField("惩戒", max_length=20, choices=SanctionKind.choices)
    term_until = models.DateField("原优惠到期", null=True)
    from_on = models.DateField("起")
    basis_no = models.CharField("依据文号", max_length=80)
    situation = models.CharField("情形", max_length=300)
    is_uncooperative = models.BooleanField("不主动配合整改", default=False)
    until_on = models.DateField("止（不含）", null=True)
    end_no = models.CharField("解除文号", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "惩戒"
        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "kind"], condition=Q(until_on=None), name="sanction_one_in_force",
                                    violation_error_message="这家企业的这项惩戒正在执行。"),
            models.CheckConstraint(condition=Q(until_on=None) | (Q(until_on__gt=F("from_on")) & ~Q(end_no="")), name="sanction_end_is_whole",
                                   violation_error_message="解除惩戒要有日期和文号。"),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.get_kind_display()}"
