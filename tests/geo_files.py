"""Geometry files, each named for its trap: made here, byte by byte, as the software of counties makes them.

`FILES[name]` gives (file name, content, what the reader shall say): "" = read without an error, else words of the error. `AREA` is the
area (㎡) of the plot that all good files hold.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from landplan.lib.geo.crs import System, to_degrees
from landplan.lib.geo.writing import Piece, shapefile_zip

AREA = 31400.0
OUTER = [(3752000.0, 408000.0), (3752000.0, 408220.0), (3751850.0, 408220.0), (3751850.0, 408000.0)]
HOLE = [(3751950.0, 408080.0), (3751950.0, 408120.0), (3751910.0, 408120.0), (3751910.0, 408080.0)]
HEADS = {"格式版本号": "1.01版本", "数据产生单位": "示例县", "数据产生日期": "2021-9-20", "坐标系": "2000国家大地坐标系", "几度分带": "3",
         "投影类型": "高斯克吕格",
         "计量单位": "米", "带号": "38", "精度": "0.001", "转换参数": "0,0,0,0,0,0,0"}
SHAPE = shapely.Polygon([(38_000_000 + e, n) for n, e in OUTER], [[(38_000_000 + e, n) for n, e in HOLE]])


def txt(*, rings=(OUTER, HOLE), zone="38", heads=None, plot="10,3.1400,PEWG-001,示例地块一,面,,工业用地,0601,@", closed=True, order=(0, 1),
        numbers=None, line="\r\n", comma=","):
    """界址点 TXT, varied in one way or another."""
    lines = ["[属性描述]", *(f"{k}={v}" for k, v in (HEADS | (heads or {})).items() if v is not None), "[地块坐标]", plot]
    n = 0
    for ring_no, ring in enumerate(rings, 1):
        points = [*ring, ring[0]] if closed else list(ring)
        for i, (north, east) in enumerate(points):
            name = f"J{n + (i if i < len(ring) else 0) + 1}"
            both = (f"{north:.3f}", f"{zone}{east:010.3f}" if zone else f"{east:.3f}")
            lines.append(comma.join((name, str(numbers[ring_no - 1] if numbers else ring_no), both[order[0]], both[order[1]])))
        n += len(ring)
    return line.join(lines) + line


def degrees(shape=SHAPE):
    return to_degrees(shape, System(38))


def geojson(geometry, properties=None, **more):
    feature = {"type": "Feature", "properties": properties or {"parcel_no": "PEWG-001", "name": "示例地块一"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more}, ensure_ascii=False).encode()


def written(driver, ending, epsg=4490, shape=None, fields=("DKBH", "DKMC")):
    """A file by GDAL itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"f{ending}"
        values = [np.array(["PEWG-001"], dtype=object), np.array(["示例地块一"], dtype=object)]
        shapes = np.array([shapely.to_wkb(shape if shape is not None else degrees())], dtype=object)
        pyogrio.raw.write(path, shapes, values, list(fields), crs=f"EPSG:{epsg}", geometry_type=(shape if shape is not None else SHAPE).geom_type,
                          driver=driver, layer="dk")
        return path.read_bytes()


def shp(system=None, drop=(), change=None):
    """shapefile 压缩包 without some of its parts, or with others."""
    content = shapefile_zip([Piece("PEWG-001", "示例地块一", degrees())], system or System(38), {})
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if Path(name).suffix not in drop:
                new.writestr(name, (change or {}).get(Path(name).suffix, old.read(name)))
    return made.getvalue()


def _bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr(f"a{part}", b"\0" * 60_000_000)
    return made.getvalue()


CROSSED = [OUTER[0], OUTER[2], OUTER[1], OUTER[3]]
LATLON = shapely.transform(degrees(), lambda x, y: (y, x), interleaved=False)
XIAN = ('PROJCS["Xian_1980_3_Degree_GK_CM_114E",GEOGCS["Xian 1980",DATUM["Xian_1980",SPHEROID["IAG 1975",6378140,298.257]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",114],'
        'PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]')


