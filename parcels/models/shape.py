from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices.shapes import ShapeFileState, ShapeLack, ShapeSource
from .parcel import Parcel


class ShapeFile(NeverDeleted, RegionScoped):
    """图形文件: one that a clerk handed in, kept as it came; what stands in it is read again whenever it is looked at. `parcel` is the one
    it was handed in for; without it the plots find their parcels by their numbers."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, blank=True, related_name="shape_files", verbose_name="宗地")
    file = models.ForeignKey("parcels.Attachment", models.PROTECT, related_name="+", verbose_name="文件")
    zone = models.PositiveSmallIntegerField("带号", null=True, blank=True)  # as the person named it; None = by the file
    state = models.CharField("状态", max_length=8, choices=ShapeFileState.choices, default=ShapeFileState.WAITING)
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="上传人")
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "图形文件"
        ordering = ["-id"]

    def __str__(self):
        return self.file.original_name


class ShapeQuerySet(models.QuerySet):
    def light(self):
        """Without the drawings themselves."""
        return self.defer("wkb")


class ParcelShape(AppendOnly, RegionScoped):
    """宗地图形: one version, the highest number holds. `wkb` is in EPSG:4490 (lon, lat); none means that there is no drawing, for the reason
    in `lack`. `drawn_area` is the plane area in the file's zone, `ellipsoid_area` that on the CGCS2000 ellipsoid (亩, from ㎡ to two decimals).
    Neither ever replaces an area of a document. `checks` tells what was found when it was saved, as JSON [[code, sentence], …]."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="shapes", verbose_name="宗地")
    number = models.PositiveIntegerField("第几版")
    wkb = models.BinaryField("图形", null=True)
    lack = models.CharField("无图形原因", max_length=12, choices=ShapeLack.choices, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    points = models.PositiveIntegerField("界址点数", default=0)
    drawn_area = AreaField("图形面积", null=True)
    ellipsoid_area = AreaField("椭球面积", null=True)
    source = models.CharField("来源", max_length=8, choices=ShapeSource.choices)
    file = models.ForeignKey(ShapeFile, models.PROTECT, null=True, related_name="shapes", verbose_name="图形文件")
    system = models.CharField("坐标系", max_length=60, blank=True)
    epsg = models.PositiveIntegerField("EPSG", null=True)
    checks = models.TextField("核对情况", default="[]")
    reason = models.TextField("更换原因", blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    at = models.DateTimeField("保存时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="保存人")

    objects = ScopedManager.from_queryset(ShapeQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "宗地图形"
        ordering = ["parcel", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "number"], name="shape_number_once"),
            models.CheckConstraint(condition=Q(wkb__isnull=False, lack="") | (Q(wkb=None) & ~Q(lack="")), name="shape_or_reason"),
        ]

    def __str__(self):
        return f"{self.parcel.parcel_no} 图形第 {self.number} 版"


class ParcelSpot(NeverDeleted, RegionScoped):
    """现行图形在图上的位置: kept with the latest `ParcelShape`, so that the map finds it (landplan.lib.geo.grid: cell, block,
    box) and tiles only put it together (landplan.lib.geo.tile: first point and bodies). Without a drawing there is only the row."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.OneToOneField(Parcel, models.PROTECT, related_name="spot", verbose_name="宗地")
    shape = models.ForeignKey(ParcelShape, models.PROTECT, related_name="+", verbose_name="现行版")
    is_drawn = models.BooleanField("有图形")
    cell = models.BigIntegerField("格", null=True)
    block = models.IntegerField("汇总格", null=True)
    min_x = models.BigIntegerField("西", null=True)
    min_y = models.BigIntegerField("北", null=True)
    max_x = models.BigIntegerField("东", null=True)
    max_y = models.BigIntegerField("南", null=True)
    at_x = models.BigIntegerField("首点横", null=True)
    at_y = models.BigIntegerField("首点纵", null=True)
    fine = models.BinaryField("瓦片图形", null=True)
    coarse = models.BinaryField("概化的瓦片图形", null=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "图上位置"
        ordering = ["parcel"]
        constraints = [models.CheckConstraint(
            condition=Q(is_drawn=False, cell=None) | Q(is_drawn=True, cell__isnull=False, max_x__gte=F("min_x"), max_y__gte=F("min_y")),
            name="spot_is_whole")]
        indexes = [models.Index(fields=["cell", "min_x", "max_x", "min_y", "max_y"], name="spot_cell"),
                   models.Index(fields=["region", "is_drawn"], name="spot_region")]

    def __str__(self):
        return f"{self.parcel.parcel_no} 图上位置"


class CountyOutline(AppendOnly, RegionScoped):
    """县区范围线, loaded by the office from a file: drawings are checked against the latest. `wkb` in EPSG:4490."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    wkb = models.BinaryField("范围")
    source = models.CharField("来源", max_length=200)
    is_demo = models.BooleanField("演示数据", default=False)
    at = models.DateTimeField("装入时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="装入人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "县区范围线"
        ordering = ["region", "-id"]

    def __str__(self):
        return f"{self.region.name}范围线"
