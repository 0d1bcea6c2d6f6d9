"""应建应发: what was issued or set up is recorded with its document; a wrong record is voided with a reason."""

from __future__ import annotations

from django.db import transaction

from audit.services import record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.services.attachments import keep_attachment
from parcels.services.common import check_territory, permit, refuse

from ..models import Obligation, ObligationRecord
from ..policies import may_record_obligation
from ..rules.obligations import CONVENTION, check_record
from ..rules.reminders import obligation_key
from ..selectors.obligations import holders_of
from .reminders import cancel_reminders

FIELDS = ("doc_no", "title", "issued_on", "leader_post", "members", "parts")


@transaction.atomic
def record_obligation(obligation_id: int, region_id: int, *, actor: Actor, values: dict, unit_id: int | None = None,
                      park_id: int | None = None, upload=None) -> ObligationRecord:
    """登记已建已发. Raises NotAllowed, Conflict, Refusal, Refusals."""
    obligation = Obligation.objects.select_for_update(of=("self",)).select_related("plan__region").get(pk=obligation_id)
    permit(may_record_obligation(actor, obligation, region_id), f"{CONVENTION}。你现在的岗位不能登记这一份。")
    check_territory(actor, region_id)
    if (region_id, unit_id, park_id) not in {one.key for one in holders_of(obligation)}:
        raise Refusal("这一事项没有要这个单位或园区办。请从清单里点开再登记。", code="not_found")
    refuse(check_record(obligation.kind, values, clock.today()))
    if ObligationRecord.objects.filter(obligation=obligation, region_id=region_id, unit_id=unit_id, park_id=park_id, voided_at=None).exists():
        raise Conflict(f"“{obligation}”已经登记过。要改的，先作废原来的登记。", code="wrong_state")
    parts = [one for one in obligation.parts if one in values.get("parts", [])]
    row = ObligationRecord.objects.create(
        obligation=obligation, region_id=region_id, unit_id=unit_id, park_id=park_id,
        **{name: values[name] for name in FIELDS if name in values} | {"parts": parts},
        file=keep_attachment(region_id, upload, actor=actor) if upload else None, entered_at=clock.now(), entered_by_id=actor.user_id)
    cancel_reminders(obligation_key(obligation.id, region_id, unit_id, park_id))
    record(actor=actor, action="record_obligation", obj=row, after={k: v for k, v in snapshot(row, FIELDS).items() if v})
    return row


@transaction.atomic
def void_obligation_record(record_id: int, *, actor: Actor, reason: str) -> ObligationRecord:
    """作废登记, with its reason. Raises NotAllowed, Conflict, Refusal."""
    row = ObligationRecord.objects.select_for_update(of=("self",)).select_related("obligation__plan").get(pk=record_id)
    permit(may_record_obligation(actor, row.obligation, row.region_id), f"{CONVENTION}。")
    if row.voided_at:
        raise Conflict("这一登记已经作废。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.voided_at = clock.now()
    row.save(update_fields=["voided_at"])
    record(actor=actor, action="void_obligation_record", obj=row, after={"voided": True}, reason=reason)
    return row
