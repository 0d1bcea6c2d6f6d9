from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped


class Park(NeverDeleted, RegionScoped):
    """园区: 产业集聚区 or 先进制造业开发区. `name` is what it is called now; all its names stand in `names`. Its region is the
    county, or the city where the document does not say which."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    name = models.CharField("园区名称", max_length=80)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "园区"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="park_name_once", violation_error_message="本区划已有同名的园区。")]

    def __str__(self):
        return self.name


class ParkName(NeverDeleted, RegionScoped):
    """园区名称沿革: half-open; the first begins on a day that is known or not."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    park = models.ForeignKey(Park, models.PROTECT, related_name="names", verbose_name="园区")
    name = models.CharField("名称", max_length=80)
    from_on = models.DateField("起", null=True)
    until_on = models.DateField("止（不含）", null=True)
    doc_no = models.CharField("依据文号", max_length=80, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "园区名称"
        ordering = ["park", "id"]
        constraints = [
            models.UniqueConstraint(fields=["park"], condition=Q(until_on=None), name="park_one_name_now"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on")), name="park_name_order"),
        ]

    def __str__(self):
        return self.name


class ParkFact(AppendOnly, RegionScoped):
    """园区的一项: value as text (parcels.rules.parks.ITEMS), as of a day, with its source; the latest day holds, then the latest entry."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    park = models.ForeignKey(Park, models.PROTECT, related_name="facts", verbose_name="园区")
    item = models.CharField("项目", max_length=20)
    value = models.CharField("数或文字", max_length=500)
    as_of = models.DateField("截至日期")
    source = models.CharField("来源", max_length=200)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "园区参数"
        ordering = ["park", "item", "as_of", "id"]
        indexes = [models.Index(fields=["park", "item", "as_of", "id"], name="park_fact_latest")]

    def __str__(self):
        return f"{self.park} {self.item}"


class ParkPlanStep(AppendOnly, RegionScoped):
    """园区规划的一步 (parcels.rules.park_plans): how far a plan is, since which day; the latest entry holds."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    park = models.ForeignKey(Park, models.PROTECT, related_name="plan_steps", verbose_name="园区")
    plan = models.CharField("规划", max_length=12)
    state = models.CharField("进展", max_length=10)
    on = models.DateField("日期")
    doc_no = models.CharField("文号", max_length=80, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "园区规划进展"
        ordering = ["park", "plan", "id"]

    def __str__(self):
        return f"{self.park} {self.plan}"
