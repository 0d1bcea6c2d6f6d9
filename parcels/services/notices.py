"""低效告知: told, delivered, answered (DSP-40)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import Kind
from ..models import Finding, LowNotice
from ..policies import may_keep_cases
from ..rules.notices import check_answer, check_delivered, check_notice, due_of
from .common import lock_parcel, permit, refuse

_CLERKS = "告知、送达和答复由县区填报员登记。"


@transaction.atomic
def add_notice(finding_id: int, *, actor: Actor, values: dict) -> LowNotice:
    """登记告知. `values`: doc_no, noticed_on, facts, demand, days. The finding keeps the latest number and day too.

    Raises NotAllowed, Conflict, Refusal(s).
    """
    permit(may_keep_cases(actor), _CLERKS)
    lock_parcel(Finding.objects.values_list("parcel_id", flat=True).get(pk=finding_id))
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding_id)
    if finding.ended_at or finding.kind != Kind.INEFFICIENT:
        raise Conflict("只有有效的低效认定才告知使用权人。请刷新页面看最新状态。", code="wrong_state")
    refuse(check_notice(values, finding.found_on, clock.today()))
    if finding.notices.filter(doc_no=values["doc_no"]).exists():
        raise Refusal(f"这个认定已登记过告知书 {values['doc_no']}。请核对文号。", field="doc_no", code="duplicate")
    row = LowNotice.objects.create(region_id=finding.region_id, finding=finding, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    finding.notice_no, finding.notified_on = row.doc_no, row.noticed_on
    finding.save(update_fields=["notice_no", "notified_on"])
    record(actor=actor, action="add_notice", obj=row, subject=f"parcel:{finding.parcel_id}", after=values)
    return row


@transaction.atomic
def deliver_notice(notice_id: int, *, actor: Actor, delivered_on: date, way: str) -> LowNotice:
    """登记送达: the period counts from here. Raises NotAllowed, Conflict, Refusal."""
    row = _locked(notice_id, actor)
    if row.delivered_on:
        raise Conflict(f"这份告知书已于 {row.delivered_on} 送达。请刷新页面看最新状态。", code="wrong_state")
    refuse(check_delivered(delivered_on, row.noticed_on, clock.today()))
    row.delivered_on, row.delivery_way, row.due_on = delivered_on, way, due_of(delivered_on, row.days)
    row.save(update_fields=["delivered_on", "delivery_way", "due_on"])
    record(actor=actor, action="deliver_notice", obj=row, subject=f"parcel:{row.finding.parcel_id}",
           after={"delivered_on": delivered_on, "delivery_way": way, "due_on": row.due_on})
    return row


@transaction.atomic
def answer_notice(notice_id: int, *, actor: Actor, answered_on: date, answer: str) -> LowNotice:
    """登记答复. Raises NotAllowed, Conflict, Refusal(s)."""
    row = _locked(notice_id, actor)
    if row.answered_on:
        raise Conflict(f"这份告知书已于 {row.answered_on} 登记答复。请刷新页面看最新状态。", code="wrong_state")
    refuse(check_answer(answered_on, answer, row.delivered_on, clock.today()))
    row.answered_on, row.answer = answered_on, answer
    row.save(update_fields=["answered_on", "answer"])
    record(actor=actor, action="answer_notice", obj=row, subject=f"parcel:{row.finding.parcel_id}",
           after={"answered_on": answered_on, "answer": answer})
    return row


def _locked(notice_id: int, actor: Actor) -> LowNotice:
    permit(may_keep_cases(actor), _CLERKS)
    lock_parcel(LowNotice.objects.values_list("finding__parcel_id", flat=True).get(pk=notice_id))
    return LowNotice.objects.select_for_update(of=("self",)).select_related("finding").get(pk=notice_id)
