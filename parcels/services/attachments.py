"""存附件, for the services whose papers they are: these leave the entry of the trail, in their own transaction."""

from __future__ import annotations

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import Attachment
from ..rules.files import check_upload, safe_name
from ..store import keep_file
from .evidence import head_of


def keep_attachment(region_id: int, upload, *, actor: Actor, title: str = "") -> Attachment:
    """存一个附件 (PDF, JPG or PNG, judged by content). Raises Refusal."""
    if upload is None:
        raise Refusal("没有选文件。请选 PDF、JPG 或 PNG 的扫描件。", field="file", code="missing")
    name = safe_name(upload.name)
    try:
        media_type = check_upload(name=name, size=upload.size, head=head_of(upload))
    except Refusal as refusal:
        refusal.field = "file"
        raise
    stored = keep_file(upload)
    return Attachment.objects.create(region_id=region_id, title=title or name[:120], original_name=name, media_type=media_type,
                                     size=stored.size, sha256=stored.sha256, storage_id=stored.storage_id, uploaded_at=clock.now(),
                                     uploaded_by_id=actor.user_id)
