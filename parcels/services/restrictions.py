"""用地限制 and 失信记录: facts of a county that a later application for land meets (SUP-05, SUP-07, SUP-14)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.text import name_key

from ..models import CreditRecord, FirmListing, Restriction
from ..policies import may_clear_credit, may_delist_firm, may_keep_credit, may_list_firm, may_restrict
from ..rules.restrictions import check_listing, check_span
from .common import check_day, check_territory, permit, refuse

_OFFICE = "暂停用地申请、停止新供由领导小组办公室按决定文件登记。"


@transaction.atomic
def restrict_region(region_id: int, *, actor: Actor, kind: str, from_on: date, until_on: date | None, document_no: str, basis: str) -> Restriction:
    """登记用地限制 by a decision. Raises NotAllowed, Refusal."""
    permit(may_restrict(actor), _OFFICE)
    check_territory(actor, region_id)
    refuse(check_span(from_on, until_on))
    row = Restriction.objects.create(region_id=region_id, kind=kind, from_on=from_on, until_on=until_on, document_no=document_no, basis=basis,
                                     entered_at=clock.now(), entered_by_id=actor.user_id)
    record(actor=actor, action="restrict_region", obj=row, after={"kind": kind, "from_on": from_on, "until_on": until_on,
                                                                  "document_no": document_no})
    return row


@transaction.atomic
def lift_restriction(restriction_id: int, *, actor: Actor, until_on: date, lift_no: str) -> Restriction:
    """解除用地限制 from a day on. Raises NotAllowed, Refusal."""
    permit(may_restrict(actor), _OFFICE)
    row = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction_id)
    refuse(check_span(row.from_on, until_on))
    before, row.until_on, row.lift_no = row.until_on, until_on, lift_no
    row.save(update_fields=["until_on", "lift_no"])
    record(actor=actor, action="lift_restriction", obj=row, before={"until_on": before}, after={"until_on": until_on, "lift_no": lift_no})
    return row


@transaction.atomic
def add_credit_record(region_id: int, *, actor: Actor, values: dict) -> CreditRecord:
    """登记失信记录. Raises NotAllowed, Refusal."""
    permit(may_keep_credit(actor), "失信记录由县区填报员或领导小组办公室登记。")
    check_territory(actor, region_id)
    check_day(values["found_on"], "认定日期", "found_on")
    row = CreditRecord.objects.create(region_id=region_id, holder_key=name_key(values["holder"]), entered_at=clock.now(),
                                      entered_by_id=actor.user_id, **values)
    record(actor=actor, action="add_credit_record", obj=row, after={name: values[name] for name in ("holder", "breach", "found_on", "basis_no")})
    return row


@transaction.atomic
def clear_credit_record(record_id: int, *, actor: Actor, cleared_on: date, clear_no: str) -> CreditRecord:
    """信用修复 by another post than the county's clerk. Raises NotAllowed, Conflict, Refusal."""
    permit(may_clear_credit(actor), "信用修复由县区审核员或领导小组办公室登记。")
    row = CreditRecord.objects.select_for_update(of=("self",)).get(pk=record_id)
    if row.cleared_on:
        raise Conflict(f"“{row.holder}”的这条记录 {row.cleared_on} 已修复。请刷新页面。", code="wrong_state")
    if not clear_no:
        raise Refusal("信用修复要有文号，没有填。请写认定修复的文书号。", field="clear_no", code="missing")
    check_day(cleared_on, "修复日期", "cleared_on")
    row.cleared_on, row.clear_no = cleared_on, clear_no
    row.save(update_fields=["cleared_on", "clear_no"])
    record(actor=actor, action="clear_credit_record", obj=row, after={"cleared_on": cleared_on, "clear_no": clear_no})
    return row


@transaction.atomic
def list_firm(region_id: int, *, actor: Actor, values: dict) -> FirmListing:
    """列入整治淘汰名单 by a document. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_list_firm(actor), "整治淘汰名单由县区填报员或领导小组办公室登记。")
    check_territory(actor, region_id)
    refuse(check_listing(values, clock.today()))
    key = name_key(values["firm"])
    if FirmListing.objects.filter(region_id=region_id, firm_key=key, ended_on=None).exists():
        raise Conflict(f"“{values['firm']}”已在名单上。要改办法或限制的，先移出再列入。", code="duplicate", field="firm")
    row = FirmListing.objects.create(region_id=region_id, firm_key=key, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="list_firm", obj=row, after={name: value for name, value in values.items() if value} | {"limits": row.limit_labels})
    return row


@transaction.atomic
def delist_firm(listing_id: int, *, actor: Actor, ended_on: date, end_no: str) -> FirmListing:
    """移出名单 by another post than the county's clerk. Raises NotAllowed, Conflict, Refusal."""
    permit(may_delist_firm(actor), "移出整治淘汰名单由县区审核员或领导小组办公室登记。")
    row = FirmListing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    if row.ended_on:
        raise Conflict(f"“{row.firm}” {row.ended_on} 已移出名单。请刷新页面。", code="wrong_state")
    if not end_no:
        raise Refusal("移出名单要有文号，没有填。请写认定整治合格或淘汰完成的文件文号。", field="end_no", code="missing")
    check_day(ended_on, "移出日期", "ended_on")
    row.ended_on, row.end_no = ended_on, end_no
    row.save(update_fields=["ended_on", "end_no"])
    record(actor=actor, action="delist_firm", obj=row, after={"ended_on": ended_on, "end_no": end_no})
    return row
