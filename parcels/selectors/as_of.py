"""查某一时刻的累计: what every bucket amounted to at any instant, by the running totals, the weekly rows and a short tail.

Amounts are whole 10⁻⁶ 亩 here, so that hundreds of rows are added without a decimal being built for each; who shows
them turns them into 亩 once (`landplan.lib.area.to_mu`). Two bases: 按原报 (`RECORDED`, what was known at that instant)
and 按更正后 (`EFFECTIVE`, later corrections moved to the instant that they concern).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Q, QuerySet, Sum, Value

from landplan.lib import clock
from landplan.lib.prepared import planned_rows
from landplan.lib.rows import plain_rows
from landplan.lib.scope import scope_sql
from landplan.lib.weeks import WEEK, closing_cutoff
from landplan.lib.whole_sum import whole_sum

from ..choices import Kind, Nature
from ..models import AreaEntry, AreaRunning, AreaWeek

RECORDED, EFFECTIVE = "recorded", "effective"
# (region id, kind, idle source) -> (10⁻⁶ 亩, 笔数)
Totals = dict[tuple[int, str, str], tuple[int, int]]
Arm = tuple[str, str, str, tuple[datetime, ...]]  # signed area and number, rows, the instants that they are asked with
Part = tuple[list[str], str, tuple[datetime, ...]]  # what it adds to each of the sums, its rows, the instants that they are asked with
_NOTHING = "CAST(0 AS bigint)"  # of the type of the areas beside it
_KEY = ("region_id", "kind", "idle_source")
_PRESENT = timedelta(hours=1)
_LASTING = "is_lasting AND closes_at < %s AND (next_closes_at IS NULL OR next_closes_at > %s)"
# a kept plan knows no instant (run_planned): of all later ones it expects a third of the table, of those between two instants a few
_LATER_THAN, _FAR = "recorded_at > %s AND recorded_at <= %s", datetime(9999, 1, 1, tzinfo=UTC)
_NOT_KEPT = "NOT EXISTS (SELECT 1 FROM parcels_areamark WHERE at = %s)"


class Span(NamedTuple):
    """一个时段的数: what was recorded in it (10⁻⁶ 亩 and 笔数), and the total at its end."""

    area: int
    count: int
    total: int


def micro(name: str, sign: int = 1) -> ExpressionWrapper:
    """An area column as the whole number that is stored, or its negative."""
    return ExpressionWrapper(F(name) if sign > 0 else F(name) * Value(-1, output_field=BigIntegerField()), output_field=BigIntegerField())


def totals_now() -> Totals:
    """现在的累计 of the open territory."""
    return _collect(AreaRunning.objects.values_list(*_KEY, micro("area"), "count"))


def totals_at(moment: datetime, basis: str = RECORDED) -> Totals:
    """累计 up to and including `moment`."""
    found = _from_nearer_end(moment, _weekly)
    return found if basis == RECORDED else added([found, _sums(_moved().filter(effective_at__lte=moment, recorded_at__gt=moment))])


def sums_at(moments: Sequence[datetime], basis: str = RECORDED, kind: str = "", *,
            since: datetime | None = None) -> dict[tuple[int, str], tuple[int, ...]]:
    """累计 by (region id, kind), of one kind by (region id, idle source), at each of the moments, less what it was at `since`,
    in one statement that adds up in the database (10⁻⁶ 亩)."""
    return {(region, key): tuple(found) for region, key, *found in sum_rows_at(moments, basis, kind, since=since)}


def sum_rows_at(moments: Sequence[datetime], basis: str = RECORDED, kind: str = "", *, since: datetime | None = None) -> list[tuple]:
    """`sums_at` as rows: region id, kind or idle source, the sum at each of the moments."""
    parts: list[Part] = [([area if n == at else _NOTHING for n in range(len(moments))], source, instants)
                         for at, moment in enumerate(moments) for area, _, source, instants in _arms(moment, basis)]
    if since:
        parts += [([f"-({area})"] * len(moments), source, instants) for area, _, source, instants in _kept_arms(since, basis)]
    return _added_up(parts, kind)


def spans_at(after: datetime, until: datetime, basis: str = RECORDED, *, since: datetime | None = None) -> dict[tuple[int, str], Span]:
    """时段 (after, until] 里记的数和期末累计 by (region id, kind), in one statement. The total is on the basis asked for and less what it
    was at `since`."""
    opens_at_base = after == since and basis == RECORDED
    parts: list[Part] = [([area, count, area], source, instants) for area, count, source, instants in _arms(until, RECORDED)]
    parts += [([f"-({area})", f"-({count})", f"-({area})" if opens_at_base else _NOTHING], source, instants)
              for area, count, source, instants in (_kept_arms if after == since else _arms)(after, RECORDED)]
    if since and not opens_at_base:
        parts += [([_NOTHING, _NOTHING, f"-({area})"], source, instants) for area, _, source, instants in _kept_arms(since, basis)]
    if basis == EFFECTIVE:
        area, _, source, instants = corrected(until)
        parts.append(([_NOTHING, _NOTHING, area], source, instants))
    return {(region, key): Span(*found) for region, key, *found in _added_up(parts)}


def _added_up(parts: list[Part], kind: str = "") -> list[tuple]:
    """Rows (region id, kind or idle source, sums). Written by hand: to build it from querysets takes longer than to run it."""
    key, of_kind = ("idle_source", f" AND kind = '{Kind(kind)}'") if kind else ("kind", "")
    inside = f"{scope_sql()}{of_kind}"
    rows = " UNION ALL ".join(f"SELECT region_id, {key}, {', '.join(columns)} FROM {source} AND {inside}"  # noqa: S608 - no text of a visitor
                              for columns, source, _ in parts)
    names = [f"s{n}" for n in range(len(parts[0][0]))]
    return planned_rows(f"WITH parts (region_id, key, {', '.join(names)}) AS ({rows}) SELECT region_id, key, "  # noqa: S608 - no text of a visitor
                        f"{', '.join(map(whole_sum, names))} FROM parts GROUP BY region_id, key",
                        [connection.ops.adapt_datetimefield_value(at) for *_, instants in parts for at in instants])


def _kept_arms(moment: datetime, basis: str) -> Iterator[Arm]:
    """The same of an instant that may be kept (`AreaMark`): its rows, and only where it has none what else adds up to it."""
    yield "area", "count", "parcels_areamark WHERE at = %s", (moment,)
    for area, count, source, instants in _arms(moment, RECORDED):
        yield area, count, f"{source} AND {_NOT_KEPT}", (*instants, moment)
    if basis == EFFECTIVE:
        yield corrected(moment)


def _arms(moment: datetime, basis: str) -> Iterator[Arm]:
    """What adds up to the total at `moment`: signed area and number, rows and the instants that they are asked with."""
    cutoff, sign = nearer_end(moment)
    if _is_present(moment):  # what is recorded later is next to nothing
        yield "area", "count", "parcels_arearunning WHERE TRUE", ()
        yield "-area", "-1", f"parcels_areaentry WHERE {_LATER_THAN}", (moment, _FAR)
    else:
        yield "total_area", "total_count", "parcels_areaweek WHERE closes_at = %s", (cutoff,)
        yield "total_area", "total_count", f"parcels_areaweek WHERE {_LASTING}", (cutoff, cutoff)
        if sign:
            yield (f"{sign} * area", f"{sign}", "parcels_areaentry WHERE recorded_at > %s AND recorded_at <= %s",
                   (min(moment, cutoff), max(moment, cutoff)))
    if basis == EFFECTIVE:
        yield corrected(moment)


def corrected(moment: datetime) -> Arm:
    """What later corrections moved to an instant up to `moment`."""
    return "area", "1", f"parcels_areaentry WHERE nature <> '{Nature.ACCEPTED}' AND effective_at <= %s AND {_LATER_THAN}", (moment, moment, _FAR)


def _is_present(moment: datetime) -> bool:
    return clock.now() - moment < _PRESENT


def window_totals(after: datetime, until: datetime, basis: str = RECORDED) -> Totals:
    """时段 (after, until] 内的数: by the day of record, or by the instant that each entry concerns."""
    inside = {"recorded_at__gt": after, "recorded_at__lte": until}
    if closing_cutoff(after) == after < until:
        found = _from_nearer_end(until, lambda cutoff: _weeks(after, cutoff))
    elif until - after <= WEEK:
        found = _sums(AreaEntry.objects.filter(**inside))
    else:
        found = without_nothing(added([totals_at(until)], minus=totals_at(after)))
    if basis == RECORDED:
        return found
    here = _sums(_moved().filter(effective_at__gt=after, effective_at__lte=until))
    return without_nothing(added([found, here], minus=_sums(_moved().filter(**inside))))


def nearer_end(moment: datetime) -> tuple[datetime, int]:
    """The cut-off from which at most half a week of entries leads to `moment`: to be added (1), taken off (-1), or none (0).

    Nothing is recorded ahead of the clock, so the present is always near the end of its week.
    """
    closing = closing_cutoff(moment)
    if closing == moment:
        return closing, 0
    is_late = closing - moment <= moment - (closing - WEEK) or _is_present(moment)
    return (closing, -1) if is_late else (closing - WEEK, 1)


def _from_nearer_end(moment: datetime, read: Callable[[datetime], Totals]) -> Totals:
    """What `read` gives at that cut-off, and the entries between."""
    cutoff, sign = nearer_end(moment)
    if not sign:
        return read(cutoff)
    between = _sums(AreaEntry.objects.filter(recorded_at__gt=min(moment, cutoff), recorded_at__lte=max(moment, cutoff)))
    return added([read(cutoff), between]) if sign > 0 else without_nothing(added([read(cutoff)], minus=between))


def _valid_at(cutoff: datetime) -> QuerySet:
    """The one weekly row of each bucket that is valid at a cut-off."""
    lasting = Q(next_closes_at=None) | Q(next_closes_at__gt=cutoff)
    return AreaWeek.objects.filter(Q(closes_at=cutoff) | (lasting & Q(is_lasting=True, closes_at__lt=cutoff)))


def _weekly(cutoff: datetime) -> Totals:
    """累计 at a cut-off."""
    return _collect(_valid_at(cutoff).values_list(*_KEY, micro("total_area"), "total_count"))


def _weeks(after: datetime, until: datetime) -> Totals:
    """各周的数 of the weeks that close in (after, until], both cut-offs."""
    rows = AreaWeek.objects.filter(closes_at__gt=after, closes_at__lte=until)
    if until - after == WEEK:
        return _collect(rows.values_list(*_KEY, micro("area"), "count"))
    return _collect(rows.order_by().values_list(*_KEY).annotate(a=Sum(micro("area")), c=Sum("count"))) if after < until else {}


def entries_in(until: datetime, after: datetime | None = None, basis: str = RECORDED):
    """明细: the entries that make `totals_at(until)` (after None) or `window_totals(after, until)` - they add up to it."""
    column = "recorded_at" if basis == RECORDED else "effective_at"
    rows = AreaEntry.objects.filter(**{f"{column}__lte": until})
    return rows.filter(**{f"{column}__gt": after}) if after else rows


def added(parts: Iterable[Totals], *, minus: Totals | None = None) -> Totals:
    """Sum of several totals, less another."""
    found: Totals = {}
    for sign, one in [*((1, part) for part in parts), *([(-1, minus)] if minus else [])]:
        for key, (area, count) in one.items():
            before = found.get(key, (0, 0))
            found[key] = (before[0] + sign * area, before[1] + sign * count)
    return found


def without_nothing(totals: Totals) -> Totals:
    """Without the buckets in which nothing happened."""
    return {key: cell for key, cell in totals.items() if cell != (0, 0)}


def _moved():
    return AreaEntry.objects.exclude(nature=Nature.ACCEPTED)


def _sums(rows: QuerySet) -> Totals:
    return _collect(rows.order_by().values_list(*_KEY).annotate(a=Sum(micro("area")), c=Count("id")))


def _collect(rows: QuerySet) -> Totals:
    return {(region, kind, source): (int(area), int(count)) for region, kind, source, area, count in plain_rows(rows)}
