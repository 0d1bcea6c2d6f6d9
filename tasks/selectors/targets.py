"""查目标: every target of a plan with its outcome as of an instant, and the next goal of a quota class."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.weeks import last_instant
from parcels.choices import Kind
from parcels.selectors.as_of import RECORDED
from parcels.selectors.findings import found_and_done
from units.models import Region

from ..choices import Compares, GoalBase, IdlePart, Operator, QuotaClass, RowKind, TableKey
from ..models import Plan, Target
from ..rules.target_kinds import PARKS, SHARES, allowed
from ..rules.targets import (
    NO_DATA,
    REACHED,
    SHORT,
    WAITING,
    Outcome,
    judge,
    needed_area,
    pace_words,
    per_week,
)
from .done import Done, done_at, known_regions
from .plans import counties_in
from .quotas import QuotaSheet, idle_part_quotas, lines_of, part_areas, quota_sheet, table_at
from .system_figures import Stated, figures_on
from .target_kinds import Kinds, is_other

_STAGES = (Compares.AREA, Compares.QUOTA_RATE)  # targets whose result is that of a stage
_STOCK_PARTS = (IdlePart.BASE, IdlePart.NEW, QuotaClass.IDLE, QuotaClass.INEFFICIENT)  # whose printed stock annex 3 holds
_PUBLIC = ("", Compares.CONFIRM)  # targets that hold no figure of a county: everybody reads their result


@dataclass(frozen=True)
class CountyLine:
    """一个县区的结果. Where the ministry's figure of the due day decides, `system` is it and `accepted` the outcome by the ledger."""

    region: Region
    outcome: Outcome
    system: Stated | None = None
    accepted: Outcome | None = None
    is_made_up: bool = False  # reached, but after its day


@dataclass(frozen=True)
class TargetOutcome:
    """目标与结果. `outcome` is the whole plan's, None when the reader's territory is only a part of it; `lines` are the
    counties of the territory, for targets that are held against quotas; `per_week` is what is missing, spread evenly to the day.

    The result of a stage is decided by the ministry's figures of its due day where they were entered (驻政办〔2021〕19号 四“各阶段数据均以
    部监测监管系统统计为准”): `by_system` counties of `of` have one, `accepted` is the outcome by the ledger that stands beside."""

    target: Target
    outcome: Outcome | None
    lines: list[CountyLine] = field(default_factory=list)
    per_week: Fraction | None = None
    by_system: int = 0
    of: int = 0
    accepted: Outcome | None = None
    is_late: bool = False  # its day is over and it is not reached
    on_its_day: Outcome | None = None  # reached now, but not by the end of its day: what stood there then

    @property
    def pace_words(self) -> str:
        """每周需 in words."""
        return pace_words(self.per_week)

    @property
    def has_lines(self) -> bool:
        """Is anything known of its counties?"""
        return any(line.outcome.state != NO_DATA for line in self.lines)

    @property
    def reached_count(self) -> int:
        """How many of the counties have reached it."""
        return sum(line.outcome.state == REACHED for line in self.lines)

    @property
    def unknown_count(self) -> int:
        """Of how many nothing is known: neither reached nor short of it."""
        return sum(line.outcome.state == NO_DATA for line in self.lines)

    @property
    def made_up_count(self) -> int:
        """How many of those reached it after its day."""
        return sum(line.is_made_up for line in self.lines)


@dataclass(frozen=True)
class Goal:
    """阶段目标 of a quota class: `percent` % of its quota by `due_on`; `is_past` when no later one follows."""

    quota_class: str
    percent: Decimal
    due_on: date
    is_past: bool


@dataclass(frozen=True)
class Pace:
    """距目标: needed 亩, what is missing (0 = reached), and what that means each week."""

    needed: Decimal
    short_by: Decimal
    per_week: Fraction | None


def outcomes_of(plan: Plan, moment: datetime, basis: str = RECORDED, *, actor: Actor) -> list[TargetOutcome]:
    """全部目标 in printed order, as of `moment`, inside the open territory of `actor`."""
    targets = list(plan.targets.all())
    counties = counties_in(plan, actor)
    if not counties or not any(target.compares for target in targets):
        return [TargetOutcome(target, Outcome(NO_DATA)) for target in targets]
    board = _Board(plan, moment, counties, known_done(done_at(plan, moment, basis), counties, moment), basis)
    is_whole, day = actor.covers(plan.region_id), local(moment).date()
    found = []
    for target in targets:
        shown = is_whole or target.compares in _PUBLIC
        outcome, count = board.whole(target) if shown else None, board.stated_count(target)
        found.append(TargetOutcome(
            target, outcome, board.lines(target), _pace(target, outcome, day), count, len(counties),
            board.whole(target, by_ledger=True) if shown and count else None,
            bool(outcome and target.due_on and target.due_on < day and outcome.state in (SHORT, WAITING))))
    return _beside_their_day(plan, found, counties, day, basis)


