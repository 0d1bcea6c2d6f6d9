"""销号与恢复在册 (LED-15)."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from units.policies import desk_of

from ..choices import Action, DisposalState, Nature, ParcelStatus
from ..models import Disposal, Parcel
from ..policies import may_accept
from ..rules.parcel import check_write_off
from ..rules.steps import check_person, next_step
from .common import check_version, lock_parcel, permit, refuse
from .corrections import entry_of
from .disposals import move_balance
from .totals import post_entries

_ACCEPTORS = "销号和恢复在册由考核验收组办。"


@transaction.atomic
def write_off_parcel(parcel_id: int, *, actor: Actor, version: int | None) -> Parcel:
    """销号: when nothing remains, by the acceptance group, never by an author of the parcel's records.

    Raises NotAllowed, Conflict, Refusal.
    """
    permit(may_accept(actor), _ACCEPTORS)
    parcel = lock_parcel(parcel_id)
    check_version(parcel, version)
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地已经销号。", code="wrong_state")
    authors = set(parcel.disposals.exclude(state=DisposalState.VOIDED).values_list("created_by_id", flat=True))
    if actor.user_id in authors | {parcel.registered_by_id}:
        raise NotAllowed("这宗地有你登记的记录，不能由你销号。请交考核验收组另一位。", code="own_work")
    refuse(check_write_off(area=parcel.area, accepted=parcel.accepted_area, in_transit=parcel.in_transit_area))
    before = parcel.status
    parcel.status, parcel.written_off_at = ParcelStatus.WRITTEN_OFF, clock.now()
    _save(parcel)
    record(actor=actor, action="write_off_parcel", obj=parcel, before={"status": before}, after={"status": parcel.status})
    return parcel


@transaction.atomic
def relist_parcel(parcel_id: int, *, actor: Actor, version: int | None, reason: str,
                  reverse: tuple[int, ...] | list[int] = ()) -> Parcel:
    """恢复在册 with its reason. The disposals named in `reverse` do not stand: their credit is taken back by
    signed entries, and they become 已作废. Raises NotAllowed, Conflict, Refusal.
    """
    permit(may_accept(actor), _ACCEPTORS)
    if not reason:
        raise Refusal("恢复在册要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")
    parcel = lock_parcel(parcel_id)
    check_version(parcel, version)
    if parcel.status != ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地没有销号，不用恢复在册。", code="wrong_state")
    parcel.status, parcel.written_off_at = ParcelStatus.RELISTED, None
    _save(parcel)
    undone, again = [], []
    for disposal in _chosen(parcel, reverse):
        again.append(disposal.repeat_area)
        undone.append(_reverse(disposal, actor, reason))
    if undone:
        move_balance(parcel, accepted=-sum(undone + again, Decimal(0)), relapsed=sum(again, Decimal(0)))
    record(actor=actor, action="relist_parcel", obj=parcel, before={"status": ParcelStatus.WRITTEN_OFF},
           after={"status": parcel.status, "reversed_area": sum(undone, Decimal(0))}, reason=reason)
    return parcel


def _chosen(parcel: Parcel, ids) -> list[Disposal]:
    found = list(parcel.disposals.select_for_update().filter(pk__in=list(ids)))
    if len(found) != len(set(ids)):
        raise Refusal("要冲回的处置不在这宗地里。请从本宗已验收的处置里选。", field="reverse", code="not_found")
    if earlier := [row for row in found if row.round_no != parcel.round_no]:
        raise Refusal(f"{earlier[0]} 属于第 {earlier[0].round_no} 轮，本宗现在是第 {parcel.round_no} 轮。"
                      "以前各轮的计入不在这里冲回；确有错误的，请领导小组办公室更正。",
                      field="reverse", code="earlier_round")
    return found


def _reverse(disposal: Disposal, actor: Actor, reason: str) -> Decimal:
    step = next_step(disposal.state, Action.REVERSE)
    check_person(step, Action.REVERSE, role=desk_of(actor), user_id=actor.user_id, author_id=disposal.created_by_id,
                 verifier_id=disposal.verified_by_id)
    area, now = disposal.accepted_area, clock.now()
    disposal.state, disposal.accepted_area, disposal.repeat_area, disposal.updated_at = step.to, Decimal(0), Decimal(0), now
    disposal.version += 1
    disposal.save(update_fields=["state", "accepted_area", "repeat_area", "version", "updated_at"])
    if area:
        post_entries([entry_of(disposal, -area, Nature.REVERSAL, now, actor, reason)])
    return area


def _save(parcel: Parcel) -> None:
    parcel.version += 1
    parcel.updated_at = clock.now()
    parcel.save(update_fields=["status", "written_off_at", "version", "updated_at"])
