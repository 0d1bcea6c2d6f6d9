"""查周报页: what the page of one week shows - to the city all counties, to a county its own row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Count

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.leases import JobState
from tasks.models import Plan
from tasks.selectors.plans import counties_in
from units.models import Region

from ..choices import Basis, ReturnState
from ..models import Job, ReportSnapshot, WeekReturn
from ..rules.returns import has_returned
from ..rules.sheet import CLASSES, Row, Sheet, sheet_from
from .week_facts import recorded_in
from .week_returns import Returned, awaited, editions_of, returns_of
from .week_sheet import sheet_of, snapshots_of
from .weeks import Week, current_week, open_before, weeks_of


@dataclass(frozen=True)
class Period:
    """各期的一行: how many counties returned, how many late."""

    week: Week
    returned: int
    late: int
    snapshot: ReportSnapshot | None
    is_current: bool
    mine: str = ""

    @property
    def suffix(self) -> str:
        return f"（第{self.week.edition}版）"


@dataclass(frozen=True)
class WeekPage:
    """一期的页."""

    week: Week
    sheet: Sheet
    tally: list[tuple[str, int]]
    missing: list[str]
    late: list[str]
    gaps: int
    earlier: list[Week]
    snapshots: list[ReportSnapshot]
    changed: list[Row]
    job: Job | None
    confirmed: dict[str, Decimal | None]

    @property
    def returned(self) -> int:
        return len(self.sheet.rows) - len(self.missing)

    @property
    def snapshot(self) -> ReportSnapshot | None:
        """最新一版."""
        return self.snapshots[-1] if self.snapshots else None


def periods_of(plan: Plan, actor: Actor, now: datetime) -> list[Period]:
    """各期, the newest first, up to the running one; a county reads its own state in them."""
    weeks = weeks_of(plan)
    here = current_week(weeks, now)
    reports = [week.report.id for week in weeks if week.report]
    told: dict[int, Counter] = {}
    for report_id, state, count in (WeekReturn.objects.filter(report__in=reports).order_by()
                                    .values_list("report_id", "state").annotate(n=Count("id"))):
        told.setdefault(report_id, Counter())[state] += count
    last = {one.report_id: one for one in ReportSnapshot.objects.filter(report__in=reports).defer("file", "payload").order_by("edition")}
    one_county = len(counties_in(plan, actor)) == 1
    found = []
    for week in weeks:
        states = told.get(week.report.id, Counter()) if week.report else Counter()
        if week.after < now or week == here:
            returned = sum(count for state, count in states.items() if has_returned(state))
            mine = (next(iter(states), "") or awaited(week, now).state) if one_county else ""
            found.append(Period(week, returned, states[ReturnState.LATE], last.get(week.report.id) if week.report else None, week == here, mine))
    return found[::-1]


def frozen_sheet(snapshots: list[ReportSnapshot]) -> Sheet | None:
    """定稿的内容 of the last edition."""
    return sheet_from(snapshots[-1].payload) if snapshots else None


def page_of_week(week: Week, now: datetime) -> WeekPage | None:
    """全市的一期: frozen figures when there are any, else as they stand now. None without a printed annex 4."""
    snapshots = snapshots_of(week)
    frozen = frozen_sheet(snapshots)
    sheet = frozen or sheet_of(week, now)
    if sheet is None:
        return None
    tally = Counter(row.state for row in sheet.rows)
    order = [*ReturnState.values, "awaited", "missing"]
    changed = []
    if frozen:
        fresh = sheet_of(week, now, basis=Basis.EFFECTIVE, before=frozen)
        changed = [row for row in fresh.rows if row.is_corrected] if fresh else []
    job = Job.objects.filter(report=week.report, state=JobState.FAILED).first() if week.report and not frozen else None
    return WeekPage(
        week=week, sheet=sheet, tally=[(state, tally[state]) for state in order if tally[state]],
        missing=[row.label for row in sheet.rows if not has_returned(row.state)],
        late=[row.label for row in sheet.rows if row.state == ReturnState.LATE],
        gaps=sum(value is not None for row in sheet.rows for value in row.gaps.values()),
        earlier=[] if frozen else open_before(weeks_of(week.plan), week), snapshots=snapshots, changed=changed, job=job,
        confirmed={one: _confirmed(sheet, one) for one in CLASSES})


def _confirmed(sheet: Sheet, quota_class: str) -> Decimal | None:
    """县区数合计: of those that returned; None when nobody has."""
    told = [row.proposed[quota_class] for row in sheet.rows if row.proposed.get(quota_class) is not None]
    return sum(told, Decimal("0.00")) if told else None


@dataclass(frozen=True)
class CountyWeek:
    """本县区的一期: facts now, what was returned, the frozen row."""

    week: Week
    region: Region
    facts: dict[str, Decimal]
    returned: Returned
    editions: list
    frozen: Row | None
    snapshot: ReportSnapshot | None

    @property
    def version(self) -> int:
        return self.returned.row.version if self.returned.row else 0


def county_week(week: Week, region: Region, now: datetime) -> CountyWeek:
    """本县区的一期, in the territory that is open: nothing of another county is read."""
    mine = part_week(week, [region], now)[0]
    return replace(mine, editions=editions_of(mine.returned.row) if mine.returned.row else [])


def part_week(week: Week, regions: list[Region], now: datetime) -> list[CountyWeek]:
    """各县区的一期 of the open territory, each as it reads its own: facts, last return, frozen row."""
    facts, returns, snapshots = recorded_in(week.plan, week.after, min(now, week.until)), returns_of(week, now), snapshots_of(week)
    frozen = frozen_sheet(snapshots)
    rows = {one.region_id: one for one in frozen.rows} if frozen else {}
    last = snapshots[-1] if snapshots else None
    return [CountyWeek(week, region, {one: facts.get((region.id, one), Decimal("0.00")) for one in CLASSES},
                       returns.get(region.id) or awaited(week, now), [], rows.get(region.id), last) for region in regions]


def moment_of(week: Week) -> str:
    """截止时刻 as the addresses of the board carry it."""
    return f"{local(week.until):%Y-%m-%dT%H:%M}"
