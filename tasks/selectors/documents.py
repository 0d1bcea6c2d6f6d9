"""查政策库: the documents that one may read, how they stand on a day, what they are to each other, their papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.scope import everything
from units.models import Region

from ..choices import DocumentLevel, DocumentState, LastDay, RelationKind
from ..models import Document, DocumentFile, DocumentRelation
from ..rules.documents import EXPIRY_DAYS, REVERSE, State, state_of
from .plans import plan_of

COUNTIES = (DocumentLevel.COUNTY, DocumentLevel.DISTRICT)


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """看得到的文件: of one's territory, of the regions above it, and of no region."""
    rows = Document.objects.select_related("region", "plan", "entered_by")
    if actor.regions is None:
        return rows
    own = Region.objects.filter(pk=actor.region_id).values_list("path", flat=True).first() or ""
    return rows.filter(Q(region=None) | Q(region__among=sorted(actor.regions) or [0]) | Q(region__code__in=own.strip("/").split("/")))


def near_days(actor: Actor) -> int:
    """满期前多少天算“将满”: the setting of the plan of this post."""
    plan = plan_of(actor)
    return int(plan.expiry_days) if plan else EXPIRY_DAYS


def document_rows(actor: Actor, *, q: str = "", level: str = "") -> QuerySet[Document]:
    """政策库 by words of number, title or issuer, and by level, the latest entered first."""
    rows = visible_documents(actor).annotate(
        file_count=Count("files", filter=Q(files__voided_at=None), distinct=True),
        relation_count=Count("relations", filter=Q(relations__voided_at=None), distinct=True)
        + Count("relations_to", filter=Q(relations_to__voided_at=None), distinct=True))
    if q:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q) | Q(issuer__icontains=q))
    if level:
        rows = rows.filter(level__in=COUNTIES if level == DocumentLevel.COUNTY else [level])
    return rows


def in_state(code: str, day: date, near: int) -> Q:
    """情形 as a condition; the same as `rules.documents.state_of`."""
    repealed, coming = Q(repealed_on__lte=day), Q(valid_from__gt=day)
    expired, alive = _until("lt", day), ~Q(repealed_on__lte=day) | Q(repealed_on=None)
    if code == DocumentState.REPEALED:
        return repealed
    if code == DocumentState.EXPIRED:
        return alive & expired
    standing = alive & (Q(valid_until=None) | _until("gte", day))
    if code == DocumentState.COMING:
        return standing & coming
    standing &= Q(valid_from=None) | Q(valid_from__lte=day)
    if code == DocumentState.OPEN:
        return standing & Q(valid_until=None)
    beyond = day + timedelta(days=near)
    return standing & (_until("lte", beyond) if code == DocumentState.NEAR else _until("gt", beyond))


def _until(way: str, day: date) -> Q:
    """最后有效的一日 against a day; of a plan whose setting takes the anniversary it is one day later (C-22)."""
    later = Q(plan__last_day=LastDay.ANNIVERSARY)
    eve = Q(plan=None) | Q(plan__last_day=LastDay.EVE)
    return (eve & Q(**{f"valid_until__{way}": day})) | (later & Q(**{f"valid_until__{way}": day - timedelta(days=1)}))


def standing_of_document(document: Document, day: date, near: int) -> State:
    """文件的情形."""
    return state_of(document.valid_from, document.last_valid_on, document.repealed_on, day, near)


@dataclass(frozen=True)
class RelationLine:
    """关系的一行 as one side reads it."""

    relation: DocumentRelation
    word: str
    other: Document


def relation_lines(document: Document, actor: Actor) -> list[RelationLine]:
    """关系, both directions, to documents that this person may read."""
    seen = set(visible_documents(actor).values_list("id", flat=True))
    rows = DocumentRelation.objects.filter(Q(source=document) | Q(target=document), voided_at=None).select_related("source", "target")
    found = [RelationLine(row, row.get_kind_display(), row.target) if row.source_id == document.id
             else RelationLine(row, REVERSE[RelationKind(row.kind)], row.source) for row in rows]
    return [line for line in found if line.other.id in seen]


def document_files(document: Document) -> list[DocumentFile]:
    """附件 that hold: whoever reads the document reads them."""
    with everything("who may read a document reads its papers"):
        return list(document.files.filter(voided_at=None).select_related("attachment"))


def document_file_of(pk: int, actor: Actor) -> DocumentFile | None:
    """一个附件, when its document may be read."""
    with everything("who may read a document reads its papers"):
        return DocumentFile.objects.filter(pk=pk, voided_at=None, document__in=visible_documents(actor)).select_related("attachment").first()


def expiring(day: date) -> QuerySet[Document]:
    """还没有废止、写了有效期的文件, for the reminders."""
    return Document.objects.exclude(valid_until=None).filter(Q(repealed_on=None) | Q(repealed_on__gt=day)).select_related("region", "plan__region")
