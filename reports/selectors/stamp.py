"""数据的版本: a stamp under which an answer may be given again - the head of the audit chain, and whatever else it rests on."""

from __future__ import annotations

import hashlib
from datetime import datetime

from audit.selectors.head import chain_head


def data_stamp(moment: datetime | None, *parts: object) -> str:
    """版本 of an answer. Every change writes an audit entry in its own transaction, so the same head is the same data;
    `moment` is the clock to the minute for answers that show the present, None for those of a past instant."""
    minute = moment.replace(second=0, microsecond=0).isoformat() if moment else ""
    return hashlib.sha256(repr((chain_head(), minute, *parts)).encode()).hexdigest()[:40]
