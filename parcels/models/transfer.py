from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices import TransferKind
from .parcel import Parcel


class TransferQuerySet(models.QuerySet):
    def unchecked(self):
        """未审核."""
        return self.filter(checked_on=None)


class Transfer(NeverDeleted, RegionScoped):
    """自主转让 of land or shares, and the park's check of the buyer (LAW-05)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="transfers", verbose_name="宗地")
    kind = models.CharField("转让", max_length=8, choices=TransferKind.choices)
    seller = models.CharField("转让方", max_length=120)
    buyer = models.CharField("受让方", max_length=120)
    transferred_on = models.DateField("转让日期")
    content = models.CharField("转让内容", max_length=300, blank=True)
    fits_industry = models.BooleanField("符合主导产业", null=True)
    meets_indicators = models.BooleanField("符合控制性指标", null=True)
    check_no = models.CharField("审核文号", max_length=80, blank=True)
    checked_on = models.DateField("审核日期", null=True)
    check_note = models.CharField("审核说明", max_length=500, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    checked_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="审核登记人")

    objects = ScopedManager.from_queryset(TransferQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "自主转让"
        ordering = ["-transferred_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(checked_on=None) | (~Q(check_no="") & Q(fits_industry__isnull=False, meets_indicators__isnull=False)),
                                   name="transfer_check_is_whole", violation_error_message="审核要有结论、文号和日期。"),
            models.CheckConstraint(condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")), name="transfer_two_persons",
                                   violation_error_message="转让由一人登记、另一人审核。"),
        ]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.get_kind_display()}转让 {self.buyer}"

    @property
    def is_fit(self) -> bool:
        """审核通过: both hold."""
        return bool(self.fits_industry and self.meets_indicators)