def _beside_their_day(plan: Plan, found: list[TargetOutcome], counties: list[Region], day: date, basis: str) -> list[TargetOutcome]:
    """时限后才达到的阶段目标: what was reached after its day is not what the document asked for, so the day's own outcome stands beside it.

    Where the ministry's figure of the day decides, that is the day's outcome already."""
    boards: dict[date, _Board] = {}
    for n, one in enumerate(found):
        due_on = one.target.due_on
        has_reached = bool(one.reached_count or one.outcome and one.outcome.state == REACHED)
        if one.target.compares not in _STAGES or not has_reached or due_on is None or due_on >= day:
            continue
        if due_on not in boards:
            end = last_instant(due_on)
            boards[due_on] = _Board(plan, end, counties, known_done(done_at(plan, end, basis), counties, end), basis)
        then = boards[due_on]
        short = {line.region.id for line in then.lines(one.target) if line.outcome.state == SHORT}
        lines = [replace(line, is_made_up=line.system is None and line.outcome.state == REACHED and line.region.id in short) for line in one.lines]
        is_whole = one.outcome is not None and one.outcome.state == REACHED and not one.by_system
        whole = then.whole(one.target) if is_whole else None
        found[n] = replace(one, lines=lines, on_its_day=whole if whole and whole.state == SHORT else None)
    return found


def digestion_of(plan: Plan, moment: datetime, one: TargetOutcome) -> tuple[Decimal, Fraction] | None:
    """消化率 (C-06), the second rate of 批而未供: the printed 未供 of the whole plan and what part of it is disposed of."""
    if one.target.compares not in _STAGES or one.target.quota_class != QuotaClass.UNSUPPLIED or one.outcome is None or one.outcome.done is None:
        return None
    total = next((line for line in lines_of(table_at(plan, TableKey.ANNEX2, moment)) if line.kind == RowKind.TOTAL), None)
    whole = total.values.get("unsupplied") if total else None
    return (whole, Fraction(one.outcome.done) / Fraction(whole)) if whole else None


def _pace(target: Target, outcome: Outcome | None, day: date) -> Fraction | None:
    """每周需; what is no amount to be worked off (a ratio of parks) has none."""
    return per_week(outcome.short_by, day, target.due_on) if outcome and target.compares not in PARKS else None


def known_done(done: Done, counties: list[Region], moment: datetime) -> Done | None:
    """已知的完成量; None while the ledger of the territory is empty: nothing is known then, which is not 0."""
    return done if known_regions(done.areas, [county.id for county in counties], moment) else None


