"""小图: a drawing as an SVG path, north up, with its scale; printed and shown without a script. It carries no coordinates of the land:
its numbers are thousandths of its own width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import shapely

from .crs import home_system, to_plane

SIZE = 1000
_MARGIN = 0.08
_STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


@dataclass(frozen=True)
class Drawing:
    """小图: the path of the parcel, those of its neighbours, and a bar of so many metres (in the drawing's own units)."""

    path: str
    bar: int
    bar_metres: int
    around: list[str] = field(default_factory=list)
    size: int = SIZE


def draw(shape: shapely.Geometry, around: Iterable[shapely.Geometry] = ()) -> Drawing:
    """画小图 of a drawing in degrees and of what lies beside it."""
    system = home_system(shape)
    plane = to_plane(shape, system)
    west, south, east, north = plane.bounds
    width = max(east - west, north - south, 1) * (1 + 2 * _MARGIN)
    left, top, scale = (west + east - width) / 2, (south + north + width) / 2, SIZE / width
    window = shapely.box(left, top - width, left + width, top)
    metres = max((step for step in _STEPS if step <= width / 3), default=_STEPS[0])
    beside = [to_plane(one, system).intersection(window) for one in around]
    return Drawing(_path(plane, left, top, scale), int(metres * scale), metres,
                   [_path(part, left, top, scale) for one in beside for part in _areas(one)])


def _areas(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [one for one in getattr(shape, "geoms", [shape]) if one.geom_type == "Polygon" and not one.is_empty]


def _path(shape: shapely.Geometry, left: float, top: float, scale: float) -> str:
    rings = [ring.coords[:-1] for part in getattr(shape, "geoms", [shape]) for ring in (part.exterior, *part.interiors)]
    return "".join("M" + "L".join(f"{(x - left) * scale:.0f} {(top - y) * scale:.0f}" for x, y in ring) + "Z" for ring in rings)
