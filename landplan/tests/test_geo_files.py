"""Geometry files of every kind: what is lenient in form is read alike, what makes no sense is refused with its place."""

from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from landplan.lib.errors import Refusal
from landplan.lib.geo.bounded import read_bounded
from landplan.lib.geo.crs import System, ellipsoid_area, to_degrees, to_plane
from landplan.lib.geo.reading import read_geo
from landplan.lib.geo.txt import plain, read_txt
from landplan.lib.geo.writing import Piece, geojson_bytes, shapefile_zip, txt_text
from tests.geo_files import AREA, FILES, HOLE, OUTER, SHAPE, degrees, txt

GOOD = [name for name, (_, _, said) in FILES.items() if not said]


def read(name, content, folder, zone=None):
    path = folder / f"file{Path(name).suffix}"
    path.write_bytes(content)
    return read_geo(path, name, zone)


def said(name, folder, zone=None):
    """Everything that the reader says of a file."""
    file_name, content, _ = FILES[name]
    try:
        file = read(file_name, content, folder, zone)
    except Refusal as refusal:
        return refusal.message
    return "；".join(one.sentence for one in file.errors)


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_odd_in_form_only_gives_the_same_land(name, tmp_path):
    file_name, content, _ = FILES[name]
    file = read(file_name, content, tmp_path)
    assert file.errors == []
    plot = file.plots[0]
    assert ellipsoid_area(plot.shape) == pytest.approx(AREA, rel=2e-3)
    assert plot.number in ("PEWG-001", "") and plot.shape.geom_type in ("Polygon", "MultiPolygon")
    if name != "six_degree_zone":
        assert shapely.hausdorff_distance(plot.shape, degrees()) < 2e-8
    assert len(shapely.get_parts(plot.shape)) == 1 and len(plot.shape.interiors if plot.shape.geom_type == "Polygon" else [1]) == 1


@pytest.mark.parametrize("name", [name for name in FILES if name not in GOOD])
def test_a_file_that_makes_no_sense_is_refused_with_its_place_and_what_to_do(name, tmp_path):
    assert FILES[name][2] in said(name, tmp_path)


def test_there_are_at_least_thirty_files():
    assert len(FILES) >= 30


def test_what_was_mended_while_reading_is_said(tmp_path):
    swapped = read(*FILES["columns_swapped"][:2], tmp_path)
    assert ["X、Y 两列写反了（东坐标在前），已按东坐标、北坐标读。"] == [one.words for one in swapped.found]
    open_rings = read(*FILES["not_closed_and_not_counted"][:2], tmp_path)
    assert "2 圈首尾不闭合" in open_rings.plots[0].found[0].words
    counted = read("a.txt", txt(plot="12,3.1400,P,甲,面,,,,@").encode(), tmp_path)
    assert counted.plots[0].found[0].words == "写的界址点数是 12，读到 10 行。请核对有没有漏点。" and counted.plots[0].found[0].line == 13
    stated = read("a.txt", txt(plot="10,3.2000,P,甲,面,,,,@").encode(), tmp_path)
    assert "文件写的面积 3.2000 公顷，图形是 31400.00 ㎡，差 1.91%" in stated.plots[0].found[0].words


def test_the_zone_is_that_of_the_file_and_may_be_named_by_the_person(tmp_path):
    assert said("no_zone_anywhere", tmp_path, zone=38) == ""
    assert "你选的是第 37 带，东坐标前是 38" in said("as_the_form_wants", tmp_path, zone=37)
    west = read("a.txt", txt(zone="37", heads={"带号": "37"}).encode(), tmp_path)
    assert west.system == System(37) and west.plots[0].shape.centroid.x == pytest.approx(degrees().centroid.x - 3, abs=1e-6)
    # one point of Luoyang in both zones (114.0 − 1.55 = 112.45)
    spot = shapely.Point(112.45, 34.62)
    assert to_plane(spot, System(37)).x == pytest.approx(37632981.9, abs=0.1) and to_plane(spot, System(38)).x == pytest.approx(38357846.1, abs=0.1)


def test_every_code_of_a_zone_is_that_of_the_register():
    codes = {System(37): 4525, System(38): 4526, System(39): 4527, System(37, 3, False): 4546, System(38, 3, False): 4547,
             System(39, 3, False): 4548, System(19, 6): 4497, System(19, 6, False): 4508, System(20, 6, False): 4509, System(): 4490}
    assert {system: system.epsg for system in codes} == codes


def test_a_second_part_with_a_hole_number_of_its_own_is_a_part(tmp_path):
    east = [(n, e + 1000) for n, e in OUTER]
    file = read("a.txt", txt(rings=(OUTER, HOLE, east), plot="15,6.44,P,甲,面,,,,@").encode(), tmp_path)
    parts = shapely.get_parts(file.plots[0].drawn)
    assert [round(one.area) for one in parts] == [31400, 33000] and [len(one.interiors) for one in parts] == [1, 0]


polygons = st.builds(
    lambda east, north, sizes: shapely.Polygon([(38_400_000 + east + dx * size, 3_600_000 + north + dy * size) for (dx, dy), size in
                                                zip([(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (0, -1)], sizes, strict=True)]),
    st.integers(0, 200_000), st.integers(0, 200_000), st.lists(st.integers(20, 900), min_size=6, max_size=6))
names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@example([(SHAPE, "@")])
@example([(SHAPE, "甲，乙（一），﹫")])
@given(st.lists(st.tuples(polygons, names), min_size=1, max_size=4))
def test_what_is_written_as_txt_is_read_back_to_the_millimetre(pieces):
    given_pieces = [Piece(f"P-{n}", name, to_degrees(shape, System(38))) for n, (shape, name) in enumerate(pieces)]
    text = txt_text(given_pieces, System(38), by="示例县", on=date(2021, 9, 24))
    file = read_txt(text.encode("gb18030", "replace"), "a.txt")
    assert file.errors == [] and [plot.number for plot in file.plots] == [one.number for one in given_pieces]
    for plot, (shape, name) in zip(file.plots, pieces, strict=True):
        assert plot.name == plain(name)
        assert shapely.hausdorff_distance(plot.drawn, shape) <= 0.001 and not [one for one in plot.found if one.code == "count"]


def test_geojson_and_shapefile_bring_the_same_land_back(tmp_path):
    pieces = [Piece("PEWG-001", "示例地块一", degrees(), facts={"类别": "闲置"})]
    for name, content in (("a.geojson", geojson_bytes(pieces)), ("a.zip", shapefile_zip(pieces, System(38), {"类别": "LB"}))):
        plot = read(name, content, tmp_path).plots[0]
        assert (plot.number, plot.name) == ("PEWG-001", "示例地块一") and "闲置" in plot.facts.values()
        assert shapely.hausdorff_distance(plot.shape, degrees()) < 2e-8
    assert SHAPE.area == AREA


def test_a_file_is_read_in_a_child_with_limits(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(FILES["geopackage"][1])
    assert read_bounded(path, "a.gpkg").plots[0].name == "示例地块一"
    with pytest.raises(Refusal, match="不能用"):
        read_bounded(path, "a.dwg")
    with pytest.raises(Refusal, match="读它用的时间或内容超过界限"):
        read_bounded(path, "a.gpkg", wall=0.01)