class _Board:
    """What the targets of one plan are held against, read once."""

    def __init__(self, plan: Plan, moment: datetime, counties: list[Region], done: Done | None, basis: str):
        self.counties, self.done = counties, done
        self.known = known_regions(done.areas, [county.id for county in counties], moment) if done else set()
        self.sheet = quota_sheet(plan, moment)
        self.quotas = {row.region_id: row.quotas for row in self.sheet.counties} if self.sheet else {}
        self.headline = headline_quotas(plan, self.sheet)
        self.parts, self.kinds = idle_part_quotas(plan, moment), Kinds(plan, moment, basis)
        self.stock = part_areas(plan, moment) if plan.goal_base == GoalBase.STOCK else {}
        self.found = found_and_done(Kind.IDLE, moment, basis) if any(one.compares == Compares.FOUND_RATE for one in plan.targets.all()) else {}
        over = {one.due_on for one in plan.targets.all() if one.compares in _STAGES and one.due_on and one.due_on <= local(moment).date()}
        self.system = figures_on(plan, over) if over else {}

    def stated(self, target: Target, region_id: int) -> Stated | None:
        """部系统数 of the due day, once that day has come."""
        return self.system.get(target.due_on, {}).get((region_id, target.quota_class, target.idle_part)) if target.compares in _STAGES else None

    def stated_count(self, target: Target) -> int:
        return sum(self.stated(target, county.id) is not None for county in self.counties)

    def whole(self, target: Target, *, by_ledger: bool = False) -> Outcome:
        if target.operator == Operator.MAY:
            return allowed()
        if is_other(target):
            return self.kinds.outcome(target, [county.id for county in self.counties])
        if target.compares == Compares.FOUND_RATE:
            return self._found(target, [county.id for county in self.counties])
        quota = self._whole_quota(target)
        stated = {} if by_ledger else {one.id: found.area for one in self.counties if (found := self.stated(target, one.id))}
        if self.done is None and not stated:
            return self._judged(target, None, quota)
        done = sum((stated[one.id] if one.id in stated else self._done(target, one.id) for one in self.counties), Decimal(0))
        return self._judged(target, done, quota)

    def lines(self, target: Target) -> list[CountyLine]:
        if target.compares == Compares.FOUND_RATE:
            return [CountyLine(county, self._found(target, [county.id])) for county in self.counties]
        if target.compares in SHARES:
            return [CountyLine(county, self.kinds.outcome(target, [county.id])) for county in self.counties]
        if target.compares != Compares.QUOTA_RATE:
            return []
        return [self._line(target, county) for county in self.counties]

    def _line(self, target: Target, county: Region) -> CountyLine:
        quota, stated = self._quota(target, county.id), self.stated(target, county.id)
        is_told = county.id in self.known or (self.known and not quota)  # without a quota nothing is asked of it
        ledger = self._judged(target, self._done(target, county.id) if is_told else None, quota)
        return CountyLine(county, self._judged(target, stated.area, quota), stated, ledger) if stated else CountyLine(county, ledger)

    def _found(self, target: Target, regions: list[int]) -> Outcome:
        """认定的闲置土地: of what was found, how much is disposed of; without any finding nothing is known."""
        pairs = [self.found[region] for region in regions if region in self.found]
        area, done = (sum((pair[at] for pair in pairs), Decimal(0)) for at in (0, 1))
        return self._judged(target, done, area) if pairs else Outcome(NO_DATA, sums="没有依法认定的闲置土地（认定有误撤销的不算）")

    def _judged(self, target: Target, done: Decimal | None, quota: Decimal | None) -> Outcome:
        return judge(compares=target.compares, operator=target.operator, value=target.value, done=done, quota=quota,
                     named="印发存量面积" if self._by_stock(target) else "")

    def _done(self, target: Target, region_id: int) -> Decimal:
        if self.done is None:
            return Decimal(0)
        if target.idle_part:
            return self.done.part(target.idle_part, region_id)
        return self.done.area(region_id, target.quota_class)

    def _whole_quota(self, target: Target) -> Decimal | None:
        if self._by_stock(target) or target.idle_part:
            return self._quota(target, None)
        return self.headline.get(target.quota_class)

    def _by_stock(self, target: Target) -> bool:
        """C-08: is the goal a part of the printed stock? Only where the document does not say 任务量 itself."""
        return bool(self.stock) and target.compares == Compares.QUOTA_RATE and target.unit == "%" and self._part(target) in _STOCK_PARTS

    def _part(self, target: Target) -> str:
        return target.idle_part or target.quota_class

    def _quota(self, target: Target, region_id: int | None) -> Decimal | None:
        if self._by_stock(target):
            return self.stock.get((region_id, self._part(target)))
        return self.parts.get((region_id, target.idle_part)) if target.idle_part else self.quotas.get(region_id, {}).get(target.quota_class)


def headline_quotas(plan: Plan, sheet: QuotaSheet | None) -> dict[str, Decimal | None]:
    """全市任务量 by class: the document's own text (39812, 9214, 1721; C-01) while its first annex 4 is valid, and the
    printed total of the newer one after a 任务调整."""
    printed = dict(sheet.total.quotas) if sheet and sheet.total else {}
    if sheet and sheet.table.version > 1:
        return printed
    text = {target.quota_class: target.value for target in plan.targets.all() if target.compares == Compares.AREA and target.quota_class}
    return {one.value: text.get(one.value, printed.get(one.value)) for one in QuotaClass}


def goals_of(plan: Plan) -> dict[str, list[tuple[date, Decimal]]]:
    """各类的阶段目标 (day, %), earliest first; the two idle parts of one day share their goal."""
    found: dict[str, dict[date, Decimal]] = {one.value: {} for one in QuotaClass}
    for target in plan.targets.all():
        if (target.compares == Compares.QUOTA_RATE and target.operator == Operator.AT_LEAST
                and target.due_on and target.quota_class and target.value is not None):
            days = found[target.quota_class]
            days[target.due_on] = max(target.value, days.get(target.due_on, target.value))
    return {one: sorted(days.items()) for one, days in found.items()}


def next_goals(plan: Plan, day: date) -> dict[str, Goal]:
    """下一个阶段目标 of each class: the first whose day has not passed, else the last one."""
    found = {}
    for quota_class, goals in goals_of(plan).items():
        if goals:
            due_on, percent = next((one for one in goals if one[0] >= day), goals[-1])
            found[quota_class] = Goal(quota_class, percent, due_on, due_on < day)
    return found


def pace_to(goal: Goal | None, done: Decimal | None, quota: Decimal | None, day: date) -> Pace | None:
    """距目标与每周需; None without a goal or a quota (「—」), or without data."""
    needed = needed_area(compares=Compares.QUOTA_RATE, value=goal.percent, quota=quota) if goal and done is not None else None
    if needed is None:
        return None
    short_by = max(needed - done, Decimal(0))
    return Pace(needed, short_by, per_week(short_by, day, goal.due_on))
