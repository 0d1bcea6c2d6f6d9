"""查上级的累计: what the counties below each of many cities or provinces amount to at an instant, read by the row that is shown.

A region between the root and the counties has a row for each week with entries (`AreaAbove`), so that a sum costs as many rows as regions
are shown, however many counties lie below. The total at an instant = the weeks up to the *nearer* cut-off ± the entries between, as in
`as_of`; a county that has no region of the level above it stands for itself, by its own weekly rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from landplan.lib.scope import current_regions, scope_sql

from .as_of import EFFECTIVE, RECORDED, corrected, nearer_end

Arm = tuple[str, str, list[datetime]]  # columns of the sums, rows, the instants that both are asked with
# every region between the root and the counties, beside each county below it
ABOVE = ("SELECT c.id AS county_id, a.id AS region_id FROM units_region c LEFT JOIN units_region p ON p.id = c.parent_id "
         "JOIN units_region a ON a.id IN (c.parent_id, p.parent_id) AND a.parent_id IS NOT NULL WHERE c.level = 'county'")
TRUTH = ("SELECT a.region_id, w.kind, w.closes_at, CAST(SUM(w.area) AS bigint) AS area FROM parcels_areaweek w "  # noqa: S608 - our own text
         f"JOIN ({ABOVE}) a ON a.county_id = w.region_id GROUP BY a.region_id, w.kind, w.closes_at")
_KEPT = "SELECT region_id, kind, closes_at, area FROM parcels_areaabove"
_DIFFERING = (f"SELECT region_id, kind FROM ({TRUTH} EXCEPT {_KEPT}) missing WHERE area <> 0 AND {{inside}} "  # noqa: S608 - our own text
              f"UNION SELECT region_id, kind FROM ({_KEPT} EXCEPT {TRUTH}) wrong WHERE area <> 0 AND {{inside}} ORDER BY 1, 2")


def differing_above() -> list[tuple[int, str]]:
    """与各县区之和不符的上级: (region id, kind) with a week that differs from the sum of its counties' weekly rows."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING.format(inside=scope_sql()))
        return cursor.fetchall()


def sum_rows_above(regions: Collection[int], counties: Collection[int], moments: Sequence[datetime], basis: str = RECORDED, *,
                   since: datetime | None = None) -> list[tuple]:
    """累计 as rows (region id, kind, the sum at each of the moments less what it was at `since`, 10⁻⁶ 亩), in one statement: of regions above
    counties, and of counties that stand for themselves. No moment may lie before `since`; only what the open territory covers is read."""
    held = current_regions()
    above, alone = (sorted(ids if held is None else held.intersection(ids)) for ids in (regions, counties))
    if not above and not alone:
        return []
    cutoffs, first = [nearer_end(moment)[0] for moment in moments], nearer_end(since)[0] if since else None
    arms = [_weeks(table, ids, cutoffs, first) for table, ids in (("parcels_areaabove", above), ("parcels_areaweek", alone)) if ids]
    one_by_one = [["area" if n == at else "0" for n in range(len(moments))] for at in range(len(moments))]
    for columns, moment in zip(one_by_one, moments, strict=True):
        arms += _tails(columns, moment, basis, above, alone)
    if since:
        arms += _tails(["-area"] * len(moments), since, basis, above, alone)
    rows = " UNION ALL ".join(f"SELECT region_id, kind, {columns} FROM {source}" for columns, source, _ in arms)  # noqa: S608 - no text of a visitor
    names = [f"s{n}" for n in range(len(moments))]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH arms (region_id, kind, {', '.join(names)}) AS ({rows}) SELECT region_id, kind, "  # noqa: S608 - no text of a visitor
                       f"{', '.join(f'CAST(SUM({name}) AS bigint)' for name in names)} FROM arms GROUP BY region_id, kind",
                       [connection.ops.adapt_datetimefield_value(at) for *_, instants in arms for at in instants])
        return cursor.fetchall()


def _weeks(table: str, ids: list[int], cutoffs: list[datetime], first: datetime | None) -> Arm:
    """The weeks from the first cut-off to that of each moment, added up where they lie."""
    columns = ", ".join(["CAST(SUM(CASE WHEN closes_at <= %s THEN area ELSE 0 END) AS bigint)"] * len(cutoffs))
    opening = " AND closes_at > %s" if first else ""
    return (columns, f"{table} WHERE region_id IN ({_text(ids)}) AND closes_at <= %s{opening} GROUP BY region_id, kind",
            [*cutoffs, max(cutoffs), *([first] if first else [])])


def _tails(columns: list[str], moment: datetime, basis: str, above: list[int], alone: list[int]) -> list[Arm]:
    """The entries between the nearer cut-off and the moment and, of 按更正后, what later corrections moved to it."""
    cutoff, sign = nearer_end(moment)
    found = []
    if sign:
        found.append(("recorded_at > %s AND recorded_at <= %s", [min(moment, cutoff), max(moment, cutoff)], sign))
    if basis == EFFECTIVE:
        *_, source, instants = corrected(moment)
        found.append((source.partition(" WHERE ")[2], list(instants), 1))
    return [(", ".join(columns), f"({_entries(where, above, alone, sign)}) e", asked) for where, asked, sign in found]


def _entries(where: str, above: list[int], alone: list[int], sign: int) -> str:
    """Entries by the region that is shown, signed."""
    shown = [f"CASE WHEN {column} IN ({_text(ids)}) THEN {column} END" for column, ids in
             (("e.region_id", alone), ("c.parent_id", above), ("p.parent_id", above)) if ids]
    region = shown[0] if len(shown) == 1 else f"COALESCE({', '.join(shown)})"
    return (f"SELECT * FROM (SELECT {region} AS region_id, e.kind, {sign} * e.area AS area "  # noqa: S608 - no text of a visitor
            f"FROM (SELECT region_id, kind, area FROM parcels_areaentry WHERE {where}) e "
            "JOIN units_region c ON c.id = e.region_id LEFT JOIN units_region p ON p.id = c.parent_id) named WHERE region_id IS NOT NULL")


def _text(ids: list[int]) -> str:
    return ", ".join(map(str, ids))
