"""佐证的页面: every file goes through here, after the territory was checked; nothing else serves the store."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from landplan.lib.errors import Conflict, Refusal
from landplan.lib.text import clean_text

from ..models import Attachment, Evidence
from ..policies import may_read_ledger
from ..services import void_evidence
from ..services.common import permit
from ..store import path_of
from .disposal import READERS, card_of, disposal_rows, safe_next


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """下载佐证 of one's own territory, as it was stored."""
    evidence = get_object_or_404(Evidence.objects, pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return file_answer(evidence)


@require_safe
def attachment_file(request: HttpRequest, pk: int) -> FileResponse:
    """下载附件 of one's own territory, as it was stored."""
    attachment = get_object_or_404(Attachment.objects, pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return file_answer(attachment)


def file_answer(evidence: Evidence | Attachment) -> FileResponse:
    """The stored bytes: always a download, never a page (claims C47, C49). Raises Conflict when the file is gone or
    is not the one whose checksum was kept."""
    path = path_of(evidence.storage_id)
    if not path.is_file() or _sha256(path) != evidence.sha256:
        raise Conflict(f"佐证“{evidence.title}”的文件与上传时的校验码不符，不能给出。请告诉系统管理员从备份恢复。", code="file_damaged")
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=evidence.original_name,
                          content_type=evidence.media_type)
    answer["ETag"] = f'"{evidence.sha256}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _sha256(path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@require_POST
def evidence_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废佐证, with its reason."""
    evidence = get_object_or_404(Evidence.objects, pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    reason = clean_text(request.POST.get("reason", ""))[:1000]
    try:
        void_evidence(pk, actor=request.actor, reason=reason)
    except Refusal as refusal:
        if evidence.disposal_id is None:
            raise
        request.refusal_message = refusal.message
        context = card_of(disposal_rows().get(pk=evidence.disposal_id), request.actor)
        return render(request, "parcels/disposal.html", context | {"refusal": refusal, "reason": reason}, status=refusal.status)
    messages.success(request, f"佐证“{evidence.title}”已作废，文件仍留存。")
    if evidence.disposal_id:
        return redirect("parcels:disposal", evidence.disposal_id)
    return redirect(safe_next(request, reverse("home")))
