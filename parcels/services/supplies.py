"""登记供应 (批→征→供→用 的供)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..models import Supply
from ..policies import may_register_parcel
from .common import lock_parcel, permit, refuse


@transaction.atomic
def add_supply(parcel_id: int, *, actor: Actor, mode: str, doc_no: str, supplied_on: date, area: Decimal,
               price: Decimal | None = None) -> Supply:
    """登记一次供应 (area 亩, price 元). Raises Refusal when the areas together exceed the parcel's."""
    permit(may_register_parcel(actor), "登记供应由县区填报员办。")
    parcel = lock_parcel(parcel_id)
    supplied = sum((s.area for s in parcel.supplies.filter(voided_at=None)), Decimal(0))
    found = []
    if area <= 0 or supplied + area > parcel.area:
        found.append(Refusal(f"供应面积 {show(area)} 亩不在 0 与尚未供应的 {show(parcel.area - supplied)} 亩之间。"
                             "请核对合同或划拨决定书。", field="area", code="area_over"))
    if supplied_on > clock.today():
        found.append(Refusal(f"供应日期 {supplied_on} 晚于今天 {clock.today()}。请写实际日期。", field="supplied_on", code="day_future"))
    refuse(found)
    supply = Supply.objects.create(region_id=parcel.region_id, parcel=parcel, mode=mode, doc_no=doc_no,
                                   supplied_on=supplied_on, area=area, price=price)
    record(actor=actor, action="add_supply", obj=supply, subject=f"parcel:{parcel.id}",
           after={"mode": mode, "doc_no": doc_no, "supplied_on": supplied_on, "area": area, "price": price})
    return supply
