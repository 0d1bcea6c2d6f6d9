"""查进度: the board of a plan - quota, done, rate, rank, week and distance of every county, as of any instant.

A fixed small number of queries reads the small tables; everything is joined here in whole numbers of 10⁻⁶ 亩. Only
counties of the reader's territory are read. Ranks need everybody: a part of the plan has none here (`frozen_places`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from landplan.lib.actors import Actor
from landplan.lib.area import to_micro
from landplan.lib.clock import local
from landplan.lib.weeks import FRIDAY, WEEK, Window, closing_cutoff
from parcels.selectors.as_of import RECORDED, Totals, totals_at, window_totals
from tasks.choices import QuotaClass, TableKey
from tasks.models import Plan
from tasks.rules.quota import class_of
from tasks.selectors.quotas import QuotaSheet, quota_sheet, table_at
from tasks.selectors.targets import Goal, headline_quotas, next_goals
from units.models import Region

from ..rules.board import UNRANKED, Figure, Pair, Place, combined, needed_for, places_of
from .frozen import frozen_places

COMBINED = "combined"
CLASSES = (*QuotaClass.values, COMBINED)
INSTANT = timedelta(microseconds=1)
Areas = dict[tuple[int, str], int]  # (region id, class) -> 10⁻⁶ 亩
Quotas = dict[str, int | None]  # class -> 10⁻⁶ 亩


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

    regions: list[Region]
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
    frame = _frame(plan, moment, week.after, actor)
    before, done = _areas(plan, week, basis)
    rows = _county_rows(frame, before, done)
    held = None
    if is_whole:
        rows = _ranked(rows)
    elif rows:
        rows, held = _with_frozen(plan, moment, rows)
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


def start_of(plan: Plan) -> datetime | None:
    """基准时刻, exclusive: only what comes after it counts."""
    return plan.base_at - INSTANT if plan.base_at else None


# --- quotas and goals -------------------------------------------------------------------------------


def _frame(plan: Plan, moment: datetime, before: datetime, actor: Actor) -> _Frame:
    sheet, older = quota_sheet(plan, moment), table_at(plan, TableKey.ANNEX4, before)
    headline = _micro(headline_quotas(plan, sheet))
    is_same = sheet is None or sheet.table.id == older.id
    old = sheet if is_same else quota_sheet(plan, before)
    quotas = _quotas(sheet)
    goals = next_goals(plan, local(moment).date())
    goals = {one: goals.get(one) for one in QuotaClass.values} | {COMBINED: _common(list(goals.values()))}
    return _Frame(_regions(plan, sheet, actor), quotas, quotas if is_same else _quotas(old), headline,
                  headline if is_same else _micro(headline_quotas(plan, old)), goals, sheet.table.id if sheet else None,
                  {one: to_micro(goal.percent) if goal else None for one, goal in goals.items()})


def _regions(plan: Plan, sheet: QuotaSheet | None, actor: Actor) -> list[Region]:
    """县区 in printed order, then those that the table does not name; only the actor's."""
    order = {row.region_id: n for n, row in enumerate(sheet.counties)} if sheet else {}
    inside = [region for region in Region.objects.within(plan.region).counties() if actor.covers(region.id)]
    return sorted(inside, key=lambda region: order.get(region.id, len(order)))


def _quotas(sheet: QuotaSheet | None) -> dict[int, Quotas]:
    return {row.region_id: _micro(row.quotas) for row in sheet.counties} if sheet else {}


def _micro(quotas: dict) -> Quotas:
    found = {one: None if (value := quotas.get(one)) is None else to_micro(value) for one in QuotaClass.values}
    return found | {COMBINED: combined([(0, value) for value in found.values()])[1]}


def _common(goals: list[Goal]) -> Goal | None:
    """三类合并的目标: only when all classes have the same percentage by the same day."""
    if len(goals) < len(QuotaClass) or len({(goal.percent, goal.due_on) for goal in goals}) > 1:
        return None
    return Goal(COMBINED, goals[0].percent, goals[0].due_on, goals[0].is_past)


# --- areas ------------------------------------------------------------------------------------------


