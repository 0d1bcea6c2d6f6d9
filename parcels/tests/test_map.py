"""一张图: its page, its tiles of one's own territory only, coarse without the right to read coordinates, and its list."""

from contextvars import Context

import mapbox_vector_tile
import pytest
from django.core.cache import cache
from django.test import override_settings

from landplan.lib.geo.grid import BITS, box_of, cell_of, cells_in, degrees_of, tile_box
from landplan.lib.scope import ScopeError, scope
from parcels import services
from parcels.models import Parcel, ParcelSpot
from parcels.selectors.map import drawn_among, drawn_in
from tests.world import words_of_page as plain
from tests.world_shapes import let_read, square

from .land import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


def draw(land, parcel, by="clerk", **place):
    with scope(land.people[by]):
        services.save_shape(parcel.id, actor=land.people[by], given=square(**place), seen=0, is_confirmed=True)
    return ParcelSpot.unscoped.get(parcel=parcel)


def address(spot, z, query=""):
    return f"/map/tiles/{z}/{spot.min_x >> (BITS - z)}/{spot.min_y >> (BITS - z)}/{query}"


def read(answer):
    assert answer.status_code == 200 and answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    return mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})


def ids(answer):
    return sorted(one["id"] for one in read(answer).get("parcels", {"features": []})["features"])


def test_a_tile_holds_the_filtered_parcels_of_ones_own_territory_and_no_others(land):
    own, idle, other = land.parcel("100"), land.parcel("100", kind="idle"), land.parcel("100", region=land.other, by="clerk_b")
    spot = draw(land, own)
    draw(land, idle, east=300)
    draw(land, other, by="clerk_b", east=600)
    clerk = client_for(land.clerk)
    assert ids(clerk.get(address(spot, 11))) == [own.id, idle.id]
    assert ids(clerk.get(address(spot, 11, "?kind=idle"))) == [idle.id]
    assert ids(client_for(land.clerk_b).get(address(spot, 11))) == [other.id]
    assert ids(client_for(land.office).get(address(spot, 11))) == [own.id, idle.id, other.id]
    feature = min(read(clerk.get(address(spot, 11)))["parcels"]["features"], key=lambda one: one["id"])
    assert feature["properties"] == {"kind": "unsupplied", "state": "registered"} and feature["geometry"]["type"] == "Polygon"
    assert client_for(land.system_admin).get(address(spot, 11)).status_code == 403


