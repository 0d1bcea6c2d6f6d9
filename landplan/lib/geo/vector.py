"""shapefile 压缩包、GeoJSON、GPKG、KML 的读, through GDAL in pyogrio; the system of each file is read, never supposed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..errors import Refusal
from .crs import WAY, System, refuse_old, system_of_epsg, to_degrees
from .rings import check_shape
from .shapes import ERROR, MAX_PLOTS, MAX_POINTS, MAX_UNPACKED, NOTE, Found, GeoFile, Plot

# the names under which files keep what matters, compared without case
NUMBERS = ("parcel_no", "地块编号", "dkbh", "宗地编号", "编号", "地块号")
CODES = ("cadastral", "cadastral_code", "宗地代码", "zddm")
NAMES = ("name", "地块名称", "dkmc", "宗地名称", "名称", "xmmc")
AREAS = ("area_mu", "地块面积", "dkmj", "宗地面积", "zdmj", "面积", "area", "mj")
_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
_DRIVERS = {".geojson": ("geojson", "GeoJSON"), ".json": ("geojson", "GeoJSON"), ".gpkg": ("gpkg", "GPKG"), ".kml": ("kml", "KML")}
_DEGREES = ("WGS 84", "CGCS2000", "China Geodetic Coordinate System 2000", "WGS_1984")


def read_vector(path: Path, name: str, zone: int | None = None) -> GeoFile:
    """读一个矢量文件 by its name's ending. Raises Refusal."""
    ending = Path(name).suffix.lower()
    if ending == ".zip":
        return _read_shapefiles(path, name, zone)
    kind, driver = _DRIVERS[ending]
    return _layers(path, kind, name, zone, driver)


def _read_shapefiles(path: Path, name: str, zone: int | None) -> GeoFile:
    with tempfile.TemporaryDirectory(prefix="shp-") as folder:
        stems = _unpack(path, Path(folder), name)
        if len(stems) != 1:
            raise Refusal(f"压缩包里有 {len(stems)} 个 shapefile。请一个压缩包放一个（shp、shx、dbf、prj 同名）。", field="file", code="layers")
        shp = Path(folder) / "layer.shp"
        for attempt in _encodings(Path(folder) / "layer.cpg"):
            try:
                return _layers(shp, "shp", name, zone, "ESRI Shapefile", encoding=attempt)
            except (UnicodeDecodeError, LookupError):
                continue
    raise Refusal("shapefile 的文字读不出来：不是 UTF-8，也不是 GBK。请另存并附上 .cpg。", field="file", code="encoding")


def _unpack(path: Path, folder: Path, name: str) -> set[str]:
    """The parts of the shapefile under one plain name; sizes are looked at before anything is unpacked."""
    try:
        with ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if Path(one.filename).suffix.lower() in _PARTS and "__MACOSX" not in one.filename]
            stems = {one.filename[:-4] for one in infos if one.filename.lower().endswith(".shp")}
            if sum(one.file_size for one in infos) > MAX_UNPACKED:
                raise Refusal(f"“{name}”解开后超过 {MAX_UNPACKED // 1048576} MB，没有打开。", field="file", code="bomb")
            if any(one.flag_bits & 1 for one in infos):
                raise Refusal(f"“{name}”加了密码，打不开。请去掉密码再交。", field="file", code="encrypted")
            for info in infos if len(stems) == 1 else []:
                if info.filename[:-4] in stems:
                    with archive.open(info) as source:
                        (folder / f"layer{Path(info.filename).suffix.lower()}").write_bytes(source.read(MAX_UNPACKED + 1))
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise Refusal(f"“{name}”不是完好的压缩包。请重新打包 shp、shx、dbf、prj 再交。", field="file", code="damaged")
    for part in (".shx", ".dbf"):
        if len(stems) == 1 and not (folder / f"layer{part}").exists():
            raise Refusal(f"压缩包里缺 {part} 文件。shapefile 要 shp、shx、dbf、prj 一起交。", field="file", code="incomplete")
    return stems


def _encodings(cpg: Path) -> list[str]:
    stated = cpg.read_text("ascii", "ignore").strip() if cpg.exists() else ""
    return [*([stated] if stated else []), "utf-8", "gb18030"]


def _layers(path: Path, kind: str, name: str, zone: int | None, driver: str, encoding: str | None = None) -> GeoFile:
    """The one layer with areas of a file."""
    try:
        layers = pyogrio.list_layers(path)
        areal = [row[0] for row in layers if row[1] is not None]
        if len(areal) > 1 and kind == "gpkg":
            raise Refusal(f"文件里有 {len(areal)} 个图层（{'、'.join(map(str, areal[:5]))}）。请只留地块那一层再交。", field="file", code="layers")
        tables = [_table(path, layer, encoding) for layer in areal]
    except (DataSourceError, DataLayerError):
        raise Refusal(f"“{name}”打不开：不是完好的 {driver} 文件。请用软件重新导出再交。", field="file", code="damaged")
    if not tables:
        raise Refusal(f"“{name}”里没有图层，或没有图形。", field="file", code="no_plots")
    system, found = _system(tables[0][0].get("crs"), kind, zone)
    file = GeoFile(kind, name, system, found=found)
    for meta, shapes, columns in tables:
        file.plots += _plots(meta["fields"], shapes, columns, system, start=len(file.plots))
    if len(file.plots) > MAX_PLOTS or sum(plot.points for plot in file.plots if plot.drawn is not None) > MAX_POINTS:
        raise Refusal(f"文件超过一次的上限（{MAX_PLOTS} 个地块、{MAX_POINTS} 个点）。请分成几个文件。", field="file", code="too_many")
    if not file.plots:
        raise Refusal(f"“{name}”里没有地块。", field="file", code="no_plots")
    return file


