"""格网: whole-number map coordinates and the cell that a drawing is found by, the same on every engine (docs/decisions/map.md).

The world in Web Mercator is 2³² units wide (0.0093 m at the equator), y runs down, as tiles do. CGCS2000 degrees are taken as they
are: the difference from WGS 84 is centimetres and plays no part in a picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.polygon import orient

BITS = 32
WORLD = 1 << BITS
# a drawing stands in the smallest of these cells that is at least as large as it is, by its upper left corner; so a window
# asks each level for its own cells and one more to the left and above
LEVELS = (14, 10, 6)
BLOCK = 12  # cells of the overview
Box = tuple[int, int, int, int]


def units_of(lonlat: np.ndarray) -> np.ndarray:
    """(lon, lat) degrees -> whole units (x, y)."""
    lon, lat = lonlat[:, 0], np.clip(lonlat[:, 1], -85.05, 85.05)
    x = (lon / 360 + 0.5) * WORLD
    y = (0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)) * WORLD
    return np.clip(np.rint(np.column_stack([x, y])), 0, WORLD - 1).astype(np.int64)


def degrees_of(x: int, y: int) -> tuple[float, float]:
    """Units -> (lon, lat)."""
    lat = np.degrees(2 * np.arctan(np.exp((0.5 - y / WORLD) * 2 * np.pi)) - np.pi / 2)
    return (x / WORLD - 0.5) * 360, float(lat)


def rings_of(shape: shapely.Geometry) -> list[np.ndarray]:
    """图形 (degrees) -> its rings in units, not closed; outer ones run clockwise on the screen."""
    return [units_of(np.asarray(ring.coords[:-1])) for part in getattr(shape, "geoms", [shape]) for one in [orient(part, sign=-1.0)]
            for ring in (one.exterior, *one.interiors)]


def box_of(shape: shapely.Geometry) -> Box:
    """图形 (degrees) -> its box in units."""
    west, south, east, north = shape.bounds
    corners = units_of(np.array([[west, north], [east, south]]))
    return int(corners[0][0]), int(corners[0][1]), int(corners[1][0]), int(corners[1][1])


def cell_of(box: Box) -> int:
    """格: the level and the place of the smallest cell that is as large as the box."""
    size = max(box[2] - box[0], box[3] - box[1])
    level = next((one for one in LEVELS if size <= WORLD >> one), 0)
    return _cell(level, box[0] >> (BITS - level), box[1] >> (BITS - level))


def block_of(box: Box) -> int:
    """汇总格 of the middle of a box."""
    return (((box[0] + box[2]) // 2 >> (BITS - BLOCK)) << BLOCK) | ((box[1] + box[3]) // 2 >> (BITS - BLOCK))


def _cell(level: int, x: int, y: int) -> int:
    return level << 40 | x << 20 | y


def cells_in(box: Box) -> Iterator[tuple[int, int]]:
    """The ranges of cells (first, last) in which everything stands that may touch the box."""
    for level in (*LEVELS, 0):
        shift = BITS - level
        first, last = max(0, (box[1] >> shift) - 1), box[3] >> shift
        for x in range(max(0, (box[0] >> shift) - 1), (box[2] >> shift) + 1):
            yield _cell(level, x, first), _cell(level, x, last)


def tile_box(z: int, x: int, y: int) -> Box:
    """瓦片的范围, with 1/16 more on every side for lines at its edge."""
    size = WORLD >> z
    more = size >> 4
    return x * size - more, y * size - more, (x + 1) * size + more, (y + 1) * size + more
