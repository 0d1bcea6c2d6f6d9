"""圈: rings to polygons. Which ring is a hole is decided by what contains it, never by its number."""

from __future__ import annotations

import re

import shapely
from shapely.validation import explain_validity

from .shapes import ERROR, NOTE, Found

_AT = re.compile(r"\[(\S+) (\S+)\]")


def closed(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """首尾相接."""
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def assemble(rings: list[list[tuple[float, float]]]) -> shapely.Geometry:
    """圈 -> polygon or multipolygon: a ring at even depth is a part, one at odd depth a hole of the ring around it."""
    areas = [shapely.Polygon(ring) for ring in rings]
    whole = [shapely.make_valid(one) for one in areas]
    around = [[j for j, other in enumerate(whole) if j != i and other.area > whole[i].area
               and other.contains(one.representative_point()) and other.covers(one)] for i, one in enumerate(whole)]
    parts = []
    for i, outer in enumerate(rings):
        if len(around[i]) % 2 == 0:
            holes = [rings[j] for j in range(len(rings)) if i in around[j] and len(around[j]) == len(around[i]) + 1]
            parts.append(shapely.Polygon(outer, holes))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def check_shape(shape: shapely.Geometry, line: int = 0, names: dict[tuple[float, float], str] | None = None) -> list[Found]:
    """自相交、圈相叠、面积 0."""
    if shape.is_empty or shape.convex_hull.area < 1e-12 * max(map(abs, shape.bounds)):
        return [Found("no_area", ERROR, "图形没有面积（点都在一条线上或只有一个点）。请核对界址点。", line)]
    if shape.is_valid:
        return []
    why = explain_validity(shape)
    at = _AT.search(why)
    where = _near(shape, float(at[1]), float(at[2]), names or {}) if at else ""
    word = "有圈相叠或套错" if "Ring" not in why and ("Nested" in why or "Hole" in why or "rings" in why) else "图形自相交"
    return [Found("crossing", ERROR, f"{word}{where}。请核对界址点的次序后再交。", line)]


def _near(shape: shapely.Geometry, x: float, y: float, names: dict[tuple[float, float], str]) -> str:
    """The points of the file beside a crossing."""
    spot = shapely.Point(x, y)
    lines = [(shapely.LineString(pair).distance(spot), pair) for ring in _rings_of(shape) for pair in zip(ring, ring[1:], strict=False)]
    lines.sort(key=lambda one: one[0])
    said = ["–".join(names[end] for end in pair) for _, pair in lines[:2] if all(end in names for end in pair)]
    digits = 6 if abs(x) <= 180 else 3
    return f"，在 {'、'.join(said)} 一带" if said else f"，在（{x:.{digits}f}，{y:.{digits}f}）附近"


def _rings_of(shape: shapely.Geometry):
    for part in getattr(shape, "geoms", [shape]):
        for ring in (part.exterior, *part.interiors):
            yield list(ring.coords)


def note_open(ring: list[tuple[float, float]], line: int, number: str) -> list[Found]:
    """首尾不闭合 is told, and closed: many tools leave the last point out."""
    if ring[0] == ring[-1]:
        return []
    return [Found("not_closed", NOTE, f"第 {number} 圈首尾不闭合，已从最后一点连回第一点。", line)]
