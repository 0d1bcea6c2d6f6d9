"""查留痕: history of one thing, search over all, and the check of the chain."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from landplan.lib.actors import Actor

from ..chain import GENESIS, entry_hash
from ..models import AuditEntry


def history_of(*subjects: str) -> QuerySet[AuditEntry]:
    """办理经过 of the named subjects (`parcel:12`), newest first. The caller has checked the territory."""
    return AuditEntry.objects.filter(subject__in=subjects, is_success=True)


def entries_for(actor: Actor) -> QuerySet[AuditEntry]:
    """留痕 that this actor may read: the audit administrator all, others their territory."""
    if actor.regions is None or actor.role == "audit_admin":
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(region_id__in=actor.regions)


def sign_ins_refused() -> QuerySet[AuditEntry]:
    """登录失败, newest first: for the security administrator; holds no business data."""
    return AuditEntry.objects.filter(subject="sign_in", is_success=False).order_by("-seq")


def values(entry: AuditEntry) -> tuple[dict, dict]:
    """(before, after) as dictionaries."""
    return json.loads(entry.before), json.loads(entry.after)


def changes_of(name: str, *, region_id: int, actions: Collection[str]) -> list[tuple[datetime, str, object]]:
    """一项的变动 in a region, in order: (when, subject, what it was before)."""
    rows = AuditEntry.objects.filter(region_id=region_id, action__in=list(actions), is_success=True, before__contains=f'"{name}"').order_by("seq")
    told = ((at, subject, json.loads(before)) for at, subject, before in rows.values_list("at", "subject", "before"))
    return [(at, subject, before[name]) for at, subject, before in told if name in before]


@dataclass(frozen=True)
class ChainReport:
    """查链结果: `broken_seq` is the first entry that does not fit, with the reason in Chinese."""

    count: int
    head: str
    broken_seq: int | None = None
    reason: str = ""


def verify_chain(expected_head: str | None = None) -> ChainReport:
    """查链: walk the chain in order and name the first bad entry; `expected_head` is a head stored elsewhere."""
    seq, previous, head_seen = 0, GENESIS, expected_head is None or expected_head == GENESIS
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != seq + 1:
            return ChainReport(seq, previous, seq + 1, f"第 {seq + 1} 条不见了")
        if entry.prev_hash != previous:
            return ChainReport(seq, previous, entry.seq, "与前一条接不上")
        if entry.hash != entry_hash(entry):
            return ChainReport(seq, previous, entry.seq, "内容与校验码不符")
        seq, previous = entry.seq, entry.hash
        head_seen = head_seen or previous == expected_head
    if not head_seen:
        return ChainReport(seq, previous, seq, "库外留存的链头不在链上：链尾被截或整链被改写")
    return ChainReport(seq, previous)
