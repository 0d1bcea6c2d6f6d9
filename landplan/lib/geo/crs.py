"""坐标系: CGCS2000 geographic and its Gauss-Krüger zones. 西安80 and 北京54 are refused: nothing is shifted in silence.

Coordinates here are always (east, north), degrees as (lon, lat); the (north, east) order of the TXT form ends in its reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from pyproj import Geod, Transformer

from ..errors import Refusal

GEOGRAPHIC = 4490
ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)  # CGCS2000
ZONES = {3: range(25, 46), 6: range(13, 24)}
_WITH, _WITHOUT = {3: 4488, 6: 4478}, {3: 4509, 6: 4489}  # EPSG code - zone
OLD = ("80", "西安", "XIAN", "54", "北京54", "BEIJING")
WAY = "请用有资质的转换成果转到 2000国家大地坐标系后再交；本系统不做坐标转换，以免图形悄悄移位。"


@dataclass(frozen=True)
class System:
    """一个文件的坐标系: degrees (zone None), or a zone of 3° or 6° with or without its number before the easting."""

    zone: int | None = None
    width: int = 3
    has_prefix: bool = True

    @property
    def epsg(self) -> int:
        return GEOGRAPHIC if self.zone is None else (_WITH if self.has_prefix else _WITHOUT)[self.width] + self.zone

    @property
    def label(self) -> str:
        if self.zone is None:
            return "CGCS2000 经纬度（EPSG:4490）"
        return f"CGCS2000 {self.width}度带第{self.zone}带{'' if self.has_prefix else '（坐标不带带号）'}（EPSG:{self.epsg}）"


def system_of_epsg(epsg: int) -> System | None:
    """EPSG 代码的坐标系; None for any that is not CGCS2000."""
    if epsg == GEOGRAPHIC:
        return System()
    for width, zones in ZONES.items():
        for has_prefix, base in ((True, _WITH[width]), (False, _WITHOUT[width])):
            if epsg - base in zones:
                return System(epsg - base, width, has_prefix)
    return None


def zone_of(lon: float) -> int:
    """3度带带号 of a longitude."""
    return int(np.floor(lon / 3 + 0.5))


def refuse_old(text: str) -> None:
    """西安80、北京54 are refused. Raises Refusal."""
    name = text.upper().replace(" ", "")
    if any(word in name for word in OLD) and "2000" not in name:
        raise Refusal(f"坐标系是“{text}”，不是 2000国家大地坐标系。{WAY}", field="file", code="crs_old")


@cache
def _between(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_degrees(shape: shapely.Geometry, system: System) -> shapely.Geometry:
    """图形 -> (lon, lat) in EPSG:4490."""
    return shape if system.zone is None else shapely.transform(shape, _between(system.epsg, GEOGRAPHIC).transform, interleaved=False)


def to_plane(shape: shapely.Geometry, system: System) -> shapely.Geometry:
    """(lon, lat) -> the plane of a zone, metres."""
    return shapely.transform(shape, _between(GEOGRAPHIC, system.epsg).transform, interleaved=False)


def home_system(shape: shapely.Geometry) -> System:
    """3度带 that the middle of a drawing in degrees lies in."""
    west, _, east, _ = shape.bounds
    return System(zone_of((west + east) / 2))


def ellipsoid_area(shape: shapely.Geometry) -> float:
    """椭球面积 (㎡) of a polygon or multipolygon in degrees."""
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    return sum(abs(ELLIPSOID.geometry_area_perimeter(shapely.geometry.polygon.orient(part))[0]) for part in parts)
