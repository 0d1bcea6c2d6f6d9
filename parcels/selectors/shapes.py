"""查图形: a parcel's drawing and its history, what lies around it, the county's outline, and how much of the land is on the map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import shapely
from django.db.models import Count, Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.geo import lookup  # noqa: F401 - `touches`
from landplan.lib.geo.checks import check_area, check_county, check_overlap
from landplan.lib.geo.drawing import Drawing, draw
from landplan.lib.geo.grid import Box, box_of
from landplan.lib.geo.shapes import Found
from landplan.lib.numbers import half_up
from landplan.lib.scope import everything
from units.models import Region

from ..choices import SUCCEEDED
from ..models import CountyOutline, Parcel, ParcelShape, ParcelSpot
from ..policies import may_draw, may_read_coordinates
from .list_settings import list_setting_of

NEAR, HISTORY = 40, 50


def inside(spots: QuerySet[ParcelSpot], box: Box, prefix: str = "") -> QuerySet:
    """图上位置 that touch a box of map units; `prefix` leads from another model to the spot."""
    return spots.filter(**{f"{prefix}cell__touches": box})


def shape_of(row: ParcelShape | None) -> shapely.Geometry | None:
    """The drawing of a version, in degrees."""
    return shapely.from_wkb(bytes(row.wkb)) if row and row.wkb is not None else None


def latest_shape(parcel: Parcel) -> ParcelShape | None:
    """现行版."""
    return parcel.shapes.select_related("by", "file__file").order_by("-number").first()


def outline_of(region: Region) -> shapely.Geometry | None:
    """县区范围线 that was loaded last."""
    row = CountyOutline.objects.filter(region=region).order_by("-id").first()
    return shapely.from_wkb(bytes(row.wkb)) if row else None


def around(box: Box, *, but: int = 0) -> tuple[list[tuple[str, shapely.Geometry]], list[shapely.Geometry]]:
    """Drawings that may touch a box: those of the open territory by number, and those beyond it, of which nothing but the drawing is given."""
    def those(spots: QuerySet[ParcelSpot]) -> QuerySet[ParcelSpot]:
        return inside(spots, box).exclude(parcel_id=but).exclude(parcel__status__in=SUCCEEDED).order_by("parcel_id")

    own = those(ParcelSpot.objects).values_list("parcel_id", "parcel__parcel_no", "shape__wkb")
    own_ids = {row[0] for row in own}
    with everything("an overlap with land of another county is said, without showing it"):
        others = [wkb for pk, wkb in those(ParcelSpot.objects).values_list("parcel_id", "shape__wkb") if pk not in own_ids]
    return [(number, shapely.from_wkb(bytes(wkb))) for _, number, wkb in own], [shapely.from_wkb(bytes(wkb)) for wkb in others]


def limit_of(region: Region) -> Decimal:
    """面积差限 (%)."""
    return Decimal(list_setting_of(region).area_limit) / 100


def checks_of(parcel: Parcel, shape: shapely.Geometry, drawn_area: Decimal, outline: shapely.Geometry | None,
              limit: Decimal) -> list[Found]:
    """核对 of a drawing for a parcel: the county, its neighbours, the area."""
    own, others = around(box_of(shape), but=parcel.id)
    return [*check_county(shape, outline, parcel.region.name), *check_overlap(shape, own, others), *check_area(drawn_area, parcel.area, limit)]


def found_in(row: ParcelShape) -> list[tuple[str, str]]:
    """核对情况 (code, sentence) of a version."""
    return [(code, words) for code, words in json.loads(row.checks)]


@dataclass(frozen=True)
class ShapePanel:
    """图形 of a parcel as its page shows it: the version that holds, its picture, what was found then, its difference of area now."""

    row: ParcelShape | None
    picture: Drawing | None
    found: list[tuple[str, str]]
    off: str
    is_off: bool
    reads: bool
    draws: bool


def shape_panel(parcel: Parcel, actor: Actor) -> dict:
    """图形 for the page of a parcel."""
    row = latest_shape(parcel)
    shape = shape_of(row)
    off, is_off = area_off(row, parcel) if shape is not None else ("", False)
    return {"shape": ShapePanel(row, picture_of(parcel, shape), found_in(row) if row else [], off, is_off, may_read_coordinates(actor),
                                may_draw(actor) and not parcel.is_succeeded)}


def area_off(row: ParcelShape, parcel: Parcel) -> tuple[str, bool]:
    """图形面积与台账面积之差 in words (%), and whether it is flagged."""
    off = Fraction(row.drawn_area - parcel.area) / Fraction(parcel.area) * 100
    shown = half_up(abs(off), 2)
    sign = "" if not shown else "+" if off > 0 else "−"
    return f"{sign}{shown}%", abs(off) > Fraction(limit_of(parcel.region))


def picture_of(parcel: Parcel, shape: shapely.Geometry | None) -> Drawing | None:
    """小图 with the neighbours of the open territory."""
    if shape is None:
        return None
    west, north, east, south = box_of(shape)
    more = max(east - west, south - north) // 4
    own, _ = around((west - more, north - more, east + more, south + more), but=parcel.id)
    return draw(shape, [other for _, other in own[:NEAR]])


def shape_history(parcel: Parcel) -> list[ParcelShape]:
    """各版, latest first, without the drawings."""
    return list(parcel.shapes.light().select_related("by", "file__file").order_by("-number")[:HISTORY])


@dataclass(frozen=True)
class Mapped:
    """上图率 (MAP-03): parcels, those with a drawing, those with a reason, those with neither."""

    count: int
    drawn: int
    said: int

    @property
    def open(self) -> int:
        return self.count - self.drawn - self.said

    @property
    def share(self) -> str:
        return f"{half_up(Fraction(self.drawn * 100, self.count), 2)}%" if self.count else "—"


def mapped_of(rows: QuerySet[Parcel]) -> Mapped:
    """上图率 of parcels."""
    sums = rows.order_by().aggregate(count=Count("id"), drawn=Count("id", filter=Q(spot__is_drawn=True)),
                                     said=Count("id", filter=Q(spot__is_drawn=False)))
    return Mapped(**sums)


def unmapped(rows: QuerySet[Parcel], most: int) -> list[tuple[Parcel, ParcelShape | None]]:
    """没有图形的宗地 with their reason, if one was recorded."""
    found = rows.exclude(spot__is_drawn=True).select_related("region", "spot__shape").order_by("region__sort", "parcel_no", "id")[:most]
    return [(row, row.spot.shape if hasattr(row, "spot") else None) for row in found]


def outlines_of(regions) -> list[tuple[Region, CountyOutline | None]]:
    """各县区的范围线, latest of each."""
    latest: dict[int, CountyOutline] = {}
    for row in CountyOutline.objects.filter(region__in=regions).defer("wkb").select_related("by").order_by("id"):
        latest[row.region_id] = row
    return [(region, latest.get(region.id)) for region in sorted(regions, key=lambda one: (one.sort, one.code))]