def _areas(plan: Plan, week: Window, basis: str) -> tuple[Areas, Areas]:
    """(done at the start of the week, done at its end), both since the base date."""
    start = start_of(plan)
    base = totals_at(start, basis) if start else {}
    if start and week.after <= start:
        before, later = base, window_totals(start, week.until, basis)
    elif _closes(week):
        before, later = totals_at(week.after, basis), None
    else:
        before, later = totals_at(week.after, basis), window_totals(week.after, week.until, basis)
    base_sums, sums = _by_class(plan, base), _by_class(plan, before)
    then = {key: area - base_sums.get(key, 0) for key, area in sums.items()}
    if later is None:
        now = _by_class(plan, totals_at(week.until, basis))
        return then, {key: area - base_sums.get(key, 0) for key, area in now.items()}
    now = defaultdict(int, then)
    for key, area in _by_class(plan, later).items():
        now[key] += area
    return then, now


def _closes(week: Window) -> bool:
    """A whole standard week: its end is read from the weekly rows, too."""
    return week.until - week.after == WEEK and closing_cutoff(week.until) == week.until


def _by_class(plan: Plan, totals: Totals) -> Areas:
    found: Areas = defaultdict(int)
    classes: dict[str, str | None] = {}
    for (region_id, kind, _), (area, _) in totals.items():
        if kind not in classes:
            one = class_of(kind, plan.counts_used_unsupplied)
            classes[kind] = one.value if one else None
        if classes[kind]:
            found[region_id, classes[kind]] += area
    return found


# --- rows -------------------------------------------------------------------------------------------

_NONE: Quotas = dict.fromkeys(CLASSES)


def _county_rows(frame: _Frame, before: Areas, done: Areas) -> list[Row]:
    rows = []
    for region in frame.regions:
        quotas, old = frame.quotas.get(region.id, _NONE), frame.quotas_before.get(region.id, _NONE)
        then = {one: before.get((region.id, one), 0) for one in QuotaClass.values}
        now = {one: done.get((region.id, one), 0) for one in QuotaClass.values}
        rows.append(Row(region.name, _figures(frame, now, then, quotas, old), region.id, region.code, region.group))
    return rows


def _figures(frame: _Frame, done: dict[str, int], before: dict[str, int], quotas: Quotas, old: Quotas) -> dict[str, Figure]:
    done, before = done | {COMBINED: sum(done.values())}, before | {COMBINED: sum(before.values())}
    return {one: Figure(quotas[one], done[one], before[one], old[one], needed_for(quotas[one], frame.percents[one])) for one in CLASSES}


def _sum_row(frame: _Frame, rows: Iterable[Row], name: str, quotas: Quotas, old: Quotas, group: str = "") -> Row:
    rows = list(rows)
    done = {one: sum(row.figures[one].done for row in rows) for one in QuotaClass.values}
    before = {one: sum(row.figures[one].before for row in rows) for one in QuotaClass.values}
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


def _ranked(rows: list[Row]) -> list[Row]:
    """名次 of each class among all counties of the plan, now and at the start of the week."""
    now = {one: places_of(_pair(row.figures[one]) for row in rows) for one in CLASSES}
    then = {one: places_of((row.figures[one].before, row.figures[one].quota_before) for row in rows) for one in CLASSES}
    return [_placed(row, {one: (now[one][n], then[one][n]) for one in CLASSES}) for n, row in enumerate(rows)]


def _pair(figure: Figure) -> Pair:
    return figure.done, figure.quota


def _placed(row: Row, places: dict[str, tuple[Place, Place]]) -> Row:
    figures = {one: figure._replace(place=places[one][0], place_before=places[one][1]) for one, figure in row.figures.items()}
    return Row(row.name, figures, row.region_id, row.code, row.group)


def _with_frozen(plan: Plan, moment: datetime, rows: list[Row]) -> tuple[list[Row], datetime | None]:
    """名次 of a county as its own last frozen weekly report says: never computed from other counties' facts."""
    held, now, then = frozen_places(plan, moment, {row.region_id for row in rows})
    return [_placed(row, {one: (now.get((row.region_id, one), UNRANKED), then.get((row.region_id, one), UNRANKED)) for one in CLASSES})
            for row in rows], held
