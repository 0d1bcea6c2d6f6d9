"""查进度: the board of a plan - quota, done, rate, rank, week and distance of every county, as of any instant.

A fixed small number of queries reads the small tables; everything is joined here in whole numbers of 10⁻⁶ 亩. Only
counties of the reader's territory are read. Ranks need everybody: a part of the plan has none here (`frozen_places`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import prefetch_related_objects

from landplan.lib.actors import Actor
from landplan.lib.area import to_micro, to_mu
from landplan.lib.clock import local
from landplan.lib.rows import plain_rows
from landplan.lib.weeks import FRIDAY, WEEK, Window, closing_cutoff
from parcels.selectors.as_of import RECORDED, micro, sums_at
from tasks.choices import QuotaClass, RowKind
from tasks.models import Plan, PrintedCell, PrintedTable
from tasks.rules.columns import QUOTA_COLUMNS
from tasks.rules.quota import class_by_kind
from tasks.selectors.quotas import QuotaRow, QuotaSheet, class_table
from tasks.selectors.targets import Goal, headline_quotas, next_goals
from units.models import Region

from ..rules.board import UNRANKED, Figure, Place, combined, needed_for, places_of
from .frozen import frozen_places

COMBINED = "combined"
QUOTA_CLASSES = tuple(QuotaClass.values)
CLASSES = (*QUOTA_CLASSES, COMBINED)
_CLASS_OF_COLUMN = {column: one.value for one, column in QUOTA_COLUMNS.items()}
Areas = dict[tuple[int, str], int]  # (region id, class) -> 10⁻⁶ 亩
Quotas = dict[str, int | None]  # class -> 10⁻⁶ 亩
Cells = dict[str, list[tuple[int | None, int, int, int | None]]]  # class -> quota, done, both at the start of the week, by county
Places = dict[str, tuple[list[Place], list[Place]]]  # class -> now and at the start of the week, by county


@dataclass(frozen=True)
class Row:
    """一行: a county, a subtotal (no region), or the whole plan."""

    name: str
    figures: dict[str, Figure]
    region_id: int | None = None
    code: str = ""
    group: str = ""


@dataclass(frozen=True)
class Board:
    """看板. `rows` in printed order; `total` (with the headline quotas) and `computed` (Σ of the rows' quotas) only for
    who sees the whole plan; `goals` by class, None where there is none."""

    plan: Plan
    moment: datetime
    basis: str
    week: Window
    rows: list[Row]
    groups: list[Row]
    total: Row | None
    computed: Quotas
    goals: dict[str, Goal | None]
    is_whole: bool
    table_id: int | None = None
    frozen_as_of: datetime | None = None

    @property
    def region_ids(self) -> list[int]:
        return [row.region_id for row in self.rows]

    def difference(self, quota_class: str) -> int | None:
        """印发合计减各县区之和; None when either is blank or the reader sees a part only."""
        printed = self.total.figures[quota_class].quota if self.total else None
        computed = self.computed.get(quota_class)
        return None if printed is None or computed is None else printed - computed


@dataclass
class _Frame:
    """What stands around the figures: rows in printed order, and the quotas now and at the start of the week."""

    regions: list[tuple]  # (id, code, name, group)
    quotas: dict[int, Quotas]
    quotas_before: dict[int, Quotas]
    headline: Quotas
    headline_before: Quotas
    goals: dict[str, Goal | None]
    table_id: int | None = None
    percents: dict[str, int | None] = field(default_factory=dict)


def board(plan: Plan, moment: datetime, basis: str = RECORDED, *, actor: Actor) -> Board:
    """看板 as of `moment`, inside the open territory of `actor`."""
    week = week_of(plan, moment)
    is_whole = actor.covers(plan.region_id)
    prefetch_related_objects([plan], "tables", "targets")
    frame = _frame(plan, moment, week.after, actor)
    cells = _cells(frame, *_areas(plan, week, basis))
    places, held = (_ranks(cells), None) if is_whole else _frozen_ranks(plan, moment, frame)
    rows = _county_rows(frame, cells, places)
    total = _sum_row(frame, rows, plan.region.name, frame.headline, frame.headline_before) if is_whole else None
    return Board(plan, moment, basis, week, rows, _groups(frame, rows) if is_whole else [], total, _computed(rows), frame.goals,
                 is_whole, frame.table_id, held)


def week_of(plan: Plan, moment: datetime) -> Window:
    """本周: from the last cut-off before `moment` to it; a moment at the cut-off belongs to the closing week."""
    weekday = plan.first_cutoff_on.weekday() if plan.first_cutoff_on else FRIDAY
    return Window(closing_cutoff(moment, weekday, plan.cutoff_time) - WEEK, moment)


def opening_moment(plan: Plan, now: datetime) -> tuple[datetime, bool]:
    """打开时看哪一刻: now; a plan that is over opens at its last period (True)."""
    cutoffs = plan.weekly_cutoffs()
    return (cutoffs[-1], True) if cutoffs and now > cutoffs[-1] else (now, False)


# --- quotas and goals -------------------------------------------------------------------------------


def _frame(plan: Plan, moment: datetime, before: datetime, actor: Actor) -> _Frame:
    table, older = class_table(plan, moment), class_table(plan, before)
    quotas, printed = _quotas(table)
    is_same = table is None or table.id == older.id
    old, old_printed = (quotas, printed) if is_same else _quotas(older)
    headline = _headline(plan, table, printed)
    goals = next_goals(plan, local(moment).date())
    goals = {one: goals.get(one) for one in QUOTA_CLASSES} | {COMBINED: _common(list(goals.values()))}
    return _Frame(_regions(plan, quotas, actor), quotas, old, headline, headline if is_same else _headline(plan, older, old_printed),
                  goals, table.id if table else None, {one: to_micro(goal.percent) if goal else None for one, goal in goals.items()})


def _regions(plan: Plan, quotas: dict[int, Quotas], actor: Actor) -> list[tuple]:
    """县区 in printed order, then those that the table does not name; only the actor's."""
    order = {region_id: n for n, region_id in enumerate(quotas)}
    rows = Region.objects.within(plan.region).counties().values_list("id", "code", "name", "group")
    return sorted((row for row in rows if actor.covers(row[0])), key=lambda row: order.get(row[0], len(order)))


def _quotas(table: PrintedTable | None) -> tuple[dict[int, Quotas], Quotas]:
    """(任务量 by county in printed order, the printed total's), as whole numbers straight from the cells."""
    rows: dict[int | None, Quotas] = {}
    if table:
        cells = PrintedCell.objects.filter(row__table=table).exclude(row__kind=RowKind.SUBTOTAL).order_by("row__sort")
        cells = cells.exclude(row__kind=RowKind.COUNTY, row__region=None)  # a unit that is no county is no part of the printed total
        for region_id, column, value in plain_rows(cells.values_list("row__region_id", "column", micro("value"))):
            if column in _CLASS_OF_COLUMN:
                held, one = rows.get(region_id) or rows.setdefault(region_id, dict.fromkeys(QUOTA_CLASSES)), _CLASS_OF_COLUMN[column]
                held[one] = value if held[one] is None or value is None else held[one] + value  # a county may have a row for each period
    for quotas in rows.values():
        quotas[COMBINED] = combined([(0, quotas[one]) for one in QUOTA_CLASSES])[1]
    total = rows.pop(None, dict.fromkeys(CLASSES))
    return rows, total


def _headline(plan: Plan, table: PrintedTable | None, printed: Quotas) -> Quotas:
    """全市任务量: see `headline_quotas`."""
    total = QuotaRow("", RowKind.TOTAL, None, {one: None if printed[one] is None else to_mu(printed[one]) for one in QUOTA_CLASSES})
    quotas = headline_quotas(plan, QuotaSheet(table, [total]) if table else None)
    found = {one: None if (value := quotas.get(one)) is None else to_micro(value) for one in QUOTA_CLASSES}
    return found | {COMBINED: combined([(0, value) for value in found.values()])[1]}


def _common(goals: list[Goal]) -> Goal | None:
    """三类合并的目标: only when all classes have the same percentage by the same day."""
    if len(goals) < len(QUOTA_CLASSES) or len({(goal.percent, goal.due_on) for goal in goals}) > 1:
        return None
    return Goal(COMBINED, goals[0].percent, goals[0].due_on, goals[0].is_past)


# --- areas ------------------------------------------------------------------------------------------


def _areas(plan: Plan, week: Window, basis: str) -> tuple[Areas, Areas]:
    """(done at the start of the week, done at its end), both since the base date; one statement adds them up."""
    start = plan.counts_after
    moments = [max(moment, start) if start else moment for moment in (week.after, week.until)]
    then, now = defaultdict(int), defaultdict(int)
    classes = class_by_kind(plan.counts_used_unsupplied)
    for (region_id, kind), (before, until) in sums_at(moments, basis, since=start).items():
        if one := classes[kind]:
            then[region_id, one] += before
            now[region_id, one] += until
    return then, now


# --- rows -------------------------------------------------------------------------------------------

_NONE: Quotas = dict.fromkeys(CLASSES)


def _cells(frame: _Frame, before: Areas, done: Areas) -> Cells:
    """各县区的数 in the order of the frame; combined is the sum of the classes."""
    cells: Cells = {one: [] for one in CLASSES}
    for region_id, *_ in frame.regions:
        quotas, old = frame.quotas.get(region_id, _NONE), frame.quotas_before.get(region_id, _NONE)
        all_done = all_before = 0
        for one in QUOTA_CLASSES:
            now, then = done.get((region_id, one), 0), before.get((region_id, one), 0)
            cells[one].append((quotas[one], now, then, old[one]))
            all_done, all_before = all_done + now, all_before + then
        cells[COMBINED].append((quotas[COMBINED], all_done, all_before, old[COMBINED]))
    return cells


def _county_rows(frame: _Frame, cells: Cells, places: Places) -> list[Row]:
    figures = {one: [Figure(*cell, needed_for(cell[0], frame.percents[one]), now, then)
                     for cell, now, then in zip(cells[one], *places[one], strict=True)] for one in CLASSES}
    return [Row(name, {one: figures[one][n] for one in CLASSES}, region_id, code, group)
            for n, (region_id, code, name, group) in enumerate(frame.regions)]


def _figures(frame: _Frame, done: dict[str, int], before: dict[str, int], quotas: Quotas, old: Quotas) -> dict[str, Figure]:
    done, before = done | {COMBINED: sum(done.values())}, before | {COMBINED: sum(before.values())}
    return {one: Figure(quotas[one], done[one], before[one], old[one], needed_for(quotas[one], frame.percents[one])) for one in CLASSES}


def _sum_row(frame: _Frame, rows: Iterable[Row], name: str, quotas: Quotas, old: Quotas, group: str = "") -> Row:
    rows = list(rows)
    done = {one: sum(row.figures[one].done for row in rows) for one in QUOTA_CLASSES}
    before = {one: sum(row.figures[one].before for row in rows) for one in QUOTA_CLASSES}
    return Row(name, _figures(frame, done, before, quotas, old), group=group)


def _groups(frame: _Frame, rows: list[Row]) -> list[Row]:
    """小计 of the printed groups: sums of their counties, unranked."""
    members: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.group:
            members[row.group].append(row)
    return [_sum_row(frame, inside, f"{name}合计", _computed(inside), _computed(inside, "quota_before"), name)
            for name, inside in members.items()]


def _computed(rows: list[Row], name: str = "quota") -> Quotas:
    """测算合计 of the quotas."""
    return {one: combined([(0, getattr(row.figures[one], name)) for row in rows])[1] for one in CLASSES}


# --- ranks ------------------------------------------------------------------------------------------


def _ranks(cells: Cells) -> Places:
    """名次 of each class among all counties of the plan, now and at the start of the week."""
    return {one: (places_of((done, quota) for quota, done, _, _ in column), places_of((before, old) for _, _, before, old in column))
            for one, column in cells.items()}


def _frozen_ranks(plan: Plan, moment: datetime, frame: _Frame) -> tuple[Places, datetime | None]:
    """名次 of a county as its own last frozen weekly report says: never computed from other counties' facts."""
    inside = [region_id for region_id, *_ in frame.regions]
    held, now, then = frozen_places(plan, moment, set(inside)) if inside else (None, {}, {})
    return {one: tuple([found.get((region_id, one), UNRANKED) for region_id in inside] for found in (now, then)) for one in CLASSES}, held
