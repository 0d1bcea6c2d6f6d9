"""专项登记, and the days by which documents want it done, which are loaded with the plans (DSP-49, DSP-50)."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import Register
from ..models import RegisterDue, RegisterItem
from ..policies import may_edit_measures, may_keep_registers
from ..rules.registers import check_item
from .common import check_territory, check_version, permit, refuse

FIELDS = ("name", "location", "area", "area_typed", "area_unit", "content", "lead_unit", "state", "done_on", "result_no")
DUE_FIELDS = ("due_on", "document_no", "section", "quotation")
_CLERKS = "零散土地和历史遗留问题由县区填报员登记。"


@transaction.atomic
def add_item(register: str, *, actor: Actor, region_id: int, values: dict) -> RegisterItem:
    """登记一项. Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_registers(actor), _CLERKS)
    check_territory(actor, region_id)
    refuse(check_item(register, values, clock.today()))
    row = RegisterItem.objects.create(region_id=region_id, register=register, entered_at=clock.now(), entered_by_id=actor.user_id,
                                      **{name: values[name] for name in FIELDS if name in values})
    record(actor=actor, action="add_register_item", obj=row, after={k: v for k, v in snapshot(row, FIELDS).items() if v not in (None, "")})
    return row


@transaction.atomic
def edit_item(item_id: int, *, actor: Actor, version: int | None, values: dict) -> RegisterItem:
    """修改一项; an unchanged form leaves no trace. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    row = _locked(item_id, actor)
    check_version(row, version)
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values.get(name, getattr(row, name)))
    old, new = changes(before, snapshot(row, FIELDS))
    if not new:
        return row
    refuse(check_item(row.register, snapshot(row, FIELDS), clock.today()))
    row.version += 1
    row.save(update_fields=[*new, "version"])
    record(actor=actor, action="edit_register_item", obj=row, before=old, after=new)
    return row


@transaction.atomic
def void_item(item_id: int, *, actor: Actor, reason: str) -> RegisterItem:
    """作废一项 with its reason. Raises NotAllowed, Conflict, Refusal."""
    row = _locked(item_id, actor)
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.voided_at = clock.now()
    row.version += 1
    row.save(update_fields=["voided_at", "version"])
    record(actor=actor, action="void_register_item", obj=row, after={"voided": True}, reason=reason)
    return row


@transaction.atomic
def save_register_due(*, actor: Actor, region, register: str, **values) -> RegisterDue:
    """保存一本登记簿的完成日期, as a document prints it. Idempotent: equal values change nothing. Raises NotAllowed, Refusal."""
    permit(may_edit_measures(actor), "登记簿的完成日期随方案装入。")
    check_territory(actor, region.id)
    if register not in Register.values:
        raise Refusal(f"没有“{register}”这本登记簿。请用 {'、'.join(Register.values)}。", field="register", code="not_found")
    row = RegisterDue.objects.select_for_update().filter(region=region, register=register).first()
    before = snapshot(row, DUE_FIELDS) if row else {}
    row = row or RegisterDue(region=region, register=register)
    for name in DUE_FIELDS:
        setattr(row, name, values[name])
    old, new = changes(before, snapshot(row, DUE_FIELDS))
    if new:
        row.save()
        record(actor=actor, action="save_register_due", obj=row, region_id=region.id, before=old, after=new)
    return row


def _locked(item_id: int, actor: Actor) -> RegisterItem:
    permit(may_keep_registers(actor), _CLERKS)
    row = RegisterItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if row.voided_at:
        raise Conflict("这一项已经作废。请回到登记簿看最新的清单。", code="wrong_state")
    return row
