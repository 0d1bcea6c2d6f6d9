from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.leases import LeasedJob
from landplan.lib.scope import RegionScoped, ScopedManager

from ..rules.flags import FLAGS
from .parcel import Parcel


class NightRun(LeasedJob, NeverDeleted):
    """夜间核对: one look at every current parcel of a day, in chunks; `last_id` is the last parcel that was looked at.

    `day` is the business day that it looks from; it stays the same when the work goes on after midnight. With `region` only
    the parcels of that county are looked at.
    """

    day = models.DateField("核对日")
    region = models.ForeignKey("units.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县区")
    asked_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="要求的人")
    last_id = models.BigIntegerField("办到哪一宗", default=0)
    checked = models.PositiveIntegerField("核对宗数", default=0)
    opened = models.PositiveIntegerField("新出现", default=0)
    closed = models.PositiveIntegerField("已解除", default=0)
    changed = models.PositiveIntegerField("有变化", default=0)

    class Meta(LeasedJob.Meta):
        verbose_name = verbose_name_plural = "夜间核对"


class ParcelFlagQuerySet(models.QuerySet):
    def open(self):
        """现有的."""
        return self.filter(until_at=None)


class ParcelFlag(NeverDeleted, RegionScoped):
    """预警: what a run saw of a parcel, from the run that first saw it to the one that no longer did (parcels.rules.flags).

    `on` is the day it is about; `detail` what is told beside it. A flag is not a finding: people find (认定).
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="flags", verbose_name="宗地")
    kind = models.CharField("类型", max_length=20)
    on = models.DateField("所指日期", null=True, blank=True)
    detail = models.CharField("说明", max_length=300, blank=True)
    since_at = models.DateTimeField("出现时间")
    since_run = models.ForeignKey(NightRun, models.PROTECT, related_name="opened_flags", verbose_name="出现于")
    until_at = models.DateTimeField("解除时间", null=True, blank=True)
    until_run = models.ForeignKey(NightRun, models.PROTECT, null=True, blank=True, related_name="closed_flags", verbose_name="解除于")

    objects = ScopedManager.from_queryset(ParcelFlagQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "预警"
        ordering = ["-since_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["parcel", "kind"], condition=Q(until_at=None), name="flag_one_open")]
        indexes = [
            models.Index(fields=["kind", "since_at", "id"], condition=Q(until_at=None), name="flag_kind_open"),
            models.Index(fields=["region", "since_at", "id"], condition=Q(until_at=None), name="flag_region_open"),
            models.Index(fields=["since_at", "id"], condition=Q(until_at=None), name="flag_open"),
            models.Index(fields=["until_at", "id"], condition=Q(until_at__isnull=False), name="flag_closed"),
        ]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.flag.label}"

    @property
    def flag(self):
        """哪一种 (rules.flags.Flag)."""
        return FLAGS[self.kind]

    @property
    def said(self) -> str:
        """一句话."""
        return self.flag.said(self.on, self.detail)
