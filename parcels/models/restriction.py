from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import FirmLimit, FirmTreatment, RestrictionKind


class Restriction(NeverDeleted, RegionScoped):
    """用地限制 of a county by a decision: from a day until another (exclusive, empty = until lifted)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("限制", max_length=12, choices=RestrictionKind.choices)
    from_on = models.DateField("起")
    until_on = models.DateField("止（不含）", null=True, blank=True)
    document_no = models.CharField("决定文号", max_length=80)
    basis = models.CharField("依据", max_length=300)
    lift_no = models.CharField("解除文号", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "用地限制"
        ordering = ["-from_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="restriction_is_a_span",
                                              violation_error_message="限制的止期不能早于起期。")]
        indexes = [models.Index(fields=["region", "kind", "from_on"], name="restriction_region")]

    def __str__(self):
        return f"{self.region} {self.get_kind_display()}"


class CreditRecord(NeverDeleted, RegionScoped):
    """失信记录 of a holder of land: the breach, its day and basis, until it is cleared (批后监管, SUP-14)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    holder = models.CharField("土地使用权人", max_length=120)
    holder_key = models.CharField("规范名称", max_length=120, editable=False)
    breach = models.CharField("违约或失信情形", max_length=300)
    found_on = models.DateField("认定日期")
    basis_no = models.CharField("依据文号", max_length=80)
    parcel = models.ForeignKey("parcels.Parcel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="宗地")
    cleared_on = models.DateField("修复日期", null=True, blank=True)
    clear_no = models.CharField("修复文号", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "失信记录"
        ordering = ["-found_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(cleared_on=None) | ~Q(clear_no=""), name="credit_cleared_has_number",
                                              violation_error_message="信用修复要有文号。")]
        indexes = [models.Index(fields=["region", "holder_key"], name="credit_holder")]

    def __str__(self):
        return f"{self.holder} {self.breach}"


class FirmListing(NeverDeleted, RegionScoped):
    """整治淘汰名单: a backward firm of a county, by a document, with what it is limited in, until it is taken off (POL-06).

    洛政办〔2021〕16号 二（二）4 sets no term: `due_on` is that of the county's own document, or empty (未规定).
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    firm = models.CharField("企业名称", max_length=120)
    firm_key = models.CharField("规范名称", max_length=120, editable=False)
    treatment = models.CharField("办法", max_length=10, choices=FirmTreatment.choices)
    limits = models.JSONField("限制", default=list)
    situation = models.CharField("情形", max_length=300)
    document_no = models.CharField("列入文号", max_length=80)
    from_on = models.DateField("列入日期")
    due_on = models.DateField("整治时限", null=True, blank=True)
    ended_on = models.DateField("移出日期", null=True, blank=True)
    end_no = models.CharField("移出文号", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "整治淘汰名单"
        ordering = ["-from_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "firm_key"], condition=Q(ended_on=None), name="firm_listed_once",
                                    violation_error_message="这家企业已在名单上。"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(end_no=""), name="firm_ended_has_number",
                                   violation_error_message="移出名单要有文号。"),
        ]

    def __str__(self):
        return f"{self.firm} {self.get_treatment_display()}"

    @property
    def limit_labels(self) -> list[str]:
        """限制, in words and in the order of the document."""
        return [limit.label for limit in FirmLimit if limit in self.limits]
