"""读一个图形文件, whatever it is; the areas that it states are compared with what it draws."""

from __future__ import annotations

from pathlib import Path

from ..errors import Refusal
from .crs import home_system, to_plane
from .shapes import ASK, MAX_BYTES, Found, GeoFile, Plot
from .txt import read_txt
from .vector import read_vector

KINDS = {".txt": "界址点 TXT", ".zip": "shapefile 压缩包", ".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".kml": "KML"}
# 1 unit of a stated area in ㎡: 公顷 as the form wants, ㎡ and 亩 as some tools write
_UNITS = (("公顷", 10_000.0), ("㎡", 1.0), ("亩", 2000 / 3))


def read_geo(path: Path, name: str, zone: int | None = None) -> GeoFile:
    """读图形文件. Raises Refusal with one sentence when it cannot be read at all; what is wrong inside stands in the result."""
    ending, size = Path(name).suffix.lower(), path.stat().st_size
    if ending not in KINDS:
        raise Refusal(f"文件“{name[-60:]}”不能用。请交界址点 TXT、shapefile 压缩包（zip）、GeoJSON、GPKG 或 KML。", field="file", code="file_type")
    if size > MAX_BYTES:
        raise Refusal(f"文件“{name[-60:]}”有 {size / 1048576:.1f} MB，一次最多 {MAX_BYTES // 1048576} MB。请分成几个文件。",
                      field="file", code="file_size")
    if not size:
        raise Refusal(f"文件“{name[-60:]}”是空的。", field="file", code="empty")
    file = read_txt(path.read_bytes(), name, zone) if ending == ".txt" else read_vector(path, name, zone)
    for plot in file.plots:
        if plot.drawn is not None and not plot.is_wrong:
            _compare(plot, file)
    return file


def plane_area(shape, drawn, system) -> float:
    """平面面积 (㎡): in the file's own plane, of degrees in the 3° zone that the drawing lies in."""
    return (drawn if system.zone is not None else to_plane(shape, home_system(shape))).area


def _compare(plot: Plot, file: GeoFile) -> None:
    """文件里写的面积: its unit is told by the ratio to the drawing."""
    try:
        stated = float(plot.stated)
    except ValueError:
        return
    if stated <= 0:
        return
    area = plane_area(plot.shape, plot.drawn, file.system)
    unit, size = min(_UNITS, key=lambda one: abs(stated * one[1] / area - 1))
    if abs(stated * size / area - 1) > 0.3:
        plot.found.append(Found("stated", ASK, f"文件写的面积 {plot.stated}，图形是 {area:.2f} ㎡，按公顷、㎡、亩都对不上。请核对图形。", plot.line))
        return
    plot.stated_m2 = stated * size
    if abs(stated * size / area - 1) > 0.01:
        plot.found.append(Found("stated", ASK, f"文件写的面积 {plot.stated} {unit}，图形是 {area:.2f} ㎡，差 {abs(stated * size / area - 1):.2%}。"
                                "请核对。", plot.line))
