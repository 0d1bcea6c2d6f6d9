from django.db import models

from audit.models import AppendOnly
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped

from ..choices import IdleSource, Kind, Nature
from .disposal import Disposal
from .parcel import Parcel


class Bucket(RegionScoped):
    """统计格: region × kind × idle source."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    idle_source = models.CharField("闲置来源", max_length=20, choices=IdleSource.choices, blank=True)

    class Meta(RegionScoped.Meta):
        abstract = True


class AreaEntry(AppendOnly, Bucket):
    """面积入账: one signed amount (亩) that counts. All done-figures are sums of these rows.

    `recorded_at` is when it was accepted, corrected or reversed (按原报); `effective_at` is the instant that it
    concerns (按更正后), equal to `recorded_at` except for corrections and reversals.
    """

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="entries", verbose_name="宗地")
    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="entries", verbose_name="处置")
    nature = models.CharField("性质", max_length=12, choices=Nature.choices)
    area = AreaField("面积")
    recorded_at = models.DateTimeField("入账时间")
    effective_at = models.DateTimeField("所属时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    reason = models.TextField("原因", blank=True)

    class Meta(Bucket.Meta):
        verbose_name = verbose_name_plural = "面积入账"
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(fields=["recorded_at"], include=["region", "kind", "idle_source", "area"], name="entry_recorded"),
            models.Index(fields=["region", "kind", "recorded_at", "id"], name="entry_region_kind"),
            models.Index(fields=["effective_at"], condition=~models.Q(nature=Nature.ACCEPTED), name="entry_moved"),
        ]

    def __str__(self):
        return f"{self.disposal_id} {self.area}"


class AreaRunning(Bucket):
    """累计: running total of a bucket, kept in the transaction of every entry."""

    area = AreaField("面积")
    count = models.IntegerField("笔数")

    class Meta(Bucket.Meta):
        verbose_name = verbose_name_plural = "累计"
        constraints = [models.UniqueConstraint(fields=["region", "kind", "idle_source"], name="running_once")]


class AreaWeek(Bucket):
    """周累计: a bucket's area of the week closing at `closes_at`, and its running total then.

    Rows exist only for weeks with entries. `next_closes_at` is the bucket's following row, so that the total at any
    cut-off is the one row with closes_at <= cut-off < next_closes_at. `is_lasting` says whether it is so for a later
    cut-off than its own: where something happens every week the rows of a cut-off are found by their day alone, and
    only the few lasting ones are looked through.
    """

    closes_at = models.DateTimeField("截止")
    next_closes_at = models.DateTimeField("下一行截止", null=True)
    is_lasting = models.BooleanField("跨过后面的截止", default=True)
    area = AreaField("本周面积")
    count = models.IntegerField("本周笔数")
    total_area = AreaField("累计面积")
    total_count = models.IntegerField("累计笔数")

    class Meta(Bucket.Meta):
        verbose_name = verbose_name_plural = "周累计"
        constraints = [models.UniqueConstraint(fields=["region", "kind", "idle_source", "closes_at"], name="week_once")]
        indexes = [models.Index(fields=["closes_at"], name="week_closes"),
                   models.Index(fields=["closes_at", "next_closes_at"], condition=models.Q(is_lasting=True), name="week_lasting")]


class AreaAbove(RegionScoped):
    """上级周累计: what the counties below a region amounted to in a week, for every region between the root and the counties.

    A city at the root of its tree has none: nothing lies above its counties that is looked at as one row among others.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="市或省")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    closes_at = models.DateTimeField("截止")
    area = AreaField("本周面积")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "上级周累计"
        constraints = [models.UniqueConstraint(fields=["region", "kind", "closes_at"], name="above_once")]
        indexes = [models.Index(fields=["region", "closes_at"], include=["kind", "area"], name="above_weeks")]


class AreaMark(Bucket):
    """定点累计: what a bucket amounted to at an instant that is asked for again and again, such as the base date of a plan.

    An instant has the rows of all its buckets or none at all; entries that are recorded for an earlier instant move it.
    """

    at = models.DateTimeField("时点")
    area = AreaField("累计面积")
    count = models.IntegerField("累计笔数")

    class Meta(Bucket.Meta):
        verbose_name = verbose_name_plural = "定点累计"
        constraints = [models.UniqueConstraint(fields=["at", "region", "kind", "idle_source"], name="mark_once")]
