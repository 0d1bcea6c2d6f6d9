"""看过了: a person's own mark of having seen."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from audit.models import AuditEntry
from landplan.lib.actors import Actor

from ..models import NewsMark


@transaction.atomic
def mark_seen(entries: Iterable[AuditEntry], *, actor: Actor) -> None:
    """标为已看: everything up to the latest of these entries, thing by thing. What others do afterwards is new again."""
    latest: dict[str, int] = {}
    for entry in entries:
        latest[entry.subject] = max(entry.seq, latest.get(entry.subject, 0))
    kept = dict(NewsMark.objects.filter(user_id=actor.user_id, subject__in=latest).values_list("subject", "seq"))
    rows = [NewsMark(user_id=actor.user_id, subject=subject, seq=seq) for subject, seq in latest.items() if seq > kept.get(subject, 0)]
    NewsMark.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "subject"], update_fields=["seq"])
