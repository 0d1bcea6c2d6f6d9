"""留存: what every frozen edition carries besides its figures - who, when, of which old editions, the head of the audit chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from audit.chain import GENESIS
from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local

from ..models.snapshot import Snapshot


def stamp(*, actor: Actor, edition: int, basis: str, reason: str, older: Iterable[Snapshot]) -> tuple[dict, list[dict]]:
    """(head words, editions) of the edition that is being frozen now."""
    seq, head = AuditEntry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
    mine = {"edition": edition, "basis": str(basis), "frozen_at": f"{local(clock.now()):%Y-%m-%d %H:%M}", "by": title_of(actor), "reason": reason}
    before = [{"edition": one.edition, "basis": one.basis, "frozen_at": f"{local(one.frozen_at):%Y-%m-%d %H:%M}", "by": one.frozen_title,
               "reason": one.reason, "sha256": one.sha256} for one in older]
    return mine | {"audit_seq": seq, "audit_head": head}, [*before, mine]


def title_of(actor: Actor) -> str:
    """定稿人: a person with the post, the system by its name."""
    return actor.name if actor.user_id is None else actor.title


def kept(content: bytes) -> dict:
    """The file's columns of a snapshot."""
    return {"file": content, "sha256": hashlib.sha256(content).hexdigest()}


def stamped(head: dict) -> dict:
    """The columns of a snapshot that repeat words of its head."""
    return {name: head[name] for name in ("edition", "basis", "reason", "audit_seq", "audit_head")}
