"""写图形文件: strict TXT, GeoJSON, shapefile zip. One zone a file, CGCS2000, (east, north) turned once where the form wants north first."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import orjson
import pyogrio
import shapely
from shapely.geometry.polygon import orient

from .crs import System, to_plane

GEOJSON = "application/geo+json"
_NAMES = str.maketrans(",@\r\n", "，＠  ")


@dataclass(frozen=True)
class Piece:
    """要写的一个地块: its number, name, purpose, the drawing in degrees, and more columns."""

    number: str
    name: str
    shape: shapely.Geometry
    purpose: str = ""
    facts: Mapping[str, str] = None


def txt_text(pieces: Iterable[Piece], system: System, *, by: str, on: date) -> str:
    """界址点 TXT, to the form: 公顷 with 4 decimals, closed rings, points numbered on, holes as further rings."""
    lines = ["[属性描述]", "格式版本号=1.01版本", f"数据产生单位={by}", f"数据产生日期={on.year}-{on.month}-{on.day}",
             "坐标系=2000国家大地坐标系", f"几度分带={system.width}", "投影类型=高斯克吕格", "计量单位=米", f"带号={system.zone}",
             "精度=0.001", "转换参数=0,0,0,0,0,0,0", "[地块坐标]"]
    for piece in pieces:
        plane = to_plane(piece.shape, system)
        points, number, ring_no = [], 1, 0
        for part in getattr(plane, "geoms", [plane]):
            for ring in (part.exterior, *part.interiors):
                ring_no += 1
                rows, number = _ring(list(ring.coords), ring_no, number)
                points += rows
        safe = [text.translate(_NAMES) for text in (piece.number, piece.name, piece.purpose)]
        lines += [f"{len(points)},{plane.area / 10_000:.4f},{safe[0]},{safe[1]},面,,{safe[2]},,@", *points]
    return "\r\n".join(lines) + "\r\n"


def _ring(coords: list[tuple[float, float]], ring: int, number: int) -> tuple[list[str], int]:
    rows = [f"J{number + i},{ring},{y:.3f},{x:.3f}" for i, (x, y) in enumerate(coords[:-1])]
    rows.append(f"J{number},{ring},{coords[0][1]:.3f},{coords[0][0]:.3f}")
    return rows, number + len(coords) - 1


def geojson_bytes(pieces: Iterable[Piece]) -> bytes:
    """GeoJSON in CGCS2000 degrees, (lon, lat), 9 decimals (0.1 mm), rings in the order of RFC 7946."""
    features = [{"type": "Feature", "id": piece.number, "properties": {"parcel_no": piece.number, "name": piece.name, **(piece.facts or {})},
                 "geometry": geometry_of(piece.shape)} for piece in pieces]
    return orjson.dumps({"type": "FeatureCollection", "name": "parcels",
                         "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, "features": features})


def geometry_of(shape: shapely.Geometry) -> dict:
    """GeoJSON geometry of a drawing in degrees."""
    parts = [[[[float(f"{x:.9f}"), float(f"{y:.9f}")] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
             for part in (orient(one) for one in getattr(shape, "geoms", [shape]))]
    return {"type": "Polygon", "coordinates": parts[0]} if len(parts) == 1 else {"type": "MultiPolygon", "coordinates": parts}


def shapefile_zip(pieces: list[Piece], system: System, heads: Mapping[str, str], stem: str = "parcels") -> bytes:
    """shapefile 压缩包 in one zone, GBK as the software of the counties reads it, with .cpg; `heads` names columns (≤ 10 bytes) by fact."""
    columns = {"DKBH": [p.number for p in pieces], "DKMC": [p.name for p in pieces]}
    columns |= {head: [(p.facts or {}).get(key, "") for p in pieces] for key, head in heads.items()}
    shapes = np.array([shapely.to_wkb(to_plane(p.shape, system)) for p in pieces], dtype=object)
    with tempfile.TemporaryDirectory(prefix="shp-") as folder:
        pyogrio.raw.write(Path(folder) / f"{stem}.shp", shapes, [np.array(values, dtype=object) for values in columns.values()], list(columns),
                          crs=f"EPSG:{system.epsg}", geometry_type="MultiPolygon" if any(hasattr(p.shape, "geoms") for p in pieces) else "Polygon",
                          driver="ESRI Shapefile", encoding="GB18030")
        made = io.BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
        return made.getvalue()

