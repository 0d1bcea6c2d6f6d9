"""一期的行: opened by the first who needs it, locked by everybody who changes it."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.errors import Conflict, Refusal
from parcels.services.common import check_version
from tasks.services.whole import permit_whole

from ..models import WeeklyReport
from ..policies import may_freeze_week
from ..selectors.weeks import Week

OFFICE = "周报的定稿、挂起、退回由领导小组办公室办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


def permit_office(actor: Actor, week: Week) -> None:
    """The office of this plan's region, or the system. Raises NotAllowed."""
    permit_whole(actor, week.plan, may_freeze_week, OFFICE)


def lock_week(week: Week) -> WeeklyReport:
    """锁一期: its row, made if nobody has touched it yet; returns and freezing of a week wait for each other here."""
    WeeklyReport.objects.get_or_create(plan=week.plan, until=week.until, defaults={
        "number": week.number, "after": week.after, "opened_at": clock.now()})
    return WeeklyReport.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region").get(
        plan=week.plan, until=week.until)


@transaction.atomic
def open_week(week: Week, *, actor: Actor) -> WeeklyReport:
    """建一期: its row, for programs that name it by number; what is there already is given."""
    permit_office(actor, week)
    if week.report is not None:
        return week.report
    if clock.now() <= week.after:
        raise Conflict(f"第{week.number}期从 {local(week.after):%Y-%m-%d %H:%M} 之后才开始，还不能建。", code="too_early")
    report = lock_week(week)
    record(actor=actor, action="open_week", obj=report, region_id=week.plan.region_id, after={"number": week.number})
    return report


@transaction.atomic
def hold_week(week: Week, *, actor: Actor, version: int | None, reason: str) -> WeeklyReport:
    """挂起: the week will not be frozen by itself; the office may still freeze it. Raises Refusal without a reason."""
    permit_office(actor, week)
    if not reason:
        raise Refusal("挂起自动定稿要写原因，如：等确山县补报。", field="reason", code="reason_missing")
    report = _open(week, version)
    if report.is_held:
        raise Conflict(f"第{week.number}期已经挂起：{report.hold_reason}。", code="wrong_state")
    report.hold_reason, report.held_at, report.held_by_id = reason, clock.now(), actor.user_id
    _save(report, "hold_reason", "held_at", "held_by")
    record(actor=actor, action="hold_week", obj=report, region_id=week.plan.region_id, after={"number": week.number}, reason=reason)
    return report


@transaction.atomic
def release_week(week: Week, *, actor: Actor, version: int | None) -> WeeklyReport:
    """解除挂起: it is frozen by itself again, at once when its time has passed."""
    permit_office(actor, week)
    report = _open(week, version)
    if not report.is_held:
        raise Conflict(f"第{week.number}期没有挂起，不用解除。", code="wrong_state")
    before = report.hold_reason
    report.hold_reason, report.held_at, report.held_by = "", None, None
    _save(report, "hold_reason", "held_at", "held_by")
    record(actor=actor, action="release_week", obj=report, region_id=week.plan.region_id, before={"hold_reason": before},
           after={"number": week.number, "hold_reason": ""})
    return report


def _open(week: Week, version: int | None) -> WeeklyReport:
    report = lock_week(week)
    if report.is_frozen:
        raise Conflict(f"第{week.number}期已定稿，不再自动定稿，也不用挂起。", code="wrong_state")
    # a week without a row was seen as version 0
    check_version(report, report.version if version == 0 and report.version == 1 else version)
    return report


def _save(report: WeeklyReport, *names: str) -> None:
    report.version += 1
    report.save(update_fields=[*names, "version"])
