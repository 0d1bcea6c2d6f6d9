"""查期: the weeks of a plan by its calendar, with what is kept about them. A week that nobody has touched has no row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models.expressions import RawSQL

from landplan.lib.clock import local
from landplan.lib.errors import Refusal
from landplan.lib.prepared import Prepared
from landplan.lib.weeks import WEEK, cutoff_on
from parcels.models import AreaWeek
from tasks.models import Plan, PrintedTable
from tasks.rules.columns import CLASS_TABLES

from ..models import WeeklyReport

_REPORTS = Prepared(lambda plan_id: WeeklyReport.objects.filter(plan_id=plan_id), plan_id=-1)
_FACTS = Prepared(lambda below, since: AreaWeek.unscoped.filter(
    region__in=RawSQL("SELECT id FROM units_region WHERE path LIKE %s", [below]), closes_at__gte=since).order_by("closes_at").only("closes_at")[:1],
    below="below", since=datetime(1, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Week:
    """一期: number, (after, until], and its row when there is one."""

    plan: Plan
    number: int
    after: datetime
    until: datetime
    report: WeeklyReport | None = None

    def __str__(self):
        return f"第{self.number}期周报"

    @property
    def is_frozen(self) -> bool:
        return self.report is not None and self.report.is_frozen

    @property
    def is_held(self) -> bool:
        return self.report is not None and self.report.is_held

    @property
    def edition(self) -> int:
        return self.report.edition if self.report else 0

    @property
    def version(self) -> int:
        return self.report.version if self.report else 0

    @property
    def auto_at(self) -> datetime | None:
        """自动定稿时刻, when the plan freezes by itself: on the day of the cut-off, never before the cut-off itself."""
        on_the_day = cutoff_on(local(self.until).date(), self.plan.auto_freeze_time)
        return max(self.until, on_the_day) if self.plan.has_auto_freeze else None

    @property
    def state(self) -> str:
        """报表状态 as `chip "report"` knows it."""
        return "corrected" if self.edition > 1 else "frozen" if self.is_frozen else "open"


def weeks_of(plan: Plan) -> list[Week]:
    """全部各期 of the plan's calendar, the first one seven days long too."""
    rows = {row.until: row for row in _REPORTS.objects(plan_id=plan.id)}
    cutoffs = plan.weekly_cutoffs()
    return [Week(plan, number, until - WEEK if number == 1 else cutoffs[number - 2], until, rows.get(until))
            for number, until in enumerate(cutoffs, 1)]


def week_of(plan: Plan, number: int) -> Week | None:
    """第几期; None when the plan has no such week."""
    return next((week for week in weeks_of(plan) if week.number == number), None)


def week_closing(plan: Plan, until: datetime) -> Week:
    """截止于某时刻的一期. Raises Refusal when the plan has no such cut-off."""
    weeks = weeks_of(plan)
    found = next((week for week in weeks if week.until == until), None)
    if found is None:
        span = f"{local(weeks[0].until):%Y-%m-%d} 至 {local(weeks[-1].until):%Y-%m-%d} 的每周五" if weeks else "没有周报"
        raise Refusal(f"{local(until):%Y-%m-%d %H:%M} 不是 {plan} 的周报截止时刻（{span}）。请写其中一个截止日。",
                      field="cutoff", code="no_such_week")
    return found


def current_week(weeks: list[Week], now: datetime) -> Week | None:
    """该办的一期: the first that is closed and not frozen since the system came into use, else the running one, else the last."""
    if not weeks:
        return None
    first = first_used(weeks)
    waiting = [week for week in weeks if week.until < now and not week.is_frozen and first and week.until >= first]
    running = [week for week in weeks if week.until >= now]
    return waiting[0] if waiting else running[0] if running else weeks[-1]


def first_used(weeks: list[Week]) -> datetime | None:
    """启用的第一期: the first week with a fact, a return or a row; weeks before it wait for nobody. None: never used."""
    if not weeks:
        return None
    kept = [week.until for week in weeks if week.report is not None]
    facts = [one.closes_at for one in _FACTS.objects(below=f"{weeks[0].plan.region.path}%", since=weeks[0].until)]
    return min([*kept, *facts], default=None)


def open_before(weeks: list[Week], week: Week) -> list[Week]:
    """本期之前还没有定稿的, since the first one in use."""
    first = first_used(weeks)
    return [one for one in weeks if one.until < week.until and not one.is_frozen and first and one.until >= first]


def due_week(plan: Plan, now: datetime) -> Week | None:
    """到点该自动定稿的一期: the earliest open one, if its time has come and the office has not put it on hold."""
    if not plan.has_auto_freeze:
        return None
    weeks = weeks_of(plan)
    first = first_used(weeks)
    waiting = [week for week in weeks if first and week.until >= first and not week.is_frozen]
    if waiting and not waiting[0].is_held and now >= waiting[0].auto_at:
        return waiting[0]
    return None


def weekly_plans() -> list[Plan]:
    """有周报的方案: those with a calendar of cut-offs and a table of quotas by class."""
    with_table = PrintedTable.objects.filter(key__in=CLASS_TABLES).values("plan_id")
    return list(Plan.objects.select_related("document", "region").filter(
        first_cutoff_on__isnull=False, last_cutoff_on__isnull=False, id__in=with_table))
