"""目标的确认: a goal without a figure is done by a document, which is kept with it; a wrong confirmation is voided (TGT-07)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.services.attachments import keep_attachment
from parcels.services.common import permit, refuse

from ..choices import Compares
from ..models import ConfirmationVoid, Target, TargetConfirmation
from ..policies import may_govern

OFFICE = "目标由本方案的领导小组办公室确认。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@transaction.atomic
def confirm_target(target_id: int, *, actor: Actor, done_on: date | None, document_no: str, upload, note: str = "") -> TargetConfirmation:
    """确认完成 by a document whose scan is kept. Raises NotAllowed, Conflict, Refusal, Refusals."""
    target = _locked(target_id, actor)
    if target.compares != Compares.CONFIRM:
        raise Refusal(f"“{target}”由系统按数算，不用文件确认。请看它的算式。", code="computed")
    standing = TargetConfirmation.objects.filter(target=target, void=None).first()
    if standing:
        raise Conflict(f"这个目标已由 {standing.document_no} 确认，{standing.done_on} 完成。要改的，先作废那一次确认。", code="wrong_state")
    found = []
    if done_on is None:
        found.append(Refusal("完成日期没有填。请写文件认定完成的那一天。", field="done_on", code="missing"))
    elif done_on > clock.today():
        found.append(Refusal(f"完成日期 {done_on} 晚于今天 {clock.today()}。请写实际日期。", field="done_on", code="day_future"))
    if not document_no:
        found.append(Refusal("确认文件的文号没有填。没有比例的目标要凭文件确认，请写文号。", field="document_no", code="missing"))
    refuse(found)
    paper = keep_attachment(target.plan.region_id, upload, actor=actor, title=f"{document_no} 确认{target.metric}"[:120])
    row = TargetConfirmation.objects.create(target=target, done_on=done_on, document_no=document_no, note=note, paper=paper, entered_at=clock.now(),
                                            entered_by_id=actor.user_id)
    record(actor=actor, action="confirm_target", obj=row, label=f"{target.plan.number} {target}"[:200], region_id=target.plan.region_id,
           after={"target": target.code, "done_on": done_on, "document_no": document_no, "sha256": paper.sha256})
    return row


@transaction.atomic
def void_confirmation(confirmation_id: int, *, actor: Actor, reason: str) -> TargetConfirmation:
    """作废一次确认 with its reason; what was read before stays true for its day. Raises NotAllowed, Conflict, Refusal."""
    row = TargetConfirmation.objects.get(pk=confirmation_id)
    target = _locked(row.target_id, actor)
    if ConfirmationVoid.objects.filter(confirmation=row).exists():
        raise Conflict("这次确认已经作废。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    ConfirmationVoid.objects.create(confirmation=row, reason=reason, voided_at=clock.now(), voided_by_id=actor.user_id)
    record(actor=actor, action="void_confirmation", obj=row, label=f"{target.plan.number} {target}"[:200], region_id=target.plan.region_id,
           after={"voided": True}, reason=reason)
    return row


def _locked(target_id: int, actor: Actor) -> Target:
    """目标, locked, of a plan that this person governs."""
    target = Target.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region").get(pk=target_id)
    permit(may_govern(actor, target.plan.region_id), OFFICE)
    return target
