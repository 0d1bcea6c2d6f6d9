"""佐证材料: judged by content, stored once under a random number, never deleted."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.text import clean_text

from ..models import Disposal, Evidence, Parcel
from ..policies import may_draft_disposal
from ..rules.files import HEAD, check_upload, safe_name
from ..rules.steps import EDITABLE
from ..store import keep_file
from .common import lock_disposal, lock_parcel, permit

_CLERK_ONLY = "佐证由登记这笔处置的填报员上传。"


@transaction.atomic
def add_evidence(disposal_id: int, *, actor: Actor, kind: str, title: str, upload, doc_no: str = "",
                 is_demo: bool = False) -> Evidence:
    """上传佐证 to a disposal that can still be edited. `upload` is a Django file. Raises NotAllowed, Refusal."""
    permit(may_draft_disposal(actor), _CLERK_ONLY)
    disposal = lock_disposal(disposal_id)
    _refuse_foreign(disposal, actor)
    return _keep(disposal.parcel, disposal, actor, kind, title, upload, doc_no, is_demo)


@transaction.atomic
def stage_evidence(parcel_id: int, *, actor: Actor, kind: str, title: str, upload) -> Evidence:
    """暂存佐证 under the parcel while the values of its disposal are still refused; `enter_disposal` attaches it.

    Raises NotAllowed, Refusal.
    """
    permit(may_draft_disposal(actor), _CLERK_ONLY)
    return _keep(lock_parcel(parcel_id), None, actor, kind, title, upload)


def _keep(parcel: Parcel, disposal: Disposal | None, actor: Actor, kind: str, title: str, upload, doc_no: str = "",
          is_demo: bool = False) -> Evidence:
    name = safe_name(upload.name)
    media_type = check_upload(name=name, size=upload.size, head=head_of(upload))
    stored = keep_file(upload)
    evidence = Evidence.objects.create(
        region_id=parcel.region_id, parcel=parcel, disposal=disposal, kind=kind,
        title=clean_text(title) or name, doc_no=clean_text(doc_no), original_name=name, media_type=media_type,
        size=stored.size, sha256=stored.sha256, storage_id=stored.storage_id, uploaded_at=clock.now(),
        uploaded_by_id=actor.user_id, is_demo=is_demo)
    record(actor=actor, action="add_evidence", obj=evidence, subject=f"parcel:{parcel.id}",
           after={"title": evidence.title, "kind": kind, "sha256": stored.sha256,
                  **({"number": disposal.number} if disposal else {})})
    return evidence


@transaction.atomic
def void_evidence(evidence_id: int, *, actor: Actor, reason: str) -> Evidence:
    """作废佐证: it no longer counts, the file stays."""
    permit(may_draft_disposal(actor), "佐证由登记这笔处置的填报员作废。")
    if not reason:
        raise Refusal("作废佐证要写原因。", field="reason", code="reason_missing")
    found = Evidence.objects.get(pk=evidence_id)
    disposal = lock_disposal(found.disposal_id) if found.disposal_id else None
    if disposal:
        _refuse_foreign(disposal, actor)
    else:
        permit(found.uploaded_by_id == actor.user_id, "这件佐证不是你上传的，不能由你作废。请交上传人办。")
    evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
    if evidence.voided_at:
        raise Conflict("这件佐证已经作废。请刷新页面看最新状态。", code="wrong_state")
    evidence.voided_at = clock.now()
    evidence.save(update_fields=["voided_at"])
    record(actor=actor, action="void_evidence", obj=evidence, subject=f"parcel:{evidence.parcel_id}",
           after={"voided": True, **({"number": disposal.number} if disposal else {})}, reason=reason)
    return evidence


def _refuse_foreign(disposal: Disposal, actor: Actor) -> None:
    permit(disposal.created_by_id == actor.user_id, "这笔处置不是你登记的，佐证由登记人办。")
    if disposal.state not in EDITABLE:
        raise Refusal(f"这笔处置现在是“{disposal.get_state_display()}”，佐证不能再动。要改的先撤回，或请审核员退回。",
                      field="evidence", code="wrong_state")


def head_of(upload) -> bytes:
    """开头 of an upload: as much as the rules look at."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    return head
