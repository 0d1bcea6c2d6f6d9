"""更正: an accepted disposal's counted area is corrected; the amount is a signed entry, the report cell never moves."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Conflict, Refusal

from ..choices import DisposalState, Nature, ParcelStatus
from ..models import AreaEntry, Disposal
from .common import lock_disposal
from .disposals import move_balance
from .totals import post_entries


@transaction.atomic
def correct_disposal(disposal_id: int, *, actor: Actor, new_area: Decimal, reason: str) -> AreaEntry:
    """更正计入面积 (亩) of an accepted disposal. The caller (reports) has checked the two persons of the office.

    The signed amount is recorded now (按原报) and concerns the instant of acceptance (按更正后).
    Raises Conflict when the disposal is not accepted, Refusal when nothing changes or the parcel would be oversold.
    """
    disposal = lock_disposal(disposal_id)
    parcel = disposal.parcel
    if disposal.state != DisposalState.ACCEPTED or not disposal.disposes:
        raise Conflict("只有已验收、计入处置的才能更正。还没验收的，请退回填报员改。", code="wrong_state")
    delta = new_area - disposal.accepted_area
    if delta == 0:
        raise Refusal(f"更正后的面积与现在的 {show(disposal.accepted_area)} 亩相同。请写正确的面积。", field="new_area", code="no_change")
    if new_area < 0 or delta > parcel.available:
        most = disposal.accepted_area + parcel.available
        raise Refusal(f"更正后的面积 {show(new_area)} 亩不在 0 与 {show(most)} 亩之间（本宗可登记 {show(parcel.available)} 亩）。请核对。",
                      field="new_area", code="area_over")
    if parcel.status == ParcelStatus.WRITTEN_OFF and delta < 0:
        raise Conflict("这宗地已销号，更正后会有余额。请考核验收组先恢复在册。", code="wrong_state")
    before = disposal.accepted_area
    now = clock.now()
    disposal.accepted_area, disposal.updated_at = new_area, now
    disposal.version += 1
    disposal.save(update_fields=["accepted_area", "version", "updated_at"])
    move_balance(parcel, accepted=delta)
    entry = post_entries([entry_of(disposal, delta, Nature.CORRECTION, now, actor, reason)])[0]
    record(actor=actor, action="correct_disposal", obj=disposal, subject=f"parcel:{parcel.id}", reason=reason,
           before={"accepted_area": before}, after={"accepted_area": new_area, "number": disposal.number})
    return entry


def entry_of(disposal: Disposal, area: Decimal, nature: Nature, now, actor: Actor, reason: str) -> AreaEntry:
    """A signed entry that is recorded now and concerns the disposal's acceptance."""
    return AreaEntry(region_id=disposal.region_id, kind=disposal.kind, idle_source=disposal.idle_source,
                     parcel_id=disposal.parcel_id, disposal=disposal, nature=nature, area=area, recorded_at=now,
                     effective_at=disposal.accepted_at, recorded_by_id=actor.user_id, reason=reason)
