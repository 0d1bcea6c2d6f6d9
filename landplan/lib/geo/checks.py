"""图形的核对 against other land: outside the county, overlap, area off. Pure: what lies around is given."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import shapely

from ..numbers import half_up
from .crs import ellipsoid_area
from .shapes import ASK, ERROR, NOTE, Found

TOUCH = 1.0  # ㎡: less is two surveys of one line


def check_county(shape: shapely.Geometry, outline: shapely.Geometry | None, county: str) -> list[Found]:
    """县区范围. Without an outline on file this is said, never guessed."""
    if outline is None:
        return [Found("no_outline", NOTE, f"没有装入{county}的范围线，没有核对是否出界。")]
    if outline.covers(shape):
        return []
    if not outline.intersects(shape):
        return [Found("outside", ERROR, f"图形全在{county}以外。多半是带号或坐标系错了，请核对。")]
    share = ellipsoid_area(_areal(shape.difference(outline))) / ellipsoid_area(shape)
    return [Found("partly_outside", ASK, f"图形有 {share:.1%} 在{county}以外。请核对界线。")]


def check_overlap(shape: shapely.Geometry, own: Iterable[tuple[str, shapely.Geometry]], others: Iterable[shapely.Geometry]) -> list[Found]:
    """重叠: with parcels of the same county by number and area, with those of another county only that it is so."""
    found = []
    for number, other in own:
        if (area := _common(shape, other)) > TOUCH:
            found.append(Found("overlap", ASK, f"与 {number} 重叠 {area:.2f} ㎡（{area * 3 / 2000:.2f} 亩）。请核对界线。"))
    if any(_common(shape, other) > TOUCH for other in others):
        found.append(Found("overlap_other", ASK, "与其他县区的地块重叠。请与市里核对县界。"))
    return found


def _common(one: shapely.Geometry, other: shapely.Geometry) -> float:
    if not shapely.intersects(one, other) or shapely.touches(one, other):
        return 0.0
    shared = _areal(shapely.intersection(one, other))
    return ellipsoid_area(shared) if not shared.is_empty else 0.0


def _areal(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Only what has an area of a result."""
    parts = getattr(shape, "geoms", [shape])
    flat = [one for part in parts for one in (part.geoms if part.geom_type.startswith("Multi") else [part])]
    return shapely.MultiPolygon([one for one in flat if one.geom_type == "Polygon" and not one.is_empty])


def check_area(drawn: Decimal, ledger: Decimal, limit: Decimal) -> list[Found]:
    """面积核对 (MAP-06): the drawn area against that of the ledger (亩), flagged beyond `limit` percent."""
    off = (drawn - ledger) / ledger * 100
    if abs(off) <= limit:
        return []
    sign = "+" if off > 0 else "−"
    return [Found("area", ASK, f"图形面积 {half_up(drawn, 2)} 亩，台账面积 {half_up(ledger, 2)} 亩，差 {sign}{half_up(abs(off), 2)}%，"
                  f"超过 {limit.normalize():f}%。台账面积以文书为准，不会被图形改动；请核对图形。")]
