"""演示月通报: each month is made by the system, checked by the acceptance group, frozen and told by the office on the Monday after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.errors import Refusal
from reports.choices import PeriodKind
from reports.selectors.periods import period_of, periods_of
from reports.services.notices import publish_period
from reports.services.periods import check_period, freeze_period, open_due_periods
from tasks.models import Plan

from .step import Step

URGED = "未报的各期周报已催报，按时限定稿。"


def period_steps(plan: Plan, people: dict[str, Actor]) -> Iterator[Step]:
    """各月的办理; the first month that has begun makes those of the stages too."""
    for number, one in enumerate(periods_of(plan, PeriodKind.MONTHLY), 1):
        yield Step(one.after + timedelta(hours=14), f"{one}建期", system_actor("定期报告"), lambda actor: open_due_periods(actor=actor))
        monday = one.until + timedelta(days=2, hours=15)
        yield Step(monday, f"{one}核对", people["acceptance"], lambda actor, key=one.key: _check(plan, key, actor))
        yield Step(monday + timedelta(hours=1), f"{one}定稿", people["office"], lambda actor, key=one.key: _freeze(plan, key, actor))
        yield Step(monday + timedelta(hours=6), f"{one}通报", people["office2"],
                   lambda actor, key=one.key, number=number: _publish(plan, key, number, actor))


def _check(plan: Plan, key: str, actor: Actor) -> None:
    one = period_of(plan, PeriodKind.MONTHLY, key)
    if one.report and not one.report.checked_at:
        check_period(one, actor=actor, version=one.version, reason="与周报、台账核对一致。")


def _freeze(plan: Plan, key: str, actor: Actor) -> None:
    one = period_of(plan, PeriodKind.MONTHLY, key)
    try:
        freeze_period(one, actor=actor, version=one.version)
    except Refusal:  # a week of some county is missing: the office says why it does not wait
        freeze_period(one, actor=actor, version=one.version, reason=URGED)


def _publish(plan: Plan, key: str, number: int, actor: Actor) -> None:
    one = period_of(plan, PeriodKind.MONTHLY, key)
    today = clock.today()
    publish_period(one, actor=actor, version=one.version, doc_no=f"演示通报〔2021〕{number}号", dated_on=today, printed_on=today)
