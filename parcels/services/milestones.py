"""倒排计划、挂图作战: milestones laid out, moved with the deadline, and done one after the other (LED-18)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import changes, record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import ParcelStatus
from ..models import Parcel, ParcelMilestone, StepSetting
from ..policies import may_edit_measures, may_keep_milestones
from ..rules.milestones import DONE, Step, check_lay_out, check_steps, days_before, due_day, stored_steps
from ..selectors.milestones import steps_for, without_milestones
from .common import check_version, lock_parcel, permit, refuse

_CLERKS = "倒排和节点由县区填报员办。"
MOST = 200


@transaction.atomic
def lay_out_milestones(parcel_id: int, *, actor: Actor) -> Parcel:
    """倒排: milestones from today to the deadline. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_milestones(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    _refuse_closed(parcel)
    if parcel.milestones.exists():
        raise Conflict("这宗地已经倒排。改完成时限，没有完成的节点随着移动。", code="wrong_state")
    refuse(check_lay_out(parcel.deadline_on, clock.today()))
    record(actor=actor, action="lay_out_milestones", obj=parcel, after={"milestones": lay_out(parcel)})
    return parcel


def lay_out_county(*, actor: Actor) -> int:
    """全部倒排: every parcel of the territory that can be and is not yet, up to 200 at once. Returns how many."""
    permit(may_keep_milestones(actor), _CLERKS)
    ids = list(without_milestones().filter(deadline_on__gt=clock.today()).values_list("id", flat=True)[:MOST])
    for parcel_id in ids:
        lay_out_milestones(parcel_id, actor=actor)
    return len(ids)


def lay_out(parcel: Parcel) -> list[str]:
    """排出各节点 of a locked parcel that has none; how they are told in the trail."""
    steps, today = steps_for(parcel.region), clock.today()
    rows = [ParcelMilestone(region_id=parcel.region_id, parcel=parcel, code=step.code, label=step.label, order=order, days_before=before,
                            due_on=due_day(parcel.deadline_on, before), is_next=order == 1)
            for order, (step, before) in enumerate(zip(steps, days_before(steps, start=today, deadline=parcel.deadline_on), strict=True), 1)]
    ParcelMilestone.objects.bulk_create(rows)
    return [str(row) for row in rows]


def move_milestones(parcel: Parcel) -> list[str]:
    """未完成的节点随时限移动; how they are told in the trail. Done ones stay. A parcel without any, or without a deadline, has none to move."""
    told = []
    for row in parcel.milestones.filter(done_on=None) if parcel.deadline_on else ():
        before, row.due_on = row.due_on, due_day(parcel.deadline_on, row.days_before)
        if row.due_on != before:
            row.save(update_fields=["due_on"])
            told.append(f"{row.label} {before} 移到 {row.due_on}")
    return told


@transaction.atomic
def step_parcel(parcel_id: int, *, actor: Actor, seen: str, to: str, done_on: date | None = None) -> Parcel:
    """移到一个节点: those before it are done (by default today), it and those behind it are not. `seen` is the step that the
    person saw it in; `to` = done ends the last. Raises NotAllowed, Conflict, Refusal.
    """
    permit(may_keep_milestones(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    _refuse_closed(parcel)
    rows = list(parcel.milestones.select_for_update().order_by("order"))
    now_at = next((row.code for row in rows if row.is_next), DONE)
    codes, today = [*(row.code for row in rows), DONE], clock.today()
    if not rows or to not in codes:
        raise Refusal("这宗地没有这个节点。请刷新页面，从列出的节点里选。", field="to", code="not_found")
    if seen != now_at:
        raise Conflict(f"这宗地已被移到“{_label(rows, now_at)}”，你看到的是“{_label(rows, seen)}”。请刷新页面再移。", code="stale")
    done_on = done_on or today
    if done_on > today:
        raise Refusal(f"完成日期 {done_on} 晚于今天 {today}。请改为实际日期。", field="done_on", code="day_future")
    if to != now_at:
        _place(rows, codes.index(to), done_on)
        done = {"done_on": done_on} if codes.index(to) > codes.index(now_at) else {}
        record(actor=actor, action="step_parcel", obj=parcel, before={"step": _label(rows, now_at)}, after={"step": _label(rows, to), **done})
    return parcel


def _place(rows: list[ParcelMilestone], place: int, done_on: date) -> None:
    """Those before the place are done, the one at it is next. Nothing is next for a moment, since only one may be."""
    ParcelMilestone.objects.filter(pk__in=[row.pk for row in rows]).update(is_next=False)
    for number, row in enumerate(rows):
        row.done_on = (row.done_on or done_on) if number < place else None
        row.is_next = number == place
        row.save(update_fields=["done_on", "is_next"])


def _label(rows: list[ParcelMilestone], code: str) -> str:
    return next((row.label for row in rows if row.code == code), "全部完成")


def _refuse_closed(parcel: Parcel) -> None:
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地已销号，不用再排节点。", code="wrong_state")


@transaction.atomic
def change_steps(*, actor: Actor, region, version: int | None, steps: list[Step], reason: str) -> StepSetting:
    """改倒排设置: for what is laid out from now on; `version` 0 = the default was seen. Raises NotAllowed, Conflict, Refusal."""
    permit(may_edit_measures(actor), "倒排设置由领导小组办公室改。")
    setting = StepSetting.objects.select_for_update().filter(region=region).first() or StepSetting(region=region, version=0)
    check_version(setting, version)
    refuse(check_steps(steps))
    old, new = changes(_told(steps_for(region)), _told(steps))
    if not new:
        raise Refusal("没有改动任何节点。要改的请先改再保存；不改的，返回即可。", code="unchanged")
    if not reason:
        raise Refusal("改倒排设置要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")
    setting.steps, setting.version = stored_steps(steps), setting.version + 1
    setting.save()
    record(actor=actor, action="change_steps", obj=setting, region_id=region.id, before=old, after=new, reason=reason)
    return setting


def _told(steps: list[Step]) -> dict:
    return {"milestones": [f"{step.label} {step.share}%" for step in steps]}