def _files() -> dict[str, tuple[str, bytes, str]]:
    plain = txt()
    unclosed = txt(closed=False, plot="8,3.1400,PEWG-001,示例地块一,面,,工业用地,0601,@")
    return {
        "as_the_form_wants": ("a.txt", plain.encode("gb18030"), ""),
        "utf8": ("a.txt", plain.encode(), ""),
        "utf8_with_bom": ("a.txt", plain.encode("utf-8-sig"), ""),
        "utf16_with_bom": ("a.txt", plain.encode("utf-16"), ""),
        "utf16_without_bom": ("a.txt", plain.encode("utf-16-le"), ""),
        "other_brackets_and_full_width_commas": ("a.txt", txt(comma="，").replace("[", "【").replace("]", "】").encode(), ""),
        "not_closed_and_not_counted": ("a.txt", unclosed.encode(), ""),
        "easting_without_the_zone": ("a.txt", txt(zone="").encode(), ""),
        "columns_swapped": ("a.txt", txt(order=(1, 0)).encode(), ""),
        "all_rings_numbered_1": ("a.txt", txt(numbers=(1, 1)).encode(), ""),
        "hole_before_its_outer_ring": ("a.txt", txt(rings=(HOLE, OUTER)).encode(), ""),
        "no_heading_at_all": ("a.txt", plain[plain.index("[地块坐标]"):].encode(), ""),
        "empty_conversion_and_version": ("a.txt", txt(heads={"转换参数": ",,,,,,", "格式版本号": "1．01版本"}).encode(), ""),
        "extra_columns_before_the_at": ("a.txt", txt(plot="10,3.1400,PEWG-001,示例地块一,面,,工业用地,0601,建设用地,12,描述,@").encode(), ""),
        "area_in_square_metres": ("a.txt", txt(plot="10,31400.00,PEWG-001,示例地块一,面,,工业用地,0601,@").encode(), ""),
        "six_degree_zone": ("a.txt", txt(rings=[[(n, e + 100_000) for n, e in r] for r in (OUTER, HOLE)], zone="19",
                                             heads={"几度分带": "6", "带号": "19"}).encode(), ""),
        "plain_geojson": ("a.geojson", geojson(shapely.geometry.mapping(degrees())), ""),
        "geopackage": ("a.gpkg", written("GPKG", ".gpkg"), ""),
        "shapefile_gbk_without_cpg": ("a.zip", shp(drop=(".cpg",)), ""),
        "shapefile_without_the_zone_in_eastings": ("a.zip", shp(System(38, has_prefix=False)), ""),
        "kml": ("a.kml", written("KML", ".kml", 4326, fields=("Name", "Description")), ""),
        # and what is refused
        "crossing": ("a.txt", txt(rings=(CROSSED,), plot="5,3.3,PEWG-001,地块,面,,,,@").encode(), "自相交，在 J"),
        "wrong_zone_in_the_heading": ("a.txt", txt(heads={"带号": "37"}).encode(), "带号=37，东坐标前是 38"),
        "no_zone_anywhere": ("a.txt", txt(zone="", heads={"带号": None}).encode(), "请在页面上选带号"),
        "two_zones_in_one_file": ("a.txt", (plain + "5,3.3,B,乙,面,,,,@\r\n" + "".join(
            f"J{i},1,{n:.3f},37{e:010.3f}\r\n" for i, (n, e) in enumerate([*OUTER, OUTER[0]]))).encode(), "请按带号分成几个文件"),
        "xian_80": ("a.txt", txt(heads={"坐标系": "80国家大地坐标系"}).encode(), "不是 2000国家大地坐标系"),
        "a_word_for_a_number": ("a.txt", plain.replace("38408220.000", "三八四零", 1).encode(), "第 15 行：Y坐标“三八四零”不是数"),
        "a_point_with_three_columns": ("a.txt", plain.replace("J2,1,", "J2,", 1).encode(), "第 15 行：界址点行有 3 项"),
        "points_on_one_line": ("a.txt", txt(
            rings=([(3752000.0, 408000.0 + i) for i in range(4)],), plot="5,0,PEWG-001,地块,面,,,,@").encode(), "没有面积"),
        "two_points_only": ("a.txt", txt(rings=(OUTER[:2],), plot="3,0,PEWG-001,地块,面,,,,@").encode(), "成不了面"),
        "a_line_for_an_area": ("a.txt", txt(plot="10,3.14,PEWG-001,示例地块一,线,,,,@").encode(), "要的是“面”"),
        "a_workbook_called_txt": ("a.txt", b"PK\x03\x04" + bytes(range(128, 256)) * 20, "读不出来"),
        "no_plots": ("a.txt", txt(plot="").replace("J", "").split("[地块坐标]")[0].encode(), "没有地块"),
        "far_from_the_middle": ("a.txt", txt(
            rings=[[(n, e + 400_000) for n, e in OUTER]], plot="5,3.3,PEWG-001,地块,面,,,,@").encode(), "超出这一带"),
        "latitude_first": ("a.geojson", geojson(shapely.geometry.mapping(LATLON)), "经度和纬度写反了"),
        "lines_in_geojson": ("a.geojson", geojson({"type": "LineString", "coordinates": [[114, 33], [114.1, 33]]}), "要的是面"),
        "broken_geojson": ("a.geojson", b'{"type": "FeatureCollection", "features": [', "打不开"),
        "shapefile_without_prj": ("a.zip", shp(drop=(".prj",)), "缺 .prj"),
        "shapefile_without_dbf": ("a.zip", shp(drop=(".dbf",)), "缺 .dbf"),
        "shapefile_of_xian_80": ("a.zip", shp(change={".prj": XIAN.encode()}), "不是 2000国家大地坐标系"),
        "zip_bomb": ("a.zip", _bomb(), "没有打开"),
        "not_a_zip": ("a.zip", b"not a zip at all", "不是完好的压缩包"),
        "another_ending": ("a.dwg", b"AC1027", "不能用"),
        "empty": ("a.txt", b"", "是空的"),
    }


FILES = _files()
