"""查与我有关的变动: what others did to the parcels, disposals, plans and findings that this person entered; read from the trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from audit.models import AuditEntry
from audit.selectors.history import entries_for
from audit.sentences import Sentence, sentences_of
from landplan.lib.actors import Actor
from parcels.models import Disposal, DisposalPlan, Finding, Parcel

from ..models import NewsMark
from .agenda import QUIET

LOOKED, SHOWN = 200, 6  # how far back one looks, how many are shown
# whose record it is: object of the entry -> its model and who entered it
AUTHORS = {"parcels.Parcel": (Parcel, "registered_by_id"), "parcels.Disposal": (Disposal, "created_by_id"),
           "parcels.DisposalPlan": (DisposalPlan, "drafted_by_id"), "parcels.Finding": (Finding, "found_by_id")}


@dataclass(frozen=True)
class News:
    """一条变动: its sentence, and whether it was seen."""

    sentence: Sentence
    is_unread: bool


def others_entries(actor: Actor) -> QuerySet[AuditEntry]:
    """别人在本辖区办的, newest first."""
    return (entries_for(actor).filter(is_success=True, subject__startswith="parcel:").exclude(actor_id=actor.user_id)
            .exclude(action__in=QUIET).order_by("-seq"))


def own_entries(actor: Actor) -> list[AuditEntry]:
    """与我有关的 among the latest: on a record that this person entered, or on anything of a parcel that this person registered."""
    entries = list(others_entries(actor)[:LOOKED])
    mine = {label: set(model.objects.filter(**{author: actor.user_id}, pk__in=_ids(entries, label)).values_list("pk", flat=True))
            for label, (model, author) in AUTHORS.items()}
    parcels = set(Parcel.objects.filter(registered_by_id=actor.user_id, pk__in={_parcel_id(one) for one in entries}).values_list("pk", flat=True))
    return [one for one in entries if _parcel_id(one) in parcels or (one.object_type in mine and int(one.object_id) in mine[one.object_type])]


def _ids(entries: Iterable[AuditEntry], label: str) -> list[int]:
    return [int(one.object_id) for one in entries if one.object_type == label]


def _parcel_id(entry: AuditEntry) -> int:
    return int(entry.subject.partition(":")[2])


def marks_of(actor: Actor, subjects: Iterable[str]) -> dict[str, int]:
    """看到哪里, of these things."""
    return dict(NewsMark.objects.filter(user_id=actor.user_id, subject__in=set(subjects)).values_list("subject", "seq"))


def news_of(actor: Actor) -> tuple[list[News], int]:
    """与我有关的变动, the unread first, and how many are unread; a fixed number of queries."""
    entries = own_entries(actor)
    seen = marks_of(actor, (one.subject for one in entries))
    unread = [one for one in entries if one.seq > seen.get(one.subject, 0)]
    fresh = {one.seq for one in unread}
    shown = (unread + [one for one in entries if one.seq not in fresh])[:SHOWN]
    return [News(sentence, sentence.seq in fresh) for sentence in sentences_of(shown)], len(unread)


def page_of_entry(entry: AuditEntry) -> str:
    """在哪里看: the record itself where it has a page, else its place on the page of its parcel."""
    if entry.object_type == "parcels.Disposal":
        return reverse("parcels:disposal", args=[entry.object_id])
    place = {"parcels.DisposalPlan": "one-plan", "parcels.Finding": "finding"}.get(entry.object_type, "history")
    return f"{reverse('parcels:parcel', args=[_parcel_id(entry)])}#{place}"
