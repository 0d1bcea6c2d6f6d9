"""更正: an accepted disposal's counted area is corrected; the amount is a signed entry, the report cell never moves."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Conflict, Refusal

from ..choices import DisposalState, Nature, ParcelStatus
from ..models import AreaEntry, Disposal, Parcel, ParcelLineage
from .common import lock_disposal, lock_parcel
from .disposals import move_balance
from .totals import post_entries


@transaction.atomic
def correct_disposal(disposal_id: int, *, actor: Actor, new_area: Decimal, reason: str) -> AreaEntry:
    """更正计入面积 (亩) of an accepted disposal. The caller (reports) has checked the two persons of the office.

    The signed amount is recorded now (按原报) and concerns the instant of acceptance (按更正后).
    Raises Conflict when the disposal is not accepted, Refusal when nothing changes or the parcel would be oversold.
    """
    disposal = lock_disposal(disposal_id, succeeded=True)
    holders = _holders(disposal.parcel)
    parcel, available = holders[-1], min(min(one.available, one.area - one.accepted_area - one.relapsed_area) for one in holders)
    if disposal.state != DisposalState.ACCEPTED or not disposal.disposes:
        raise Conflict("只有已验收、计入处置的才能更正。还没验收的，请退回填报员改。", code="wrong_state")
    if disposal.repeat_area:
        raise Conflict(f"这笔处置有 {show(disposal.repeat_area)} 亩是再次处置，前一轮已计入，不再计。"
                       "面积有误的，请考核验收组恢复在册并冲回，重新登记。",
                       code="repeat")
    delta = new_area - disposal.accepted_area
    if delta == 0:
        raise Refusal(f"更正后的面积与现在的 {show(disposal.accepted_area)} 亩相同。请写正确的面积。", field="new_area", code="no_change")
    if new_area < 0 or delta > available:
        most = disposal.accepted_area + available
        raise Refusal(f"更正后的面积 {show(new_area)} 亩不在 0 与 {show(most)} 亩之间（{parcel.parcel_no} 可登记 {show(available)} 亩）。请核对。",
                      field="new_area", code="area_over")
    if parcel.status == ParcelStatus.WRITTEN_OFF and delta < 0:
        raise Conflict("这宗地已销号，更正后会有余额。请考核验收组先恢复在册。", code="wrong_state")
    before = disposal.accepted_area
    now = clock.now()
    disposal.accepted_area, disposal.updated_at = new_area, now
    disposal.version += 1
    disposal.save(update_fields=["accepted_area", "version", "updated_at"])
    for one in holders:
        relapsed = max(delta, -one.relapsed_area) if delta < 0 and disposal.round_no < one.round_no else Decimal(0)
        move_balance(one, accepted=delta - relapsed, relapsed=relapsed)
    entry = post_entries([entry_of(disposal, delta, Nature.CORRECTION, now, actor, reason)])[0]
    record(actor=actor, action="correct_disposal", obj=disposal, subject=f"parcel:{disposal.parcel_id}", reason=reason,
           before={"accepted_area": before}, after={"accepted_area": new_area, "number": disposal.number})
    return entry


def _holders(parcel: Parcel) -> list[Parcel]:
    """更正落在哪里: the disposal's parcel and, when that was split or merged, the one that holds its accepted area now, locked.

    Raises Conflict where several hold a share of it.
    """
    level, found = {parcel.id}, set()
    while level:
        lines = list(ParcelLineage.objects.filter(source__in=level).values_list("source_id", "target_id", "accepted"))
        heirs = Counter(source for source, _, _ in lines)
        found |= level - set(heirs)
        level = {target for source, target, accepted in lines if accepted or heirs[source] == 1}
    if found == {parcel.id}:
        return [parcel]
    if len(found) != 1:
        named = "、".join(Parcel.objects.filter(pk__in=found).order_by("parcel_no").values_list("parcel_no", flat=True)) or "几宗新宗地"
        raise Conflict(f"{parcel.parcel_no} 的已验收面积已分到 {named}，分不清更正落在哪一宗。请先把它们合并成一宗，再更正。",
                       code="several_heirs")
    return [parcel, lock_parcel(found.pop())]


def entry_of(disposal: Disposal, area: Decimal, nature: Nature, now, actor: Actor, reason: str) -> AreaEntry:
    """A signed entry that is recorded now and concerns the disposal's acceptance."""
    return AreaEntry(region_id=disposal.region_id, kind=disposal.kind, idle_source=disposal.idle_source,
                     parcel_id=disposal.parcel_id, disposal=disposal, nature=nature, area=area, recorded_at=now,
                     effective_at=disposal.accepted_at, recorded_by_id=actor.user_id, reason=reason)
