"""周期任务: made by the daily job once a period and unit, whatever was missed between; a unit says when its own is done (TSK-08)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from audit.services import record
from landplan.lib import clock, leases
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.leases import JobState
from parcels.services.common import check_version, permit
from units.models import Region

from ..models import PeriodDuty, Plan, WorkRun
from ..policies import may_finish_period
from ..rules.obligations import is_each_county
from ..rules.periods import is_done_by_notice, is_regular, periods_between
from .reminders import cancel_reminders, remind

_TROUBLE = "应办停在半路，什么都没有写，会重新办。请系统管理员查看日志。"


@transaction.atomic
def enqueue_work(*, actor: Actor) -> list[int]:
    """把今天的应办列入办理, once a day from the hour of the settings (NIGHT_HOUR) on. Returns the ids of runs that a worker should look at.

    A day on which nothing ran is not made up for: the next run makes every period that is missing.
    """
    now = clock.local(clock.now())
    if now.hour >= settings.NIGHT_HOUR:
        WorkRun.objects.get_or_create(key=f"work:{now.date():%Y-%m-%d}", defaults={
            "day": now.date(), "due_at": clock.now(), "created_at": clock.real_now()})
    return leases.waiting(WorkRun)


def run_work(run_id: int, *, actor: Actor) -> WorkRun | None:
    """办一次: everything of it in one transaction, so that a killed worker leaves nothing half done. None when another has it."""
    return leases.run(WorkRun, run_id, lambda job: _work(job, actor), trouble=_TROUBLE)


@transaction.atomic
def _work(job: WorkRun, actor: Actor) -> WorkRun | None:
    row = leases.still_ours(job)
    if row is None:
        return None
    made = make_period_duties(row.day, actor=actor)
    sent = remind(row.day, actor=actor)
    return leases.finish(row, JobState.DONE, f"生成周期任务 {len(made)} 项，发提醒 {len(sent)} 条")


@transaction.atomic
def make_period_duties(day: date, *, actor: Actor) -> list[PeriodDuty]:
    """生成周期任务 up to the period of `day`, those that are missing only, in order. Plans are locked first: two never make the same."""
    plans = list(Plan.objects.select_for_update(of=("self",)).select_related("document", "region").order_by("id"))
    known = set(PeriodDuty.objects.values_list("cycle_id", "period", "region_id"))
    made = [row for plan in plans for row in _of_plan(plan, day) if (row.cycle_id, row.period, row.region_id) not in known]
    made.sort(key=lambda row: row.first_on)
    PeriodDuty.objects.bulk_create(made)
    if made:
        record(actor=actor, action="make_period_duties", label=f"周期任务 {day}", after={"rows": len(made), "until": day})
    return made


def _of_plan(plan: Plan, day: date) -> list[PeriodDuty]:
    """What the cycles of a plan ask for, from its own day until its end or `day`."""
    now, counties = clock.now(), list(Region.objects.within(plan.region).counties())
    ends = [phase.ends_on for phase in plan.phases.all()]
    until = plan.document.valid_until or (max(ends) if ends and all(ends) else None)
    last = min(day, until) if until else day
    rows = []
    for cycle in plan.cycles.all():
        if is_regular(cycle.period):
            regions = counties if is_each_county(cycle.by) else [plan.region]
            rows += [PeriodDuty(cycle=cycle, region=region, period=one.key, label=one.label, first_on=one.first, due_on=one.last, made_at=now)
                     for one in periods_between(cycle.period, cycle.starts_on or plan.document.dated_on, last) for region in regions]
    return rows


@transaction.atomic
def finish_period(duty_id: int, *, actor: Actor, version: int | None, done_on: date | None, note: str, doc_no: str = "") -> PeriodDuty:
    """办结周期任务. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    row = PeriodDuty.objects.select_for_update(of=("self",)).select_related("cycle__plan__region", "region").get(pk=duty_id)
    permit(may_finish_period(actor, row), f"“{row}”由{row.cycle.by}办。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    check_version(row, version)
    if row.done_on:
        raise Conflict(f"“{row}”{row.done_on} 已经办结。请刷新页面。", code="wrong_state")
    today = clock.today()
    if done_on is None or not row.first_on <= done_on <= today:
        raise Refusal(f"办结日期{f' {done_on} ' if done_on else '没有填，'}应在 {row.first_on} 到今天 {today} 之间。请填实际日期。", field="done_on",
                      code="day_order")
    if not note:
        raise Refusal("办结情况没有写。请写报了什么、发了什么。", field="note", code="missing")
    return _finish(row, done_on=done_on, note=note, doc_no=doc_no, actor=actor)


@transaction.atomic
def finish_by_notice(plan: Plan, rhythm: str, period: str, *, actor: Actor, dated_on: date, doc_no: str) -> list[PeriodDuty]:
    """通报了即办结: the duties of that period that ask for nothing but its notice, so that nobody is reminded of what was issued.

    Who may issue the notice was asked there; what somebody reported as done before stays as it was reported.
    """
    today = clock.today()
    rows = PeriodDuty.objects.select_for_update(of=("self",)).select_related("cycle").filter(
        cycle__plan=plan, cycle__period=rhythm, period=period, region_id=plan.region_id, done_on=None).order_by("id")
    return [_finish(row, done_on=dated_on if row.first_on <= dated_on <= today else today, note="已通报（随定期报告的通报办结）", doc_no=doc_no,
                    actor=actor) for row in rows if is_done_by_notice(row.cycle.what)]


def _finish(row: PeriodDuty, *, done_on: date, note: str, doc_no: str, actor: Actor) -> PeriodDuty:
    row.done_on, row.note, row.doc_no, row.closed_at, row.closed_by_id = done_on, note, doc_no, clock.now(), actor.user_id
    row.version += 1
    row.save(update_fields=["done_on", "note", "doc_no", "closed_at", "closed_by", "version"])
    cancel_reminders(f"period:{row.id}")
    record(actor=actor, action="finish_period", obj=row, after={"done_on": done_on, "note": note, "doc_no": doc_no})
    return row
