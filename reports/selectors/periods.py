"""查定期报告的各期: the periods of a plan by its calendar and its printed rhythms, with what is kept about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Min, Q

from landplan.lib.clock import local
from landplan.lib.periods import Span, months, stages
from landplan.lib.weeks import WEEK, last_instant
from parcels.models import AreaEntry, AreaWeek
from tasks.models import Cycle, Plan, PrintedTable
from tasks.rules.columns import CLASS_TABLES
from tasks.selectors.plans import last_day_of
from tasks.selectors.targets import goals_of
from units.models import Region

from ..choices import PeriodKind, PeriodState
from ..models import PeriodReport, WeeklyReport
from ..rules.spans import calendar, period_words, span_words

_SET = (PeriodKind.MONTHLY, PeriodKind.STAGE)  # their ends follow settings of the plan
_CALENDAR = (PeriodKind.QUARTERLY, PeriodKind.HALF_YEARLY, PeriodKind.YEARLY)
# days from the last day of a period to the day by which it is to be told (本系统的约定; a month: the end of its last week)
_TELL = {PeriodKind.MONTHLY: 2, PeriodKind.STAGE: 10, PeriodKind.QUARTERLY: 10, PeriodKind.HALF_YEARLY: 15, PeriodKind.YEARLY: 30}


@dataclass(frozen=True)
class Period:
    """一期: kind, key, (after, until], its dates, and its row when there is one."""

    plan: Plan
    kind: str
    key: str
    after: datetime
    until: datetime
    due_on: date
    publish_on: date
    report: PeriodReport | None = None

    def __str__(self):
        return period_words(self.kind, self.key)

    @property
    def label(self) -> str:
        return span_words(self.kind, self.key)

    @property
    def kind_label(self) -> str:
        return PeriodKind(self.kind).label

    @property
    def is_frozen(self) -> bool:
        return self.report is not None and self.report.is_frozen

    @property
    def edition(self) -> int:
        return self.report.edition if self.report else 0

    @property
    def version(self) -> int:
        return self.report.version if self.report else 0

    @property
    def until_on(self) -> date:
        return local(self.until).date()

    def state_at(self, now: datetime) -> str:
        """走到哪一步; one without a row is open, or waits to be opened."""
        if self.report:
            return self.report.state_at(now)
        return PeriodState.COLLECTING if now > self.until else PeriodState.OPEN


def periods_of(plan: Plan, kind: str = "") -> list[Period]:
    """各期 of the plan's printed rhythms, by kind and day."""
    rows = {(row.kind, row.key): row for row in PeriodReport.objects.filter(plan=plan)}
    found = []
    for one, spans in _spans(plan).items():
        if not kind or one == kind:
            periods = [_period(plan, one, span, rows.get((one, span.key))) for span in spans]
            found += _linked(periods) if one in _SET else periods
    return found


def _linked(row: list[Period]) -> list[Period]:
    """首尾相接: a period that is not made yet begins where the one before it was made to end, whatever a setting says since."""
    linked = row[:1]
    for one in row[1:]:
        before = linked[-1]
        linked.append(replace(one, after=before.until) if one.report is None and before.report else one)
    return linked


def period_of(plan: Plan, kind: str, key: str) -> Period | None:
    """一期; None when the plan has none like it."""
    return next((one for one in periods_of(plan, kind) if one.key == key), None) if kind in PeriodKind.values else None


def kinds_of(plan: Plan) -> list[PeriodKind]:
    """方案有哪几种定期报告."""
    return [PeriodKind(kind) for kind in _spans(plan)]


def cycles_for(plan: Plan, kind: str) -> list[Cycle]:
    """印发的依据: the printed lines of a rhythm, of a stage none."""
    return list(plan.cycles.filter(period=kind))


def due_periods(plan: Plan, now: datetime) -> list[Period]:
    """该建的: those that have begun and have no row, since the plan came into use; what ended before that waits for nobody."""
    first = first_used(plan)
    return [one for one in periods_of(plan) if one.report is None and first and one.after < now and one.until >= first]


def first_used(plan: Plan) -> datetime | None:
    """启用时刻: the first fact in the territory, or the first report of any kind. None: never used."""
    inside = Region.objects.within(plan.region)
    weeks = AreaWeek.unscoped.filter(region__in=inside).order_by("closes_at").values_list("closes_at", flat=True)[:1]
    facts = [AreaEntry.unscoped.filter(region__in=inside, recorded_at__gt=closes_at - WEEK, recorded_at__lte=closes_at).aggregate(
        first=Min("recorded_at"))["first"] for closes_at in weeks]
    return min([*facts, *WeeklyReport.objects.filter(plan=plan).order_by("until").values_list("until", flat=True)[:1],
                *PeriodReport.objects.filter(plan=plan).order_by("until").values_list("until", flat=True)[:1]], default=None)


def reporting_plans() -> list[Plan]:
    """有定期报告的方案: those with a rhythm, or with printed quotas for stages."""
    with_table = PrintedTable.objects.filter(key__in=CLASS_TABLES).values("plan_id")
    named = Cycle.objects.filter(period__in=PeriodKind.values).values("plan_id")
    return list(Plan.objects.select_related("document", "region").filter(Q(id__in=with_table) | Q(id__in=named)))


def _period(plan: Plan, kind: str, span: Span, row: PeriodReport | None) -> Period:
    if row:
        return Period(plan, kind, span.key, row.after, row.until, row.due_on, row.publish_on, row)
    return Period(plan, kind, span.key, span.after, span.until, span.last_on, span.last_on + timedelta(days=_TELL[kind]))


def _spans(plan: Plan) -> dict[str, list[Span]]:
    """The calendar of each rhythm that the plan prints, and its stages."""
    printed = set(plan.cycles.values_list("period", flat=True))
    found: dict[str, list[Span]] = {}
    if PeriodKind.MONTHLY in printed:
        found[PeriodKind.MONTHLY] = months(plan.weekly_cutoffs(), plan.month_rule)
    goals = {day for pairs in goals_of(plan).values() for day, _ in pairs}
    if goals:
        found[PeriodKind.STAGE] = stages(goals, plan.counts_after or last_instant(plan.document.dated_on), int(plan.snapshot_lead))
    first, last = plan.document.dated_on, last_day_of(plan)
    return found | {kind: calendar(kind, first, last) for kind in _CALENDAR if kind in printed}
