"""停表与补充协议: what moves the clocks of a parcel, each with its document."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..models import ClockStop, StartAgreement
from ..policies import may_keep_cases
from ..rules.clocks import check_agreement, check_stop, check_stop_end
from .common import lock_parcel, permit, refuse
from .kept_clocks import keep_clock
from .parcels import refuse_closed

_CLERKS = "停表和补充协议由县区填报员登记。"


@transaction.atomic
def add_stop(parcel_id: int, *, actor: Actor, values: dict) -> ClockStop:
    """登记停表. `values`: kind, doc_no, from_on, until_on, note. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    refuse(check_stop(values, clock.today()))
    if parcel.clock_stops.filter(voided_at=None, doc_no=values["doc_no"], from_on=values["from_on"]).exists():
        raise Refusal(f"这宗地已登记过 {values['doc_no']} 自 {values['from_on']} 起的停表。请看列出的各段。", field="doc_no", code="duplicate")
    row = ClockStop.objects.create(region_id=parcel.region_id, parcel=parcel, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    keep_clock(parcel.id)
    record(actor=actor, action="add_stop", obj=row, subject=f"parcel:{parcel.id}", after=values)
    return row


@transaction.atomic
def end_stop(stop_id: int, *, actor: Actor, until_on: date, until_no: str) -> ClockStop:
    """停表结束: the last day that did not count, by which document. Raises NotAllowed, Conflict, Refusal."""
    row = _locked(ClockStop, stop_id, actor)
    if row.until_on:
        raise Conflict(f"这一段停表已于 {row.until_on} 结束。请刷新页面看最新的。", code="wrong_state")
    if not until_no:
        raise Refusal("恢复文书没有填。停表怎样结束要有文书，如解封裁定、规划批复。请写文号。", field="until_no", code="missing")
    refuse(check_stop_end(row.from_on, until_on, clock.today()))
    row.until_on, row.until_no = until_on, until_no
    row.save(update_fields=["until_on", "until_no"])
    keep_clock(row.parcel_id)
    record(actor=actor, action="end_stop", obj=row, subject=f"parcel:{row.parcel_id}", after={"until_on": until_on, "until_no": until_no})
    return row


@transaction.atomic
def add_agreement(parcel_id: int, *, actor: Actor, values: dict) -> StartAgreement:
    """登记补充协议. `values`: doc_no, signed_on, start_on. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    refuse(check_agreement(values, clock.today()))
    if parcel.start_agreements.filter(voided_at=None, doc_no=values["doc_no"]).exists():
        raise Refusal(f"这宗地已登记过补充协议 {values['doc_no']}。请核对编号。", field="doc_no", code="duplicate")
    row = StartAgreement.objects.create(region_id=parcel.region_id, parcel=parcel, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    keep_clock(parcel.id)
    record(actor=actor, action="add_agreement", obj=row, subject=f"parcel:{parcel.id}", after=values)
    return row


@transaction.atomic
def void_stop(stop_id: int, *, actor: Actor, reason: str) -> ClockStop:
    """作废一段停表 with its reason. Raises NotAllowed, Conflict, Refusal."""
    return _void(ClockStop, stop_id, actor, reason, "void_stop")


@transaction.atomic
def void_agreement(agreement_id: int, *, actor: Actor, reason: str) -> StartAgreement:
    """作废一份补充协议 with its reason. Raises NotAllowed, Conflict, Refusal."""
    return _void(StartAgreement, agreement_id, actor, reason, "void_agreement")


def _void(model, row_id: int, actor: Actor, reason: str, action: str):
    row = _locked(model, row_id, actor)
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.voided_at = clock.now()
    row.save(update_fields=["voided_at"])
    keep_clock(row.parcel_id)
    record(actor=actor, action=action, obj=row, subject=f"parcel:{row.parcel_id}", after={"voided": True}, reason=reason)
    return row


def _locked(model, row_id: int, actor: Actor):
    """A row that was not voided; its parcel is locked first."""
    permit(may_keep_cases(actor), _CLERKS)
    refuse_closed(lock_parcel(model.objects.values_list("parcel_id", flat=True).get(pk=row_id)))
    row = model.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.voided_at:
        raise Conflict("这一条已经作废。请刷新页面看最新的。", code="wrong_state")
    return row
