"""发布和调整控制性指标: a version is never changed; a new one ends the one before it (POL-05)."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from units.models import Region

from ..models import ControlSet, Park
from ..policies import may_publish_controls
from ..rules.controls import CONVENTION, ITEMS, check_set, read_values
from ..selectors.controls import last_version, supplies_under
from .common import check_territory, permit, refuse


@transaction.atomic
def publish_controls(region_id: int, *, actor: Actor, park_id: int | None, values: dict, typed: dict[str, str]) -> ControlSet:
    """发布一版. `values`: document_no, published_on, from_on, until_on (exclusive), note; `typed`: the indicators as typed.

    Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_publish_controls(actor, region_id), CONVENTION)
    check_territory(actor, region_id)
    Region.objects.select_for_update().get(pk=region_id)  # one version after the other
    if park_id and not Park.objects.filter(pk=park_id, region_id=region_id).exists():
        raise Refusal("园区不在这个区划。请从列出的里选。", field="park", code="not_found")
    before = last_version(region_id, park_id)
    read, found = read_values(typed)
    refuse(found + check_set(values, before=before, today=clock.today()))
    if before and before.values == read:
        raise Conflict(f"各项与第{before.number}版相同，没有调整。要改的改了再发布。", code="unchanged")
    if before and (before.until_on is None or before.until_on > values["from_on"]):
        before.until_on = values["from_on"]
        before.save(update_fields=["until_on"])
    row = ControlSet.objects.create(region_id=region_id, park_id=park_id, number=_next_number(region_id, park_id), values=read,
                                    entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="publish_controls", obj=row, region_id=region_id, after={
        "number": row.number, "document_no": row.document_no, "from_on": row.from_on, "until_on": row.until_on,
        "values": {ITEMS[key].label: value for key, value in read.items()},
        "park": row.park.name if row.park else ""})
    return row


def _next_number(region_id: int, park_id: int | None) -> int:
    """第几版: numbers of voided versions are not given again."""
    return (ControlSet.objects.filter(region_id=region_id, park_id=park_id).order_by("-number").values_list("number", flat=True).first() or 0) + 1


@transaction.atomic
def void_controls(set_id: int, *, actor: Actor, reason: str) -> ControlSet:
    """作废最后一版, while no land was supplied under it; the one before it goes on. Raises NotAllowed, Conflict, Refusal."""
    row = ControlSet.objects.select_for_update(of=("self",)).select_related("region", "park").get(pk=set_id)
    permit(may_publish_controls(actor, row.region_id), CONVENTION)
    if row.voided_at or last_version(row.region_id, row.park_id) != row:
        raise Conflict("只有最后一版可以作废。请刷新页面。", code="wrong_state")
    if supply := supplies_under(row).first():
        raise Conflict(f"已按这一版供过地（{supply.doc_no}，{supply.supplied_on}），不能作废。要改的，发布新的一版。", code="used")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.voided_at = clock.now()
    row.save(update_fields=["voided_at"])
    before = last_version(row.region_id, row.park_id)
    if before and before.until_on == row.from_on:
        before.until_on = None
        before.save(update_fields=["until_on"])
    record(actor=actor, action="void_controls", obj=row, region_id=row.region_id, after={"voided": True}, reason=reason)
    return row
