"""查本周: the running week and the closed ones that still wait - for a county its own return, for the city everybody's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from tasks.models import Plan
from tasks.selectors.plans import counties_in
from units.models import Region

from ..models import WeekReturn
from ..policies import may_freeze_week, may_return_week
from ..rules.returns import has_returned, shown_state
from .weeks import Week, first_used, weeks_of


@dataclass(frozen=True)
class Standing:
    """一期里各县区报到哪一步: state by region, in the order of the counties."""

    week: Week
    states: list[tuple[Region, str, WeekReturn | None]]

    @property
    def missing(self) -> list[str]:
        """没有报的县区."""
        return [region.name for region, state, _ in self.states if not has_returned(state)]

    @property
    def returned(self) -> int:
        return len(self.states) - len(self.missing)

    @property
    def own(self) -> tuple[Region, str, WeekReturn | None]:
        """本县区的一行, where the territory is one county."""
        return self.states[0]


@dataclass(frozen=True)
class DeskWeek:
    """本周 (the running week; the last one after it) and the closed weeks that are not frozen, the earliest first."""

    running: Standing
    waiting: list[Standing] = field(default_factory=list)
    last_frozen: Week | None = None

    def to_return(self, now: datetime) -> list[Standing]:
        """本县区要报的: closed weeks without a return, one sent back, and the running week on its last day."""
        found = [one for one in self.waiting if not has_returned(one.own[1])]
        week, state = self.running.week, self.running.own[1]
        is_day = now <= week.until and local(now).date() >= local(week.until).date()
        if now <= week.until and not has_returned(state) and (is_day or state == "again"):
            found.append(self.running)
        return found


def desk_week_of(plan: Plan, actor: Actor, now: datetime) -> DeskWeek | None:
    """本周 for this person's territory, in a fixed number of queries; None for a plan without weekly reports."""
    weeks = weeks_of(plan)
    if not weeks:
        return None
    first = first_used(weeks)
    running = next((week for week in weeks if now <= week.until), weeks[-1])
    waiting = [week for week in weeks if week.until < now and not week.is_frozen and first and week.until >= first]
    counties = counties_in(plan, actor)
    rows = {(row.report_id, row.region_id): row for row in
            WeekReturn.objects.filter(report__in=[week.report.id for week in (running, *waiting) if week.report])}
    stood = {week.number: _standing(week, counties, rows, now) for week in (running, *waiting)}
    frozen = [week for week in weeks if week.is_frozen]
    return DeskWeek(stood[running.number], [stood[week.number] for week in waiting], frozen[-1] if frozen else None) if counties else None


def _standing(week: Week, counties: list[Region], rows: dict, now: datetime) -> Standing:
    found = []
    for region in counties:
        row = rows.get((week.report.id, region.id)) if week.report else None
        found.append((region, str(shown_state(row.state if row else None, now, week.until)), row))
    return Standing(week, found)


def weekly_count(found: DeskWeek | None, actor: Actor, now: datetime) -> int:
    """要办的期数: to return for a county's clerk, to freeze for the office."""
    if found is None:
        return 0
    if may_return_week(actor):
        return len(found.to_return(now))
    return len(found.waiting) if may_freeze_week(actor) else 0
