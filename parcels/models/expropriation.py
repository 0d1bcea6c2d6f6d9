from django.db import models

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from .parcel import Parcel


class Expropriation(NeverDeleted, RegionScoped):
    """征收进展 of a parcel: 征收方案, 补偿到位, 交付土地, each with its day; and the forest-land papers where it is forest."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.OneToOneField(Parcel, models.PROTECT, related_name="expropriation", verbose_name="宗地")
    plan_no = models.CharField("征收方案文号", max_length=80, blank=True)
    plan_on = models.DateField("征收方案日期", null=True, blank=True)
    compensated_on = models.DateField("补偿到位日期", null=True, blank=True)
    handover_due_on = models.DateField("交地时限", null=True, blank=True)
    handed_over_on = models.DateField("交地日期", null=True, blank=True)
    is_forest = models.BooleanField("涉林", default=False)
    forest_no = models.CharField("使用林地手续文号", max_length=80, blank=True)
    forest_on = models.DateField("使用林地手续日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "征收进展"

    def __str__(self):
        return f"{self.parcel.parcel_no} 征收"
