from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from .parcel import Parcel


class ParcelMilestone(NeverDeleted, RegionScoped):
    """倒排节点: a step of a parcel, due so many days before its deadline. Exactly one that is not done is the next."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="milestones", verbose_name="宗地")
    code = models.CharField("节点代码", max_length=12)
    label = models.CharField("节点", max_length=40)
    order = models.PositiveSmallIntegerField("次序")
    days_before = models.PositiveIntegerField("时限前几天")
    due_on = models.DateField("应完成")
    done_on = models.DateField("已完成", null=True, blank=True)
    is_next = models.BooleanField("正在办", default=False)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "倒排节点"
        ordering = ["parcel", "order"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "code"], name="parcel_milestone_once"),
            models.UniqueConstraint(fields=["parcel"], condition=Q(is_next=True), name="parcel_milestone_one_next"),
            models.CheckConstraint(condition=Q(is_next=False) | Q(done_on=None), name="parcel_milestone_next_is_open"),
        ]
        indexes = [
            models.Index(fields=["code", "due_on", "id"], condition=Q(is_next=True), name="parcel_milestone_next"),
            models.Index(fields=["region", "code", "due_on", "id"], condition=Q(is_next=True), name="parcel_milestone_region"),
        ]

    def __str__(self):
        return f"{self.label} {self.due_on}"


class StepSetting(NeverDeleted):
    """倒排设置: the steps and their shares as the office of a region has set them."""

    region = models.OneToOneField("units.Region", models.PROTECT, related_name="step_setting", verbose_name="适用区划")
    steps = models.JSONField("节点")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "倒排设置"

    def __str__(self):
        return f"{self.region.name} 倒排设置"
