"""上级周累计: what counties amount to, kept for every region between them and the root as well, in the transaction of the entry."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from landplan.lib.prepared import run_planned

from ..selectors.above import ABOVE, TRUTH

_COLUMNS = "parcels_areaabove (region_id, kind, closes_at, area)"
# one statement on both engines, in one order for everybody; where nothing lies above the counties but their root it writes nothing
_RAISE = (f"WITH added (county_id, kind, area) AS (VALUES {{rows}}) INSERT INTO {_COLUMNS} "  # noqa: S608 - our own text
          f"SELECT a.region_id, v.kind, %s, SUM(v.area) FROM added v JOIN ({ABOVE}) a ON a.county_id = v.county_id "
          "WHERE TRUE GROUP BY a.region_id, v.kind ORDER BY a.region_id, v.kind "
          "ON CONFLICT (region_id, kind, closes_at) DO UPDATE SET area = parcels_areaabove.area + excluded.area")


def raise_totals(closes_at: datetime, cells: dict[tuple[int, str, str], tuple[int, int]]) -> None:
    """Add the cells of one week to every region between their counties and the root."""
    rows = [value for (region_id, kind, _), (area, _) in cells.items() for value in (region_id, kind, area)]
    marks = ", ".join(["(CAST(%s AS bigint), CAST(%s AS varchar(20)), CAST(%s AS bigint))"] * len(cells))
    run_planned(_RAISE.format(rows=marks), [*rows, connection.ops.adapt_datetimefield_value(closes_at)])


def rebuild_above() -> None:
    """重建上级周累计 from the weekly rows of the counties, once those are right."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parcels_areaabove SET area = 0")  # a region that lies above no counties any more keeps its rows, with nothing
        cursor.execute(f"INSERT INTO {_COLUMNS} {TRUTH} ON CONFLICT (region_id, kind, closes_at) DO UPDATE SET area = excluded.area")
