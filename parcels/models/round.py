from django.db import models
from django.db.models import Q

from audit.models import AppendOnly
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped

from .parcel import Parcel


class ParcelRound(AppendOnly, RegionScoped):
    """轮次: land that was written off fell idle again - its second round, or a later one, with what it begins from.

    The first round begins with the registration and has no row. `area` (亩) fell idle again: it was credited before and is dealt with
    again without a second credit. `closed_at` is when the round before it was written off.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="rounds", verbose_name="宗地")
    number = models.PositiveSmallIntegerField("轮次")
    from_on = models.DateField("再次闲置之日")
    area = AreaField("再次闲置面积")
    doc_no = models.CharField("依据文书", max_length=80)
    reason = models.TextField("原因")
    closed_at = models.DateTimeField("上一轮销号时间")
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "轮次"
        ordering = ["parcel", "number"]
        constraints = [models.UniqueConstraint(fields=["parcel", "number"], name="round_once"),
                       models.CheckConstraint(condition=Q(number__gt=1, area__gt=0), name="round_after_first")]

    def __str__(self):
        return f"{self.parcel.parcel_no} 第{self.number}轮"
