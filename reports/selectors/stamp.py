"""数据的版本: a stamp under which an answer may be given again - the head of the audit chain, and whatever else it rests on."""

from __future__ import annotations

import hashlib
from datetime import datetime

from audit.models import AuditEntry


def data_stamp(moment: datetime | None, *parts: object) -> str:
    """版本 of an answer. Every change writes an audit entry in its own transaction, so the same head is the same data;
    `moment` is the clock to the minute for answers that show the present, None for those of a past instant."""
    head = AuditEntry.objects.order_by("-seq").values_list("hash", flat=True).first()
    minute = moment.replace(second=0, microsecond=0).isoformat() if moment else ""
    return hashlib.sha256(repr((head, minute, *parts)).encode()).hexdigest()[:40]