def test_an_unchanged_tile_is_answered_by_its_mark(land):
    spot = draw(land, land.parcel("100"))
    clerk = client_for(land.clerk)
    first = clerk.get(address(spot, 13))
    again = clerk.get(address(spot, 13), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"") and first["Cache-Control"] == "private, no-cache"
    draw(land, land.parcel("100"), east=300)
    assert clerk.get(address(spot, 13), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_without_the_right_to_read_coordinates_the_picture_is_coarse(land):
    spot = draw(land, land.parcel("100"))
    clerk = client_for(land.clerk)
    assert read(clerk.get(address(spot, 14)))["parcels"]["extent"] == 512
    assert clerk.get(address(spot, 15)).status_code == 404
    assert "图形按约 4 米概化，不含界址点坐标" in plain(clerk.get("/map/"))
    let_read(land.clerk)
    fine = read(clerk.get(address(spot, 16)))["parcels"]
    assert fine["extent"] == 4096
    x, y = fine["features"][0]["geometry"]["coordinates"][0][0]
    size = 1 << (BITS - 16)
    lon, lat = degrees_of((spot.min_x >> (BITS - 16)) * size + x * size // 4096, (spot.min_y >> (BITS - 16)) * size + y * size // 4096)
    west, south, east, north = square().shape.bounds
    assert west - 2e-6 <= lon <= east + 2e-6 and south - 2e-6 <= lat <= north + 2e-6
    for path in ("/map/near/", f"/map/?draw={spot.parcel_id}"):
        assert client_for(land.reviewer).get(path).status_code == 403


def test_far_off_many_parcels_are_counts_that_add_up(land, monkeypatch):
    monkeypatch.setattr("parcels.selectors.map.FEW", 2)
    for n in range(4):
        spot = draw(land, land.parcel("100"), east=9000 * n)
    counted = read(client_for(land.clerk).get(address(spot, 7)))["counts"]["features"]
    assert sum(int(one["properties"]["n"]) for one in counted) == 4 and 1 < len(counted) <= 4
    assert {one["geometry"]["type"] for one in counted} == {"Point"}


@pytest.mark.req("MAP-05")
def test_the_page_asks_no_outside_service_and_filters_as_the_ledger_does(land):
    own = land.parcel("100", kind="idle", name="闲置的地")
    draw(land, own)
    clerk = client_for(land.clerk)
    answer = clerk.get("/map/?kind=idle")
    page = answer.content.decode()
    assert '"base": []' in page and "/map/tiles/{z}/{x}/{y}/?kind=idle" in page.replace("\\u0026", "&")
    assert "供后闲置" in page and "没有配置底图，用纯色底" in plain(answer)
    assert "http" not in answer["Content-Security-Policy"]
    assert "闲置的地" in plain(clerk.get("/map/list/?kind=idle")) and "闲置的地" not in plain(clerk.get("/map/list/?kind=inefficient"))
    assert "闲置的地" in plain(clerk.get(f"/map/parcels/{own.id}/"))


@override_settings(MAP_TILES=["https://tiles.example/{z}/{x}/{y}.png"], MAP_TILES_NAME="省级节点")
def test_a_base_map_comes_by_configuration(land):
    page = client_for(land.clerk).get("/map/").content.decode()
    assert "tiles.example" in page and "底图：省级节点" in page


def test_what_is_drawn_on_the_map_is_saved_and_a_refusal_brings_it_back(land):
    parcel = land.parcel("100")
    let_read(land.clerk)
    clerk = client_for(land.clerk)
    ring = [[round(x, 9), round(y, 9)] for x, y in square().shape.exterior.coords]
    geometry = f'{{"type":"Polygon","coordinates":[{ring}]}}'
    refused = clerk.post(f"/map/parcels/{parcel.id}/draw/", {"geometry": geometry.replace(str(ring[1]), str(ring[2])[:-1] + "1]"), "seen": "0"})
    assert refused.status_code == 400 and '"typed"' in refused.content.decode()
    crossed = '{"type":"Polygon","coordinates":[[[114,33],[114.001,33.001],[114.001,33],[114,33.001],[114,33]]]}'
    assert "自相交" in plain(clerk.post(f"/map/parcels/{parcel.id}/draw/", {"geometry": crossed, "seen": "0"}))
    assert "还没有画完一个面" in plain(clerk.post(f"/map/parcels/{parcel.id}/draw/", {"geometry": "{}", "seen": "0"}))
    assert clerk.post(f"/map/parcels/{parcel.id}/draw/", {"geometry": geometry, "seen": "0"}).status_code == 302
    assert "图上勾绘" in plain(clerk.get(f"/parcels/{parcel.id}/"))
    near = clerk.get("/map/near/?box=12689000,3885000,12699000,3895000")
    assert near.status_code == 200


def test_the_statement_written_by_hand_finds_what_the_filter_finds_in_ones_own_territory_only(land):
    """Windows of every size, everybody's territory, and land that went into other parcels."""
    spots = [draw(land, land.parcel("100"), east=700 * n, side=80 * n + 40) for n in range(4)]
    foreign = draw(land, land.parcel("100", region=land.other, by="clerk_b"), by="clerk_b", east=350)
    gone = draw(land, land.parcel("100"), east=200)
    Parcel.unscoped.filter(pk=gone.parcel_id).update(status="split")
    seen = {}
    for who in ("clerk", "clerk_b", "office"):
        with scope(land.people[who]):
            for z in (8, 12, 14, 16):
                box = tile_box(z, spots[1].min_x >> (BITS - z), spots[1].min_y >> (BITS - z))
                for body in ("fine", "coarse"):
                    by_hand = sorted((*row[:-1], bytes(row[-1])) for row in drawn_in(box, body))
                    assert by_hand == sorted((*row[:-1], bytes(row[-1])) for row in drawn_among(Parcel.objects.current(), box, body))
                seen[who, z] = {row[0] for row in by_hand}
    own = {spot.parcel_id for spot in spots}
    assert (seen["clerk", 8], seen["clerk_b", 8], seen["office", 8]) == (own, {foreign.parcel_id}, own | {foreign.parcel_id})
    assert len(seen["clerk", 16]) < 4


def test_a_window_is_not_read_without_a_territory_and_is_empty_in_an_empty_one(land):
    spot = draw(land, land.parcel("100"))
    box = tile_box(14, spot.min_x >> (BITS - 14), spot.min_y >> (BITS - 14))
    with pytest.raises(ScopeError):
        Context().run(drawn_in, box, "fine")  # outside of everything that this test opened
    with scope(land.system_admin):
        assert drawn_in(box, "fine") == []


def test_a_window_finds_every_drawing_that_touches_it_whatever_its_size():
    """The ranges of cells of a window hold the cell of each drawing that touches it."""
    for side in (20, 300, 1500, 30_000):
        for east in range(0, 60_000, 7919):
            box = box_of(square(east=east, side=side).shape)
            for z in (8, 11, 13, 16):
                for x, y in ((box[0], box[1]), (box[2], box[3]), (box[0], box[3])):
                    window = tile_box(z, x >> (BITS - z), y >> (BITS - z))
                    assert any(first <= cell_of(box) <= last for first, last in cells_in(window))
