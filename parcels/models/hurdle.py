from django.db import models

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import HurdleTopic
from .parcel import Parcel


class Hurdle(NeverDeleted, RegionScoped):
    """供地条件 that is missing, or 开工障碍 that is in the way: who removes it, by when."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="hurdles", verbose_name="宗地")
    topic = models.CharField("事项", max_length=12, choices=HurdleTopic.choices)
    content = models.CharField("内容", max_length=200)
    lead_unit = models.CharField("责任单位", max_length=100)
    due_on = models.DateField("时限")
    done_on = models.DateField("办完日期", null=True, blank=True)
    done_note = models.CharField("办理结果", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "条件与障碍"
        ordering = ["due_on", "id"]

    def __str__(self):
        return f"{self.get_topic_display()}：{self.content}"


class Promotion(AppendOnly, RegionScoped):
    """市场推介 of land that is ready to be sold."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="promotions", verbose_name="宗地")
    promoted_on = models.DateField("推介日期")
    way = models.CharField("推介方式", max_length=200)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "市场推介"
        ordering = ["-promoted_on", "-id"]

    def __str__(self):
        return f"{self.promoted_on} {self.way}"
