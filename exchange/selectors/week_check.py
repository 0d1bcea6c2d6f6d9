"""查周报与台账: Σ of the weekly returns, Σ of the parcels' disposals and the system's figure, by county and class (CYC-04)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from reports.models import WeekReturn
from reports.rules.returns import has_returned, shown_state
from reports.selectors.week_facts import recorded_in
from reports.selectors.weeks import weeks_of
from tasks.models import Plan
from tasks.selectors.done import done_at
from tasks.selectors.plans import counties_in
from tasks.selectors.system_figures import Stated, latest_figures
from units.models import Region

from .reconcile import CLASSES


@dataclass(frozen=True)
class WeekCell:
    """一类: Σ周报 over the weeks that were returned, Σ宗地处置 of the same weeks and of those not returned, all since the base date (亩)."""

    quota_class: str
    weekly: Decimal
    inside: Decimal
    done: Decimal
    stated: Stated | None

    @property
    def difference(self) -> Decimal:
        """Σ宗地处置 − Σ周报, of all weeks up to the cut-off."""
        return self.inside - self.weekly

    @property
    def to_system(self) -> Decimal | None:
        """台账累计 − 部系统."""
        return self.done - self.stated.area if self.stated else None


@dataclass(frozen=True)
class WeekLine:
    """一个县区: its classes, how many weeks were not returned."""

    region: Region
    cells: list[WeekCell]
    missing: int
    label: str = ""

    @property
    def differs(self) -> bool:
        return any(cell.difference or cell.to_system for cell in self.cells)


def week_check(plan: Plan, until: datetime, actor: Actor) -> tuple[list[WeekLine], int]:
    """各县区 up to a weekly cut-off, and how many weeks that is; in a fixed number of queries."""
    weeks = [week for week in weeks_of(plan) if week.until <= until]
    counties = counties_in(plan, actor)
    if not weeks:
        return [], 0
    returned, counts = _returned({week.report.id: week.until for week in weeks if week.report}, until)
    inside, done = recorded_in(plan, weeks[0].after, until), done_at(plan, until)
    stated = latest_figures(plan, local(until).date())
    lines = [WeekLine(county, [WeekCell(one, returned.get((county.id, one.value), Decimal(0)), inside.get((county.id, one.value), Decimal(0)),
                                        done.area(county.id, one.value), stated.get((county.id, one.value, ""))) for one in CLASSES],
                      len(weeks) - counts.get(county.id, 0)) for county in counties]
    return lines, len(weeks)


def _returned(closes: dict[int, datetime], now: datetime) -> tuple[dict[tuple[int, str], Decimal], dict[int, int]]:
    """Σ of what the counties returned, (region id, class) -> 亩, and how many weeks each returned."""
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    counts: dict[int, int] = defaultdict(int)
    for row in WeekReturn.objects.filter(report__in=closes).prefetch_related("editions__figures"):
        if not has_returned(shown_state(row.state, now, closes[row.report_id])):
            continue
        counts[row.region_id] += 1
        for figure in max(row.editions.all(), key=lambda one: one.number).figures.all():
            sums[row.region_id, figure.quota_class] += figure.proposed if figure.stated is None else figure.stated
    return sums, counts
