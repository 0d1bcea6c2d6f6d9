"""P12: the window of the map against the engine's best index for boxes, and a tile of 5 000 drawings against orjson of the same."""

from __future__ import annotations

import random

import numpy as np
import orjson
import shapely
from django.db import connection, transaction

from landplan.lib import clock
from landplan.lib.geo.grid import BITS, Box, block_of, box_of, cell_of, tile_box
from landplan.lib.geo.tile import body_of, polygons_tile
from landplan.lib.geo.writing import geometry_of
from parcels.models import Parcel, ParcelShape, ParcelSpot
from parcels.selectors.map import drawn_in

from .data import Bench
from .measure import Line, in_turns
from .naive import fetch

WEST, SOUTH, WIDE = 110.5, 31.5, 5.0  # a province of made-up land, degrees
WINDOWS, TILE = 20, 5000
_TILE = "SELECT p.id, p.kind, p.status, s.at_x, s.at_y, s.fine FROM parcels_parcelspot s JOIN parcels_parcel p ON p.id = s.parcel_id"
_CURRENT = "p.status NOT IN ('merged', 'split')"
_CORNERS = np.array([(np.cos(turn), np.sin(turn)) for turn in np.linspace(0, 2 * np.pi, 12, endpoint=False)])


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set."""
    _lay_out()
    windows = _windows()
    best = _best_index()
    times = in_turns({"ours": lambda: [_ours(box) for box in windows], "best": lambda: [best(box) for box in windows]}, rounds=rounds)
    assert all(sorted(_ours(box)) == sorted(best(box)) for box in windows)
    rows, features = _drawings()
    coded = in_turns({"tile": lambda: polygons_tile("parcels", rows, ["a", "b"], (13, rows[0][3] >> BITS - 13, rows[0][4] >> BITS - 13)),
                      "orjson": lambda: orjson.dumps(features)}, rounds=rounds)
    name = "GiST" if connection.vendor == "postgresql" else "R*Tree"
    return [Line("P12", f"map, {WINDOWS} windows", times["ours"], f"the same by {name}", times["best"], 2),
            Line("P12", f"tile of {TILE} drawings", coded["tile"], "orjson of the same", coded["orjson"], 1)]


def _shape(rng: random.Random) -> shapely.Polygon:
    """A parcel of about 50 亩 somewhere; towns are thick with them."""
    lon, lat = WEST + WIDE * rng.choice((0.2, 0.5, 0.7)) + rng.gauss(0, WIDE / 9), SOUTH + WIDE * rng.choice((0.3, 0.6)) + rng.gauss(0, WIDE / 9)
    return shapely.Polygon(_CORNERS * (rng.uniform(0.0005, 0.0015), rng.uniform(0.0005, 0.0015)) + (lon, lat))


def _lay_out() -> None:
    """Every parcel of the set gets a drawing, once."""
    if ParcelSpot.unscoped.exists():
        return
    rng = random.Random(12)
    with transaction.atomic():
        ids = list(Parcel.unscoped.order_by("id").values_list("id", "region_id"))
        for begin in range(0, len(ids), 5000):
            part = [(pk, region, _shape(rng)) for pk, region in ids[begin:begin + 5000]]
            shapes = ParcelShape.unscoped.bulk_create([ParcelShape(
                region_id=region, parcel_id=pk, number=1, wkb=shapely.to_wkb(shape), points=13, source="txt", at=clock.now())
                for pk, region, shape in part])
            ParcelSpot.unscoped.bulk_create([_spot(row, shape) for row, (_, _, shape) in zip(shapes, part, strict=True)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parcels_parcelspot")


def _spot(row: ParcelShape, shape: shapely.Geometry) -> ParcelSpot:
    box, body = box_of(shape), body_of(shape)
    return ParcelSpot(region_id=row.region_id, parcel_id=row.parcel_id, shape=row, is_drawn=True, cell=cell_of(box), block=block_of(box),
                      min_x=box[0], min_y=box[1], max_x=box[2], max_y=box[3], at_x=body.x, at_y=body.y, fine=body.fine, coarse=body.coarse)


def _windows() -> list[Box]:
    """Tiles of the zooms at which drawings are shown, each where some parcel lies: nobody looks long at empty land."""
    ids = list(ParcelSpot.unscoped.order_by("id").values_list("at_x", "at_y"))
    spots = random.Random(5).sample(ids, min(WINDOWS, len(ids)))
    return [tile_box(12 + n % 4, x >> BITS - 12 - n % 4, y >> BITS - 12 - n % 4) for n, (x, y) in enumerate(spots)]


def _ours(box: Box) -> list[int]:
    """What a tile asks for."""
    return [row[0] for row in drawn_in(box, "fine")]


def _best_index():
    """The same rows by the index that the engine has for boxes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()  # deferred ones stand in the way of an index
            cursor.execute("CREATE INDEX IF NOT EXISTS bench_boxes ON parcels_parcelspot USING gist (box(point(min_x, min_y), point(max_x, max_y)))")
            cursor.execute("ANALYZE parcels_parcelspot")
            sql = f"{_TILE} WHERE box(point(min_x, min_y), point(max_x, max_y)) && box(point(%s, %s), point(%s, %s)) AND {_CURRENT}"
            return lambda box: [row[0] for row in fetch(sql, *box)]
        cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS bench_boxes USING rtree(id, west, east, north, south)")
        cursor.execute("INSERT OR REPLACE INTO bench_boxes SELECT id, min_x, max_x, min_y, max_y FROM parcels_parcelspot")
    sql = (f"{_TILE} JOIN bench_boxes b ON b.id = s.id WHERE b.east >= %s AND b.south >= %s AND b.west <= %s AND b.north <= %s "
           f"AND s.max_x >= %s AND s.max_y >= %s AND s.min_x <= %s AND s.min_y <= %s AND {_CURRENT}")  # the tree rounds outward
    return lambda box: [row[0] for row in fetch(sql, *box, *box)]


def _drawings() -> tuple[list[tuple], list[dict]]:
    rng, rows, features = random.Random(7), [], []
    for n in range(TILE):
        shape = shapely.Polygon(_CORNERS * 0.001 + (114 + rng.random() * 0.03, 33 + rng.random() * 0.03))
        body = body_of(shape)
        rows.append((1_000_000 + n, n % 2, n % 2, body.x, body.y, body.fine))
        features.append({"type": "Feature", "id": 1_000_000 + n, "properties": {"kind": "a", "state": "b"}, "geometry": geometry_of(shape)})
    return rows, features
