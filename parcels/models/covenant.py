from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.area import ScaledField
from landplan.lib.scope import RegionScoped

from ..choices import CovenantKind, CovenantState, Signer
from .parcel import Parcel, Supply


class Covenant(NeverDeleted, RegionScoped):
    """监管协议 beside a contract of supply (CTL-03), or for the redevelopment of low-efficient land (DSP-48). Indicators in 万元/亩."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="covenants", verbose_name="宗地")
    kind = models.CharField("协议", max_length=12, choices=CovenantKind.choices)
    supply = models.ForeignKey(Supply, models.PROTECT, null=True, related_name="covenants", verbose_name="供应")
    party = models.CharField("企业", max_length=120)
    signer = models.CharField("签订方", max_length=8, choices=Signer.choices)
    signer_name = models.CharField("签订单位", max_length=100)
    covenant_no = models.CharField("协议编号", max_length=80)
    signed_on = models.DateField("签订日期")
    due_on = models.DateField("约定期限")
    intensity = ScaledField("投资强度（万元/亩）", null=True)
    tax_per_mu = ScaledField("亩均税收（万元/亩）", null=True)
    start_on = models.DateField("约定开工", null=True)
    finish_on = models.DateField("约定竣工", null=True)
    reward = models.TextField("奖励措施", blank=True)
    exit = models.TextField("退出机制", blank=True)
    terms = models.TextField("其他约定", blank=True)
    state = models.CharField("履约", max_length=8, choices=CovenantState.choices, default=CovenantState.RUNNING)
    judged_on = models.DateField("考核日期", null=True)
    judged_no = models.CharField("考核文号", max_length=80, blank=True)
    judged_note = models.TextField("考核说明", blank=True)
    returned_on = models.DateField("退回低效日期", null=True)
    returned_no = models.CharField("退回低效文号", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    judged_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="考核登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "监管协议"
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "covenant_no"], name="covenant_no_once",
                                    violation_error_message="本县区已登记过这个协议编号。"),
            models.CheckConstraint(condition=Q(state=CovenantState.RUNNING) | Q(judged_on__isnull=False), name="covenant_judged_is_whole"),
            models.CheckConstraint(condition=Q(returned_on=None) | Q(state=CovenantState.UNMET), name="covenant_returned_is_unmet"),
        ]

    def __str__(self):
        return self.covenant_no
