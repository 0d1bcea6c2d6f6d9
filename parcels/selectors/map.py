"""查一张图: tiles of the filtered ledger, where it lies, and what stands in the window that one looks at."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from landplan.lib.geo.grid import BITS, BLOCK, WORLD, Box, tile_box
from landplan.lib.geo.lookup import touching
from landplan.lib.geo.tile import COARSE, FINE, points_tile, polygons_tile
from landplan.lib.scope import current_regions, scope_sql

from ..choices import SUCCEEDED, Kind, ParcelStatus
from ..models import Parcel
from .shapes import inside

T = TypeVar("T")
DETAIL = 12  # from this zoom on drawings; before it, from FIRST on, where they are few, else counts
FIRST, FEW = 7, 2000
DEEPEST, DEEPEST_COARSE = 16, 14
MOST, LISTED = 8000, 50
MINUTE = 60
HALF = 20037508.342789244  # half of the world in metres of Web Mercator
_WORDS = [*Kind.values, *ParcelStatus.values]
_AT = {word: n for n, word in enumerate(_WORDS)}
Overview = list[tuple[int, int]]
# a window of all that is 在账, written once: the ORM takes as long to write it as the database to find its rows
_WINDOW = ("SELECT p.id, p.kind, p.status, s.at_x, s.at_y, s.{body} FROM parcels_parcelspot s JOIN parcels_parcel p ON p.id = s.parcel_id "
           "WHERE {here} AND {touching} AND p.status NOT IN ({gone}) LIMIT {most}")
_GONE = ", ".join(f"'{one.value}'" for one in sorted(SUCCEEDED))
Drawn = tuple[int, str, str, int, int, bytes]


def tile(rows: QuerySet[Parcel], place: tuple[int, int, int], *, name: str, is_fine: bool) -> bytes:
    """瓦片 of the parcels in `rows`; `name` is the address of the filter (empty: all that is 在账), under which counts are kept for a minute.
    Without the right to read coordinates it is drawn on a coarse grid (about 4 m)."""
    counts = [] if place[0] >= DETAIL else _counts(rows, place, name)
    if place[0] >= DETAIL or place[0] >= FIRST and sum(one[2]["n"] for one in counts) <= FEW:
        box, body = tile_box(*place), "fine" if is_fine else "coarse"
        found = drawn_among(rows, box, body) if name else drawn_in(box, body)
        if len(found) <= MOST:
            drawn = [(pk, _AT[kind], _AT[status], x, y, bytes(body)) for pk, kind, status, x, y, body in found]
            return polygons_tile("parcels", drawn, _WORDS, place, FINE if is_fine else COARSE)
    return points_tile("counts", counts or _counts(rows, place, name), place)


def drawn_in(box: Box, body: str) -> list[Drawn]:
    """窗口里的图形 of all that is 在账 in the open territory. Raises ScopeError when none is open."""
    sql = _WINDOW.format(body=body, here=scope_sql("p.region_id"), touching=touching("s", box), gone=_GONE, most=MOST + 1)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def drawn_among(rows: QuerySet[Parcel], box: Box, body: str) -> list[Drawn]:
    """窗口里的图形 of filtered parcels; without a filter it finds what `drawn_in` finds."""
    names = ("id", "kind", "status", "spot__at_x", "spot__at_y", f"spot__{body}")
    return list(inside(rows, box, "spot__").order_by().values_list(*names)[:MOST + 1])


def _counts(rows: QuerySet[Parcel], place: tuple[int, int, int], name: str) -> list[tuple[int, int, dict]]:
    """汇总圈: eight by eight to a tile, each where its parcels lie."""
    z, x, y = place
    shift = max(0, BLOCK - z - 3)
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for block, count in kept_a_minute(f"overview?{name}", lambda: _overview(rows)):
        bx, by = block >> BLOCK, block & ((1 << BLOCK) - 1)
        if _within(bx, z, x) and _within(by, z, y):
            one = sums[bx >> shift, by >> shift]
            one[0] += count
            one[1] += bx * count
            one[2] += by * count
    unit = BITS - BLOCK
    return [(int((sx / n + 0.5) * (1 << unit)), int((sy / n + 0.5) * (1 << unit)), {"n": n}) for n, sx, sy in sums.values()]


def _within(block: int, z: int, tile_at: int) -> bool:
    return block >> (BLOCK - z) == tile_at if z <= BLOCK else block == tile_at >> (z - BLOCK)


def _overview(rows: QuerySet[Parcel]) -> Overview:
    return list(rows.filter(spot__is_drawn=True).order_by().values_list("spot__block").annotate(n=Count("id")))


def kept_a_minute(name: str, build: Callable[[], T]) -> T:
    """A figure of the overview: at most a minute old, whatever was changed meanwhile, so that a million parcels pan smoothly."""
    regions = current_regions()
    key = hashlib.sha256(repr((name, None if regions is None else sorted(regions))).encode()).hexdigest()
    found = cache.get(f"map.{key}")
    if found is None:
        found = build()
        cache.set(f"map.{key}", found, MINUTE)
    return found


def extent_of(rows: QuerySet[Parcel]) -> list[int] | None:
    """范围 of the drawings of `rows`, in whole metres of Web Mercator: west, south, east, north."""
    box = rows.filter(spot__is_drawn=True).order_by().aggregate(
        west=Min("spot__min_x"), north=Min("spot__min_y"), east=Max("spot__max_x"), south=Max("spot__max_y"))
    return None if box["west"] is None else [metres(box["west"]), -metres(box["south"]), metres(box["east"]), -metres(box["north"])]


def metres(units: int) -> int:
    """Units of the grid -> metres east of the middle (south for y)."""
    return int((units / WORLD - 0.5) * 2 * HALF)


def box_of(text: str) -> Box | None:
    """窗口 of an address (west,south,east,north in metres) in units; None for anything else."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.lstrip("-").isdigit() and len(part) <= 10 for part in parts):
        return None
    west, south, east, north = (max(-HALF, min(HALF, int(part))) for part in parts)
    if west > east or south > north:
        return None
    x, y = [int((m / HALF / 2 + 0.5) * (WORLD - 1)) for m in (west, east)], [int((0.5 - m / HALF / 2) * (WORLD - 1)) for m in (north, south)]
    return x[0], y[0], x[1], y[1]


def listed(rows: QuerySet[Parcel], box: Box | None) -> tuple[list[Parcel], bool]:
    """窗口里的宗地 by number, and whether there are more; without a window the first of all that are drawn."""
    found = inside(rows, box, "spot__") if box and box[2] - box[0] < WORLD >> 8 else rows.filter(spot__is_drawn=True)
    listed_rows = list(found.select_related("region").order_by("parcel_no", "id")[:LISTED + 1])
    return listed_rows[:LISTED], len(listed_rows) > LISTED
