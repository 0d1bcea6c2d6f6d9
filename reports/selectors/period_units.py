"""查收报: what each unit reported for a period, how late, and who was granted an exception.

A month is made of its weeks: a county has reported when it returned every one of them. A stage is reported by the package
that the plan wants by the stage's day (附件2、3 and ledger, or summary and ledger). A quarter is reported by the duty of its end.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from landplan.lib.clock import local
from tasks.models import Duty, PeriodDuty
from tasks.rules.obligations import is_each_county
from tasks.selectors.packages import first_sent_days
from units.models import Region

from ..choices import PeriodKind
from ..models import PeriodLeave, WeekReturn, WeekReturnEdition
from ..rules.returns import has_returned
from .periods import Period

RETURNED, LATE, MISSING, AWAITED, EXCUSED, NONE = "returned", "late", "missing", "awaited", "excused", "none"
LABELS = {RETURNED: "已报", LATE: "迟报", MISSING: "未报", AWAITED: "待报", EXCUSED: "准予例外", NONE: "本期没有要报的"}


@dataclass(frozen=True)
class Unit:
    """一个县区的收报: `late` days (a month: weeks that came late), `told` of `asked` (weeks of a month), the leave granted."""

    region_id: int
    label: str
    state: str
    late: int = 0
    told: int = 0
    asked: int = 0
    leave: str = ""

    @property
    def word(self) -> str:
        return LABELS[self.state]

    def as_data(self) -> dict:
        return asdict(self)


def collected_of(period: Period, now: datetime) -> list[Unit]:
    """各县区 of the open territory in the order of the regions."""
    regions = list(Region.objects.within(period.plan.region).counties())
    found = _WAYS.get(period.kind, _by_duty)(period, regions, now)
    leaves = leaves_of(period)
    return [_excused(one, leaves.get(one.region_id), now) for one in found]


def missing_of(units: list[Unit]) -> list[str]:
    """未报的, exceptions aside."""
    return [one.label for one in units if one.state == MISSING]


def leaves_of(period: Period) -> dict[int, PeriodLeave]:
    """准予例外 by county; the last one holds."""
    if period.report is None:
        return {}
    return {one.region_id: one for one in PeriodLeave.objects.filter(report=period.report).order_by("id")}


def duty_of(period: Period) -> Duty | None:
    """阶段报告由哪件应办事项报来: the one with a receiver that is due on the stage's day."""
    if period.kind != PeriodKind.STAGE:
        return None
    return period.plan.duties.exclude(reported_to="").filter(due_on=period.until_on).order_by("sort").first()


def _by_weeks(period: Period, regions: list[Region], now: datetime) -> list[Unit]:
    cutoffs = [one for one in period.plan.weekly_cutoffs() if period.after < one <= period.until]
    here = {"report__plan": period.plan, "report__until__in": cutoffs}
    returns = list(WeekReturn.objects.filter(**here).values_list("region_id", "state"))
    late = list(WeekReturnEdition.objects.filter(week_return__report__plan=period.plan, week_return__report__until__in=cutoffs,
                                                 number=1, is_late=True).values_list("region_id", flat=True))
    closed = sum(one < now for one in cutoffs)
    found = []
    for region in regions:
        told = sum(key == region.id and has_returned(state) for key, state in returns)
        state = RETURNED if told >= len(cutoffs) else AWAITED if told >= closed else MISSING
        count = late.count(region.id)
        found.append(Unit(region.id, region.name, LATE if state == RETURNED and count else state, count, told, len(cutoffs)))
    return found


def _by_package(period: Period, regions: list[Region], now: datetime) -> list[Unit]:
    duty = duty_of(period)
    if duty is None:
        return [Unit(region.id, region.name, NONE) for region in regions]
    sent, today = first_sent_days(duty), local(now).date()
    return [_dated(region, sent.get(region.id), period.due_on, today) for region in regions]


def _by_duty(period: Period, regions: list[Region], now: datetime) -> list[Unit]:
    """季度末报送: the duty that the daily job makes for each county once a period (tasks.PeriodDuty)."""
    asked = [one for one in period.plan.cycles.filter(period=period.kind) if is_each_county(one.by)]
    if not asked:
        return [Unit(region.id, region.name, NONE) for region in regions]
    rows = PeriodDuty.objects.filter(cycle__in=asked, period=period.key, done_on__isnull=False)
    sent, today = dict(rows.values_list("region_id", "done_on")), local(now).date()
    return [_dated(region, sent.get(region.id), period.due_on, today) for region in regions]


def _dated(region: Region, sent_on: date | None, due_on: date, today: date) -> Unit:
    """已报, 迟报 n 天 by the first time it was sent; the due day itself is in time."""
    if sent_on is None:
        return Unit(region.id, region.name, MISSING if today > due_on else AWAITED, asked=1)
    late = max(0, (sent_on - due_on).days)
    return Unit(region.id, region.name, LATE if late else RETURNED, late, 1, 1)


_WAYS = {PeriodKind.MONTHLY: _by_weeks, PeriodKind.STAGE: _by_package}


def _excused(one: Unit, leave: PeriodLeave | None, now: datetime) -> Unit:
    """准予例外: while it runs, a county that has not reported is not missing."""
    if leave is None:
        return one
    words = f"{leave.reason}（延至{leave.until_on}）" if leave.until_on else leave.reason
    runs = leave.until_on is None or local(now).date() <= leave.until_on
    state = EXCUSED if one.state in (MISSING, AWAITED) and runs else one.state
    return Unit(one.region_id, one.label, state, one.late, one.told, one.asked, words)
