"""查目标: every target of a plan with its outcome as of an instant, and the next goal of a quota class."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from parcels.choices import Kind
from parcels.models import Parcel
from parcels.selectors.as_of import RECORDED
from parcels.selectors.findings import found_and_done
from units.models import Region

from ..choices import Compares, Operator, QuotaClass
from ..models import Plan, Target
from ..rules.targets import NO_DATA, REACHED, Outcome, judge, needed_area, per_week
from .done import Done, done_at
from .plans import counties_in
from .quotas import QuotaSheet, idle_part_quotas, quota_sheet


@dataclass(frozen=True)
class CountyLine:
    """一个县区的结果."""

    region: Region
    outcome: Outcome


@dataclass(frozen=True)
class TargetOutcome:
    """目标与结果. `outcome` is the whole plan's, None when the reader's territory is only a part of it; `lines` are the
    counties of the territory, for targets that are held against quotas; `per_week` is what is missing, spread evenly to the day."""

    target: Target
    outcome: Outcome | None
    lines: list[CountyLine] = field(default_factory=list)
    per_week: Fraction | None = None

    @property
    def has_lines(self) -> bool:
        """Is anything known of its counties?"""
        return any(line.outcome.state != NO_DATA for line in self.lines)

    @property
    def reached_count(self) -> int:
        """How many of the counties have reached it."""
        return sum(line.outcome.state == REACHED for line in self.lines)


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
        outcome = board.whole(target) if is_whole or not target.compares else None
        found.append(TargetOutcome(target, outcome, board.lines(target), per_week(outcome.short_by, day, target.due_on) if outcome else None))
    return found


def known_done(done: Done, counties: list[Region], moment: datetime) -> Done | None:
    """已知的完成量; None while the ledger of the territory is empty: nothing is known then, which is not 0."""
    inside = [county.id for county in counties]
    if any(region in inside for region, _ in done.areas):
        return done
    return done if Parcel.objects.filter(region_id__in=inside, registered_at__lte=moment).exists() else None


class _Board:
    """What the targets of one plan are held against, read once."""

    def __init__(self, plan: Plan, moment: datetime, counties: list[Region], done: Done | None, basis: str):
        self.counties, self.done = counties, done
        self.sheet = quota_sheet(plan, moment)
        self.quotas = {row.region_id: row.quotas for row in self.sheet.counties} if self.sheet else {}
        self.headline = headline_quotas(plan, self.sheet)
        self.parts = idle_part_quotas(plan, moment)
        self.found = found_and_done(Kind.IDLE, moment, basis) if any(one.compares == Compares.FOUND_RATE for one in plan.targets.all()) else {}

    def whole(self, target: Target) -> Outcome:
        if target.compares == Compares.FOUND_RATE:
            return self._found(target, [county.id for county in self.counties])
        quota = self.parts.get((None, target.idle_part)) if target.idle_part else self.headline.get(target.quota_class)
        done = None if self.done is None else sum((self._done(target, county.id) for county in self.counties), Decimal(0))
        return _judged(target, done, quota)

    def lines(self, target: Target) -> list[CountyLine]:
        if target.compares == Compares.FOUND_RATE:
            return [CountyLine(county, self._found(target, [county.id])) for county in self.counties]
        if target.compares != Compares.QUOTA_RATE:
            return []
        return [CountyLine(county, _judged(target, None if self.done is None else self._done(target, county.id),
                                           self._quota(target, county.id))) for county in self.counties]

    def _found(self, target: Target, regions: list[int]) -> Outcome:
        """认定的闲置土地: of what was found, how much is disposed of; without any finding nothing is known."""
        pairs = [self.found[region] for region in regions if region in self.found]
        area, done = (sum((pair[at] for pair in pairs), Decimal(0)) for at in (0, 1))
        return _judged(target, done if pairs else None, area)

    def _done(self, target: Target, region_id: int) -> Decimal:
        if target.idle_part:
            return self.done.part(target.idle_part, region_id)
        return self.done.area(region_id, target.quota_class)

    def _quota(self, target: Target, region_id: int) -> Decimal | None:
        return self.parts.get((region_id, target.idle_part)) if target.idle_part else self.quotas.get(region_id, {}).get(target.quota_class)


def _judged(target: Target, done: Decimal | None, quota: Decimal | None) -> Outcome:
    return judge(compares=target.compares, operator=target.operator, value=target.value, done=done, quota=quota)


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


def pace_to(goal: Goal | None, done: Decimal, quota: Decimal | None, day: date) -> Pace | None:
    """距目标与每周需; None without a goal or a quota (「—」)."""
    needed = needed_area(compares=Compares.QUOTA_RATE, value=goal.percent, quota=quota) if goal else None
    if needed is None:
        return None
    short_by = max(needed - done, Decimal(0))
    return Pace(needed, short_by, per_week(short_by, day, goal.due_on))
