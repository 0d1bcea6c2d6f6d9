from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.money import MoneyField
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices import ClaimSide, LawsuitKind, LawsuitStage
from .parcel import Parcel


class LawsuitQuerySet(models.QuerySet):
    def open(self):
        """未化解."""
        return self.exclude(stage=LawsuitStage.SETTLED)

    def without_force(self):
        """没有专班, of those that are open."""
        return self.open().filter(force_lead="")


class Lawsuit(NeverDeleted, RegionScoped):
    """涉法涉诉: one case that holds a parcel up, with its task force (一案一专班) and its measure (一案一举措).

    Force and parties are posts, units and firms; officials are never named.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="lawsuits", verbose_name="宗地")
    kind = models.CharField("类型", max_length=12, choices=LawsuitKind.choices)
    case_no = models.CharField("案号", max_length=80, blank=True)
    court = models.CharField("法院", max_length=100, blank=True)
    parties = models.TextField("当事人", blank=True)
    stage = models.CharField("阶段", max_length=12, choices=LawsuitStage.choices, default=LawsuitStage.FOUND)
    measure = models.TextField("举措", blank=True)
    force_lead = models.CharField("专班牵头", max_length=100, blank=True)
    force_members = models.CharField("专班成员", max_length=300, blank=True)
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    updated_at = models.DateTimeField("更新时间")
    version = models.PositiveIntegerField("版本", default=1)

    objects = ScopedManager.from_queryset(LawsuitQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "涉法涉诉"
        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["parcel", "case_no"], condition=~Q(case_no=""), name="lawsuit_once_on_parcel",
                                               violation_error_message="这宗地已登记了同一案号。请打开已有的案件修改。")]
        indexes = [models.Index(fields=["region", "kind", "opened_at", "id"], name="lawsuit_region_kind"),
                   models.Index(fields=["opened_at", "id"], name="lawsuit_latest")]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.get_kind_display()} {self.case_no or '案号未填'}"


class Claim(NeverDeleted, RegionScoped):
    """债权债务: a creditor or debtor of a case, with amount (元; NULL is not entered) and rank. Mortgagees come first."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    lawsuit = models.ForeignKey(Lawsuit, models.PROTECT, related_name="claims", verbose_name="案件")
    side = models.CharField("一方", max_length=10, choices=ClaimSide.choices)
    name = models.CharField("名称", max_length=120)
    amount = MoneyField("金额", null=True, blank=True)
    is_mortgagee = models.BooleanField("抵押权人", default=False)
    rank = models.PositiveSmallIntegerField("顺位", default=1)
    basis = models.CharField("依据", max_length=120, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "债权债务"
        ordering = ["-is_mortgagee", "rank", "id"]
        constraints = [models.CheckConstraint(condition=Q(is_mortgagee=False) | Q(side=ClaimSide.CREDITOR), name="claim_mortgagee_is_creditor",
                                              violation_error_message="抵押权人是债权人的一种。")]

    def __str__(self):
        return f"{self.get_side_display()} {self.name}"