def _table(path: Path, layer, encoding: str | None) -> tuple[dict, np.ndarray, list]:
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, encoding=encoding, force_2d=True, max_features=MAX_PLOTS + 1)
    return meta, shapes, columns


def _system(text: str | None, kind: str, zone: int | None) -> tuple[System, list[Found]]:
    """坐标系 by what the file states. GeoJSON and KML are degrees by their own rules."""
    if kind in ("geojson", "kml"):
        if text and (known := _known(text)) and known.zone is not None:
            return known, []
        return System(), []
    if not text:
        if zone:
            return System(zone), [Found("no_crs", NOTE, f"文件没有坐标系（缺 .prj），按你选的第 {zone} 带读。")]
        return System(), [Found("no_crs", ERROR, "文件没有坐标系（缺 .prj）。请补上再交，或在页面上选带号。")]
    if known := _known(text):
        return known, []
    label = _name_of(text)
    refuse_old(label)
    raise Refusal(f"坐标系是“{label}”，不是 2000国家大地坐标系的经纬度或 3度、6度带。{WAY}", field="file", code="crs_unknown")


def _name_of(text: str) -> str:
    try:
        return CRS.from_user_input(text).name
    except CRSError:
        return text[:60]


def _known(text: str) -> System | None:
    """CGCS2000 by its code, else by what it says: software writes its own names for it."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    refuse_old(crs.name)
    epsg = crs.to_epsg(min_confidence=60)
    if epsg and (known := system_of_epsg(epsg)):
        return known
    if crs.is_geographic:
        return System() if any(word in crs.name for word in _DEGREES) else None
    if "2000" not in crs.name.replace("_", " ") and "2000" not in (crs.geodetic_crs.name if crs.geodetic_crs else ""):
        return None
    values = {one.name: one.value for one in crs.coordinate_operation.params} if crs.coordinate_operation else {}
    middle, east = values.get("Longitude of natural origin"), values.get("False easting")
    return _zone_by(middle, east)


def _zone_by(middle: float | None, east: float | None) -> System | None:
    if middle is None or east is None or (east - 500_000) % 1_000_000:
        return None
    prefix = int(east // 1_000_000)
    for width, zone in ((3, middle / 3), (6, (middle + 3) / 6)):
        if zone == int(zone) and prefix in (0, int(zone)):
            return System(int(zone), width, prefix != 0)
    return None


def _plots(fields, shapes, columns, system: System, start: int) -> list[Plot]:
    index = {str(field).casefold(): i for i, field in enumerate(fields)}

    def column(names: tuple[str, ...], row: int) -> str:
        for one in names:
            if one in index and (text := _text(columns[index[one]][row])):
                return text
        return ""

    made = []
    for row, content in enumerate(shapes):
        found: list[Found] = []
        drawn = shapely.from_wkb(content) if content is not None else None
        if drawn is None or drawn.is_empty:
            found.append(Found("no_shape", ERROR, f"第 {start + row + 1} 个要素没有图形。"))
        elif drawn.geom_type not in ("Polygon", "MultiPolygon"):
            found.append(Found("not_area", ERROR, f"第 {start + row + 1} 个要素是 {drawn.geom_type}，要的是面。"))
        good = not found
        if good:
            found = check_shape(drawn) + _in_range(drawn, system)
        facts = {str(field): _text(columns[i][row]) for i, field in enumerate(fields)}
        made.append(Plot(column(NUMBERS, row), column(NAMES, row), start + row + 1, drawn if good else None,
                         to_degrees(drawn, system) if good else None, stated=column(AREAS, row),
                         facts={k: v for k, v in facts.items() if v} | {"宗地代码": column(CODES, row)}, found=found))
    return made


def _in_range(drawn: shapely.Geometry, system: System) -> list[Found]:
    """经纬度写反、坐标不在中国."""
    west, south, east, north = drawn.bounds
    if system.zone is None and (west < 70 or east > 140 or south < 3 or north > 56):
        if 70 <= south and north <= 140 and 3 <= west and east <= 56:
            return [Found("swapped", ERROR, "经度和纬度写反了（纬度在前）。请改为经度在前再交。")]
        return [Found("far", ERROR, f"坐标（{west:g}，{south:g}）不是中国境内的经纬度。请核对坐标系。")]
    if system.zone is not None:
        offset = 1_000_000 * system.zone if system.has_prefix else 0
        if abs((west + east) / 2 - offset - 500_000) > 350_000 or not 1_800_000 < south < 6_200_000:
            if abs((south + north) / 2 - offset - 500_000) <= 350_000:
                return [Found("swapped", ERROR, "X、Y 写反了（北坐标在前）。请改为东坐标在前再交。")]
            return [Found("far", ERROR, f"坐标不在{system.label}以内。多半是带号或坐标系写错了，请核对。")]
    return []


def _text(value) -> str:
    if value is None or isinstance(value, float | np.floating) and np.isnan(value):
        return ""
    if isinstance(value, float | np.floating):
        return f"{value:.10g}"
    return str(value).strip()
