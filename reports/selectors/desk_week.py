"""查本周: the running week and the closed ones that still wait - for a county its own return, for the city everybody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from tasks.models import Plan
from tasks.policies import may_for_whole
from tasks.selectors.plans import counties_in, has_counties
from units.models import Region

from ..models import WeekReturn
from ..policies import may_freeze_week, may_return_week
from ..rules.returns import has_returned, shown_state
from .weeks import Week, first_used, weeks_of


@dataclass(frozen=True)
class _Returns:
    """各期的报送 of a territory, read when they are first asked for: the menu counts weeks alone."""

    counties_in: Callable[[], list[Region]]
    report_ids: list[int]

    @cached_property
    def counties(self) -> list[Region]:
        return self.counties_in()

    @cached_property
    def rows(self) -> dict[tuple[int, int], WeekReturn]:
        """By report and region."""
        return {(row.report_id, row.region_id): row for row in WeekReturn.objects.filter(report__in=self.report_ids)}


@dataclass(frozen=True)
class Standing:
    """一期里各县区报到哪一步."""

    week: Week
    now: datetime
    returns: _Returns

    @cached_property
    def states(self) -> list[tuple[Region, str, WeekReturn | None]]:
        """State by region, in the order of the counties."""
        return [self._state(region) for region in self.returns.counties]

    def _state(self, region: Region) -> tuple[Region, str, WeekReturn | None]:
        row = self.returns.rows.get((self.week.report.id, region.id)) if self.week.report else None
        return region, str(shown_state(row.state if row else None, self.now, self.week.until)), row

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
    if not weeks or not has_counties(plan, actor):
        return None
    first = first_used(weeks)
    running = next((week for week in weeks if now <= week.until), weeks[-1])
    waiting = [week for week in weeks if week.until < now and not week.is_frozen and first and week.until >= first]
    returns = _Returns(lambda: counties_in(plan, actor), [week.report.id for week in (running, *waiting) if week.report])
    frozen = [week for week in weeks if week.is_frozen]
    return DeskWeek(Standing(running, now, returns), [Standing(week, now, returns) for week in waiting], frozen[-1] if frozen else None)


def weekly_count(found: DeskWeek | None, actor: Actor, now: datetime) -> int:
    """要办的期数: to return for a county's clerk, to freeze for the office."""
    if found is None:
        return 0
    if may_return_week(actor):
        return len(found.to_return(now))
    return len(found.waiting) if may_for_whole(may_freeze_week, actor, found.running.week.plan) else 0
