from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped

from ..choices import ReshapeState, ReshapeWay
from .parcel import Parcel


class Reshape(NeverDeleted, RegionScoped):
    """分割、合并: what one person proposes and another approves; on approval the old parcels close and their land goes into new ones.

    `parcel` is the one it was proposed from, `sources` the ids of all old parcels. `parts` are the new parcels: number, name, and
    in 亩 (as exact text) their area and how much of what the old ones carry comes with it. 合并归宗 names its application.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="reshapes", verbose_name="宗地")
    way = models.CharField("方式", max_length=12, choices=ReshapeWay.choices)
    sources = models.JSONField("原宗地")
    parts = models.JSONField("新宗地")
    doc_no = models.CharField("文号", max_length=80)
    doc_on = models.DateField("文件日期")
    application_no = models.CharField("申请文号", max_length=80, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    reason = models.TextField("原因")

    state = models.CharField("状态", max_length=12, choices=ReshapeState.choices, default=ReshapeState.PROPOSED)
    drafted_at = models.DateTimeField("拟定时间")
    drafted_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="拟定人")
    decided_at = models.DateTimeField("批准或退回时间", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="批准或退回人")
    returned_reason = models.TextField("退回原因", blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "分割合并"
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by")), name="reshape_two_persons",
                                   violation_error_message="分割、合并由一人拟定、另一人批准。"),
            models.CheckConstraint(condition=~Q(way=ReshapeWay.JOIN) | (~Q(application_no="") & Q(applied_on__isnull=False)),
                                   name="reshape_join_on_application", violation_error_message="合并归宗要有申请文号和日期。"),
        ]
        indexes = [models.Index(fields=["state", "drafted_at", "id"], name="reshape_state")]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.get_way_display()} {self.doc_no}"


class ParcelLineage(AppendOnly, RegionScoped):
    """宗地沿革: so much of one parcel's land (亩) went into another, by which document; with it what was accepted and supplied of it."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    reshape = models.ForeignKey(Reshape, models.PROTECT, related_name="lines", verbose_name="分割合并")
    source = models.ForeignKey(Parcel, models.PROTECT, related_name="went", verbose_name="原宗地")
    target = models.ForeignKey(Parcel, models.PROTECT, related_name="came", verbose_name="新宗地")
    area = AreaField("面积")
    accepted = AreaField("其中已验收")
    supplied = AreaField("其中已供应")
    relapsed = AreaField("其中再次闲置", default=0)
    doc_no = models.CharField("文号", max_length=80)
    doc_on = models.DateField("文件日期")
    reason = models.TextField("原因")
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="批准人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "宗地沿革"
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="lineage_once"),
            models.CheckConstraint(condition=Q(area__gt=0, accepted__gte=0, supplied__gte=0, relapsed__gte=0, area__gte=F("accepted") + F("relapsed"))
                                   & Q(area__gte=F("supplied")), name="lineage_fits"),
        ]

    def __str__(self):
        return f"{self.source_id} → {self.target_id}"
