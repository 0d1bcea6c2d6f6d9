from django.db import models

from audit.models import AppendOnly
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped
from parcels.choices import Kind
from parcels.models import Parcel
from tasks.models import Plan


class Baseline(AppendOnly):
    """底数: the stock of a plan as the ledger had it when it was frozen, for its base date. Never changed; a second
    edition stands beside the first, with its reason.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="baselines", verbose_name="方案")
    edition = models.PositiveIntegerField("版本")
    base_on = models.DateField("基准日")
    frozen_at = models.DateTimeField("定稿时间")
    frozen_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="定稿人")
    reason = models.TextField("版本说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "底数"
        ordering = ["plan", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "edition"], name="baseline_edition_once"),
            models.CheckConstraint(condition=models.Q(edition=1) | ~models.Q(reason=""), name="baseline_second_has_reason"),
        ]

    def __str__(self):
        return f"底数第{self.edition}版（{self.base_on}）"


class BaselineCell(AppendOnly, RegionScoped):
    """底数的一格: 宗数 and 面积 (亩) of a county and kind."""

    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="cells", verbose_name="底数")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    count = models.PositiveIntegerField("宗数")
    area = AreaField("面积")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "底数的格"
        constraints = [models.UniqueConstraint(fields=["baseline", "region", "kind"], name="baseline_cell_once")]

    def __str__(self):
        return f"{self.region_id} {self.get_kind_display()}"


class BaselineRow(AppendOnly, RegionScoped):
    """底数里的一宗: number, kind and area (亩) of a parcel as frozen."""

    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="rows", verbose_name="底数")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="baseline_rows", verbose_name="宗地")
    parcel_no = models.CharField("地块编号", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    area = AreaField("面积")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "底数里的宗地"
        constraints = [models.UniqueConstraint(fields=["parcel", "baseline"], name="baseline_parcel_once")]
        indexes = [models.Index(fields=["baseline", "region", "kind"], name="baseline_row_cell")]

    def __str__(self):
        return self.parcel_no
