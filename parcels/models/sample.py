from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from .check import SpotCheck
from .parcel import Parcel


class Sample(NeverDeleted, RegionScoped):
    """回头看的抽样: parcels written off, drawn by lot to be looked at again.

    The lot is repeatable: who has the numbers of all that were written off (`population_sha256` names them) and the seed draws the
    same ones (parcels.rules.sampling). `strata` tells for each county how many there were and how many were drawn.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="范围")
    seed = models.CharField("种子", max_length=40)
    share = models.PositiveSmallIntegerField("比例", null=True)
    number = models.PositiveIntegerField("每县区宗数", null=True)
    since = models.DateField("何日起销号", null=True)
    note = models.CharField("说明", max_length=200, blank=True)
    population = models.PositiveIntegerField("总体宗数")
    population_sha256 = models.CharField("总体校验码", max_length=64)
    strata = models.JSONField("各县区", default=list)
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="抽取人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "回头看抽样"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(share=None) ^ Q(number=None), name="sample_share_or_number",
                                              violation_error_message="比例和宗数只能定一样。")]

    def __str__(self):
        return f"{self.region.name} 第{self.pk}次抽样"


class SampleItem(NeverDeleted, RegionScoped):
    """抽出的一宗; `seen` is the check when it was looked at again."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items", verbose_name="抽样")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="sample_items", verbose_name="宗地")
    seen = models.OneToOneField(SpotCheck, models.PROTECT, null=True, related_name="sample_item", verbose_name="抽查")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "抽出的宗地"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sample", "parcel"], name="sample_parcel_once")]
        indexes = [models.Index(fields=["region", "-sample"], name="sample_item_region")]

    def __str__(self):
        return f"{self.parcel.parcel_no} 回头看"
