"""工作任务: every unit of a task reports its progress; the lead says that a milestone is met, another person of the office confirms
(TSK-06)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.models import Attachment
from parcels.services.attachments import keep_attachment
from parcels.services.common import check_version, permit, refuse

from ..choices import ClosingState
from ..models import TaskClosing, TaskProgress, WorkTask, WorkTaskUnit
from ..policies import may_confirm_closing, speaks_for
from ..rules.reminders import county_key, unit_key
from ..rules.work_tasks import Voice, check_closing, check_progress, voice_of
from ..selectors.plans import plan_reaches
from .reminders import cancel_reminders

OFFICE = "办结由本方案的领导小组办公室确认；县区自己的方案，也可以由本县区的审核员确认。你现在的岗位不能办。"


@transaction.atomic
def report_progress(unit_id: int, *, actor: Actor, state: str, text: str, percent: int | None = None, upload=None) -> TaskProgress:
    """报进展 as one of the units of a task (`unit_id` is that of the task's row). Raises NotAllowed, Refusal, Refusals."""
    unit = _seat(unit_id, actor)
    refuse(check_progress(state, percent, text))
    row = TaskProgress.objects.create(
        region_id=actor.region_id, task=unit.task, unit=unit, unit_name=actor.unit_name, state=state, percent=percent, text=text,
        file=_kept(upload, actor), entered_at=clock.now(), entered_by_id=actor.user_id)
    record(actor=actor, action="report_progress", obj=row, subject=f"task:{unit.task_id}",
           after={"state": state, "text": text} | ({"percent": percent} if percent is not None else {}))
    return row


@transaction.atomic
def propose_closing(unit_id: int, *, actor: Actor, milestone_id: int | None, done_on: date | None, text: str, upload=None) -> TaskClosing:
    """提出办结 of a milestone, or of a task without any; the lead only. Raises NotAllowed, Conflict, Refusal, Refusals."""
    unit = _seat(unit_id, actor)
    permit(unit.is_lead, f"办结由牵头单位{unit.task.units.get(is_lead=True).printed}提出；配合单位报进展。")
    task = WorkTask.objects.select_for_update(of=("self",)).get(pk=unit.task_id)
    milestone = task.milestones.filter(pk=milestone_id).first()
    if milestone is None and (milestone_id or task.milestones.exists()):
        raise Refusal("没有选办结的是哪个时限。请选一个。", field="milestone", code="missing")
    refuse(check_closing(done_on, text, clock.today()))
    before = TaskClosing.objects.filter(task=task, milestone=milestone, region_id=actor.region_id).exclude(state=ClosingState.RETURNED).first()
    if before:
        raise Conflict(f"“{milestone or task}”{before.proposed_at:%Y-%m-%d} 已提出办结，现在是“{before.get_state_display()}”。请刷新页面。",
                       code="wrong_state")
    row = TaskClosing.objects.create(
        region_id=actor.region_id, task=task, milestone=milestone, unit_name=actor.unit_name, done_on=done_on, text=text,
        file=_kept(upload, actor), proposed_at=clock.now(), proposed_by_id=actor.user_id)
    if milestone:
        by_county = voice_of(unit.name, is_collective=unit.is_collective) == Voice.COUNTIES
        cancel_reminders(county_key(milestone.id, actor.region_id) if by_county else unit_key(milestone.id, unit.id))
    record(actor=actor, action="propose_closing", obj=row, subject=f"task:{task.id}", after={"done_on": done_on, "text": text})
    return row


@transaction.atomic
def decide_closing(closing_id: int, *, actor: Actor, version: int | None, accept: bool, opinion: str = "") -> TaskClosing:
    """确认或退回办结, by another person of the office. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    row = TaskClosing.objects.select_for_update(of=("self",)).select_related("task__plan", "milestone").get(pk=closing_id)
    permit(may_confirm_closing(actor, row.task.plan.region_id), OFFICE)
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed("这次办结是你提出的，要由办公室的另一人确认。")
    check_version(row, version)
    if row.state != ClosingState.PROPOSED:
        raise Conflict(f"“{row}”现在是“{row.get_state_display()}”，没有等确认的。请刷新页面。", code="wrong_state")
    if not accept and not opinion:
        raise Refusal("退回要写原因。请写缺什么、应怎么补；牵头单位会看到原话。", field="opinion", code="reason_missing")
    row.state = ClosingState.CONFIRMED if accept else ClosingState.RETURNED
    row.decided_at, row.decided_by_id, row.opinion = clock.now(), actor.user_id, opinion
    row.version += 1
    row.save(update_fields=["state", "decided_at", "decided_by", "opinion", "version"])
    record(actor=actor, action="confirm_closing" if accept else "return_closing", obj=row, subject=f"task:{row.task_id}",
           before={"state": ClosingState.PROPOSED}, after={"state": row.state}, reason=opinion)
    return row


def _seat(unit_id: int, actor: Actor) -> WorkTaskUnit:
    unit = WorkTaskUnit.objects.select_related("task__plan__region", "unit").get(pk=unit_id)
    permit(plan_reaches(unit.task.plan, actor.region_id) and speaks_for(actor, unit, unit.task.plan.region_id),
           f"“{unit.printed}”的进展由它自己的岗位报。你现在的岗位不能代报；兼有岗位的，先在右上角切换。")
    return unit


def _kept(upload, actor: Actor) -> Attachment | None:
    return keep_attachment(actor.region_id, upload, actor=actor) if upload else None
