"""供地条件、开工障碍、市场推介 (DSP-03, 07, 08, 30)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..models import Hurdle, Parcel, Promotion
from ..policies import may_keep_cases
from ..rules.hurdles import check_clear, check_day, words_of
from ..rules.supply_demand import check_clear_again
from ..selectors.supply_demand import reserved_on
from .common import lock_parcel, permit, refuse, save_parcel
from .parcels import refuse_closed

_CLERKS = "供地条件和开工障碍由县区填报员登记。"


@transaction.atomic
def add_hurdle(parcel_id: int, *, actor: Actor, topic: str, content: str, lead_unit: str, due_on: date) -> Hurdle:
    """登记一项; a parcel that was clear is so no longer. Raises NotAllowed, Conflict."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    row = Hurdle.objects.create(region_id=parcel.region_id, parcel=parcel, topic=topic, content=content, lead_unit=lead_unit, due_on=due_on,
                                entered_at=clock.now(), entered_by_id=actor.user_id)
    after = {"topic": topic, "content": content, "lead_unit": lead_unit, "due_on": due_on}
    if parcel.cleared_on:
        after["cleared_on"] = None
        parcel.cleared_on = None
        save_parcel(parcel, "cleared_on")
    record(actor=actor, action="add_hurdle", obj=row, subject=f"parcel:{parcel.id}", after=after)
    return row


@transaction.atomic
def finish_hurdle(hurdle_id: int, *, actor: Actor, done_on: date | None, note: str) -> Hurdle:
    """办完一项, by default today. Raises NotAllowed, Conflict, Refusal."""
    row = _open(hurdle_id, actor)
    row.done_on, row.done_note = done_on or clock.today(), note
    refuse(check_day(row.done_on, clock.today(), "办完日期", "done_on"))
    row.save(update_fields=["done_on", "done_note"])
    record(actor=actor, action="finish_hurdle", obj=row, subject=f"parcel:{row.parcel_id}", after={"done_on": row.done_on, "done_note": note})
    return row


@transaction.atomic
def void_hurdle(hurdle_id: int, *, actor: Actor, reason: str) -> Hurdle:
    """作废一项 with its reason. Raises NotAllowed, Conflict, Refusal."""
    row = _open(hurdle_id, actor)
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.voided_at = clock.now()
    row.save(update_fields=["voided_at"])
    record(actor=actor, action="void_hurdle", obj=row, subject=f"parcel:{row.parcel_id}", after={"voided": True}, reason=reason)
    return row


@transaction.atomic
def clear_parcel(parcel_id: int, *, actor: Actor) -> Parcel:
    """办结: 可供, or 障碍已消除 - refused while an item is open. Land in reserve is so made ready again. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    title, done, _ = words_of(parcel.kind)
    refuse(check_clear_again(parcel.cleared_on, reserved_on(parcel), clock.today(), done, title))
    rows = list(parcel.hurdles.filter(voided_at=None))
    refuse(check_clear(parcel.kind, [str(row) for row in rows if row.done_on is None], len(rows)))
    before, parcel.cleared_on = parcel.cleared_on, clock.today()
    save_parcel(parcel, "cleared_on")
    record(actor=actor, action="clear_parcel", obj=parcel, before={"cleared_on": before} if before else {}, after={"cleared_on": parcel.cleared_on})
    return parcel


@transaction.atomic
def mark_first(parcel_id: int, *, actor: Actor, is_first: bool) -> Parcel:
    """优先划拨的标记 (DSP-07). Raises NotAllowed, Conflict."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    if parcel.allocate_first != is_first:
        parcel.allocate_first = is_first
        save_parcel(parcel, "allocate_first")
        record(actor=actor, action="mark_allocate_first", obj=parcel, before={"allocate_first": not is_first}, after={"allocate_first": is_first})
    return parcel


@transaction.atomic
def promote_parcel(parcel_id: int, *, actor: Actor, promoted_on: date, way: str) -> Promotion:
    """登记市场推介 of land that is ready (DSP-08). Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    refuse(check_day(promoted_on, clock.today(), "推介日期", "promoted_on"))
    row = Promotion.objects.create(region_id=parcel.region_id, parcel=parcel, promoted_on=promoted_on, way=way, recorded_at=clock.now(),
                                   recorded_by_id=actor.user_id)
    record(actor=actor, action="promote_parcel", obj=row, subject=f"parcel:{parcel.id}", after={"promoted_on": promoted_on, "way": way})
    return row


def _open(hurdle_id: int, actor: Actor) -> Hurdle:
    """An item that is neither done nor voided; its parcel is locked first."""
    permit(may_keep_cases(actor), _CLERKS)
    refuse_closed(lock_parcel(Hurdle.objects.values_list("parcel_id", flat=True).get(pk=hurdle_id)))
    row = Hurdle.objects.select_for_update(of=("self",)).get(pk=hurdle_id)
    if row.done_on or row.voided_at:
        raise Conflict("这一项已经办完或作废。请刷新页面看最新的清单。", code="wrong_state")
    return row
