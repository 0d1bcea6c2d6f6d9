"""查走势: what each week of the plan brought, and what it amounted to at its end. Closed weeks come from the weekly rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from landplan.lib.area import to_micro
from landplan.lib.clock import local
from landplan.lib.weeks import CUTOFF, FRIDAY, WEEK, closing_cutoff
from parcels.choices import Nature
from parcels.models import AreaAbove, AreaEntry, AreaWeek
from parcels.selectors.as_of import EFFECTIVE, micro, window_totals
from tasks.models import Plan
from tasks.rules.quota import class_of
from tasks.selectors.quotas import class_table, quota_sheet, unit_quotas
from tasks.selectors.targets import headline_quotas

from .progress import COUNTY, QUOTA_CLASSES, Board

Sums = dict[str, int | None]  # class -> 10⁻⁶ 亩
_ZERO: Sums = dict.fromkeys(QUOTA_CLASSES, 0)


@dataclass(frozen=True)
class Week:
    """一周 of the trend: `done` in it, `total` at its end and the quotas then; None while it lies ahead and while nothing is known (无数据).

    `is_open`: the moment of the board lies before the cut-off, so the figures are those up to that moment."""

    cutoff: datetime
    done: Sums | None = None
    total: Sums | None = None
    quotas: dict[str, int | None] | None = None
    is_open: bool = False


def trend_of(board: Board, *, until: date | None = None) -> list[Week]:
    """走势 of the rows of a board, from the plan's first cut-off to the one at or after `until` (the last goal's day)."""
    plan, week = board.plan, board.week
    cutoffs = plan.weekly_cutoffs()
    if not cutoffs or not board.regions:
        return []
    last = next((cutoff for cutoff in cutoffs if until and local(cutoff).date() >= until), cutoffs[-1])
    closed = _closed(board, [cutoff for cutoff in cutoffs if cutoff <= week.after])
    quotas = _quotas(board, cutoffs)
    shown = board.total or board.rows[0]
    total = {one: shown.figures[one].before for one in QUOTA_CLASSES}
    found = []
    for cutoff in reversed([cutoff for cutoff in cutoffs if cutoff <= week.after]):
        if None in total.values():  # the ledger was empty still
            found.append(Week(cutoff))
            continue
        found.append(Week(cutoff, closed[cutoff], total, quotas[cutoff]))
        total = {one: total[one] - closed[cutoff][one] for one in total}
    found.reverse()
    figures = {one: shown.figures[one] for one in QUOTA_CLASSES}
    for cutoff in cutoffs:
        if week.after < cutoff <= week.after + WEEK and None not in (figure.done for figure in figures.values()):
            found.append(Week(cutoff, {one: f.week for one, f in figures.items()}, {one: f.done for one, f in figures.items()},
                              quotas[cutoff], is_open=board.moment < cutoff))
        elif cutoff > week.after and cutoff <= max(last, board.moment):
            found.append(Week(cutoff))
    return found


def _closed(board: Board, cutoffs: list[datetime]) -> dict[datetime, Sums]:
    """已结束各周 by cut-off."""
    plan = board.plan
    if not cutoffs:
        return {}
    if plan.cutoff_time != CUTOFF or plan.first_cutoff_on.weekday() != FRIDAY:
        return {cutoff: _by_class(plan, ((kind, area) for (region_id, kind, _), (area, _) in
                                         window_totals(cutoff - WEEK, cutoff, board.basis).items() if region_id in board.county_ids))
                for cutoff in cutoffs}
    pairs: dict[datetime, list] = defaultdict(list)
    for model in (AreaWeek,) if board.level == COUNTY else (AreaAbove, AreaWeek):  # a county among cities stands for itself
        weekly = (model.objects.filter(region_id__among=board.region_ids, closes_at__gte=cutoffs[0], closes_at__lte=cutoffs[-1])
                  .order_by().values_list("closes_at", "kind").annotate(a=Sum(micro("area"))))
        for closes_at, kind, area in weekly:
            pairs[closes_at].append((kind, int(area)))
    if board.basis == EFFECTIVE:
        for recorded_at, effective_at, kind, area in _moved(board):
            pairs[closing_cutoff(recorded_at)].append((kind, -area))
            pairs[closing_cutoff(effective_at)].append((kind, area))
    return {cutoff: _by_class(plan, pairs.get(cutoff, ())) for cutoff in cutoffs}


def _moved(board: Board):
    return (AreaEntry.objects.exclude(nature=Nature.ACCEPTED).filter(region_id__among=sorted(board.county_ids))
            .values_list("recorded_at", "effective_at", "kind", micro("area")))


def _by_class(plan: Plan, pairs) -> Sums:
    found = dict(_ZERO)
    for kind, area in pairs:
        if one := class_of(kind, plan.counts_used_unsupplied):
            found[one.value] += area
    return found


def _quotas(board: Board, cutoffs: list[datetime]) -> dict[datetime, dict[str, int | None]]:
    """当时的任务量 of each cut-off; a new version of the table counts from its day."""
    plan = board.plan
    shown = board.total or board.rows[0]
    by_table: dict[int | None, dict] = {board.table_id: {one: shown.figures[one].quota for one in QUOTA_CLASSES}}
    found = {}
    for cutoff in cutoffs:
        table = class_table(plan, cutoff)
        key = table.id if table else None
        if key not in by_table:
            by_table[key] = _quotas_at(board, cutoff)
        found[cutoff] = by_table[key]
    return found


def _quotas_at(board: Board, moment: datetime) -> dict[str, int | None]:
    if board.added:
        found = {region_id: quotas for region_id, *quotas in unit_quotas(class_table(board.plan, moment), [board.added.id])}
        return dict(zip(QUOTA_CLASSES, found.get(board.added.id, [None] * len(QUOTA_CLASSES)), strict=True))
    sheet = quota_sheet(board.plan, moment)
    if board.is_whole:
        quotas = headline_quotas(board.plan, sheet)
    else:
        quotas = next((row.quotas for row in sheet.counties if row.region_id == board.rows[0].region_id), {}) if sheet else {}
    return {one: None if (value := quotas.get(one)) is None else to_micro(value) for one in QUOTA_CLASSES}
