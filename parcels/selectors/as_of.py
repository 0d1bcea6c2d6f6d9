"""查某一时刻的累计: what every bucket amounted to at any instant, by the running totals, the weekly rows and a short tail.

Amounts are whole 10⁻⁶ 亩 here, so that hundreds of rows are added without a decimal being built for each; who shows
them turns them into 亩 once (`landplan.lib.area.to_mu`). Two bases: 按原报 (`RECORDED`, what was known at that instant)
and 按更正后 (`EFFECTIVE`, later corrections moved to the instant that they concern).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Q, Sum

from landplan.lib.weeks import WEEK, closing_cutoff

from ..choices import Nature
from ..models import AreaEntry, AreaRunning, AreaWeek

RECORDED, EFFECTIVE = "recorded", "effective"
# (region id, kind, idle source) -> (10⁻⁶ 亩, 笔数)
Totals = dict[tuple[int, str, str], tuple[int, int]]
_KEY = ("region_id", "kind", "idle_source")


def micro(name: str) -> ExpressionWrapper:
    """An area column as the whole number that is stored."""
    return ExpressionWrapper(F(name), output_field=BigIntegerField())


def totals_now() -> Totals:
    """现在的累计 of the open territory."""
    return _collect(AreaRunning.objects.values_list(*_KEY, micro("area"), "count"))


def totals_at(moment: datetime, basis: str = RECORDED) -> Totals:
    """累计 up to and including `moment`."""
    cutoff = closing_cutoff(moment)
    cutoff = cutoff if cutoff == moment else cutoff - WEEK
    weekly = AreaWeek.objects.filter(Q(next_closes_at=None) | Q(next_closes_at__gt=cutoff), closes_at__lte=cutoff)
    parts = [_collect(weekly.values_list(*_KEY, micro("total_area"), "total_count"))]
    if cutoff != moment:
        parts.append(_sums(AreaEntry.objects.filter(recorded_at__gt=cutoff, recorded_at__lte=moment)))
    if basis == EFFECTIVE:
        parts.append(_sums(_moved().filter(effective_at__lte=moment, recorded_at__gt=moment)))
    return added(parts)


def window_totals(after: datetime, until: datetime, basis: str = RECORDED) -> Totals:
    """时段 (after, until] 内的数: by the day of record, or by the instant that each entry concerns."""
    if basis == RECORDED:
        return _sums(AreaEntry.objects.filter(recorded_at__gt=after, recorded_at__lte=until))
    accepted = AreaEntry.objects.filter(nature=Nature.ACCEPTED, recorded_at__gt=after, recorded_at__lte=until)
    return added([_sums(accepted), _sums(_moved().filter(effective_at__gt=after, effective_at__lte=until))])


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


def _moved():
    return AreaEntry.objects.exclude(nature=Nature.ACCEPTED)


def _sums(rows) -> Totals:
    return _collect(rows.order_by().values_list(*_KEY).annotate(a=Sum(micro("area")), c=Count("id")))


def _collect(rows) -> Totals:
    return {(region, kind, source): (int(area), count) for region, kind, source, area, count in rows}
