"""再次闲置: land that was written off falls idle again and begins a new round, whose disposals of the same area are not credited twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict

from ..choices import ParcelStatus
from ..models import Parcel, ParcelRound
from ..policies import may_accept
from ..rules.relapse import check_round
from .common import check_version, lock_parcel, permit, refuse
from .disposals import move_balance


@transaction.atomic
def open_round(parcel_id: int, *, actor: Actor, version: int | None, area: Decimal | None, from_on: date | None, doc_no: str,
               reason: str) -> Parcel:
    """开新一轮 of `area` (亩; None = the whole parcel). What was credited stays credited; the same area done again adds nothing.

    Raises NotAllowed, Conflict, Refusal or Refusals.
    """
    permit(may_accept(actor), "再次闲置由考核验收组登记。")
    parcel = lock_parcel(parcel_id)
    check_version(parcel, version)
    if parcel.status != ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地没有销号，不开新一轮。没有办完的，接着在这一轮办。", code="wrong_state")
    area = parcel.area if area is None else area
    refuse(check_round(area=area, whole=parcel.area, from_on=from_on, closed_on=clock.local(parcel.written_off_at).date(), doc_no=doc_no,
                       reason=reason, today=clock.today()))
    row = ParcelRound.objects.create(
        region_id=parcel.region_id, parcel=parcel, number=parcel.round_no + 1, from_on=from_on, area=area, doc_no=doc_no, reason=reason,
        closed_at=parcel.written_off_at, opened_at=clock.now(), opened_by_id=actor.user_id)
    parcel.status, parcel.written_off_at, parcel.round_no = ParcelStatus.RELISTED, None, row.number
    parcel.version += 1
    parcel.save(update_fields=["status", "written_off_at", "round_no", "version"])
    move_balance(parcel, accepted=-area, relapsed=area)
    record(actor=actor, action="open_round", obj=row, subject=f"parcel:{parcel.id}", reason=reason,
           after={"number": row.number, "from_on": from_on, "area": area, "doc_no": doc_no})
    return parcel
