"""政策库: documents, their relations and papers are entered and mended; what the five plans name comes in with the plans (POL-01)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.services.attachments import keep_attachment
from parcels.services.common import check_version, permit, refuse
from units.models import Region

from ..choices import RelationKind
from ..models import Document, DocumentFile, DocumentRelation
from ..policies import may_enter_documents, may_keep_document
from ..rules.documents import CONVENTION, UPPER, check_document, check_relation, levels_for
from ..rules.reminders import document_key
from ..selectors.documents import visible_documents
from .reminders import cancel_reminders

FIELDS = ("number", "title", "issuer", "level", "dated_on", "issued_on", "valid_from", "valid_until", "validity_text", "source")
_REFUSED = f"{CONVENTION}。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


def levels_of(actor: Actor) -> list[tuple[str, str]]:
    """这个岗位能登记哪几级的文件."""
    region = Region.objects.filter(pk=actor.region_id).first()
    return levels_for(region.level, is_office=actor.role == "office") if region else []


@transaction.atomic
def enter_document(*, actor: Actor, values: dict) -> Document:
    """登记一份文件. `values`: FIELDS. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_enter_documents(actor), _REFUSED)
    refuse(check_document(values, clock.today(), levels_of(actor)))
    row = Document(entered_at=clock.now(), entered_by_id=actor.user_id, region_id=None if values["level"] in UPPER else actor.region_id,
                   **{name: values[name] for name in FIELDS if name in values})
    _once(row)
    row.save(force_insert=True)
    record(actor=actor, action="enter_document", obj=row, region_id=row.region_id,
           after={name: value for name, value in snapshot(row, FIELDS).items() if value})
    return row


@transaction.atomic
def edit_document(document_id: int, *, actor: Actor, version: int | None, values: dict) -> Document:
    """改一份文件 that is no plan's. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    row = _locked(document_id, actor)
    if hasattr(row, "plan"):
        raise Refusal(f"{row} 是方案的文件，随方案装入，不在这里改。要改的，请另拟方案。", code="printed")
    check_version(row, version)
    refuse(check_document(values, clock.today(), [(level, label) for level, label in levels_of(actor)
                                                  if (level in UPPER) == (row.region_id is None)]))
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values.get(name, getattr(row, name)))
    old, new = changes(before, snapshot(row, FIELDS))
    if not new:
        return row
    _once(row)
    row.version += 1
    row.save()
    record(actor=actor, action="edit_document", obj=row, region_id=row.region_id, before=old, after=new)
    return row


def _once(row: Document) -> None:
    if row.number and Document.objects.filter(number=row.number, region_id=row.region_id).exclude(pk=row.pk).exists():
        raise Conflict(f"{row.number} 已在政策库里。请打开原来的那一份补填，不要另登。", field="number", code="duplicate")


def _locked(document_id: int, actor: Actor) -> Document:
    row = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    permit(may_keep_document(actor, row.region_id), _REFUSED)
    return row


@transaction.atomic
def relate_documents(source_id: int, *, actor: Actor, target_id: int | None, kind: str, section: str = "", quotation: str = "",
                     from_on: date | None = None) -> DocumentRelation:
    """登记关系 of one's own document to one that may be read; what it repeals must be one's own too, and ends on its day.

    Raises NotAllowed, Conflict, Refusal."""
    source = _locked(source_id, actor)
    target = visible_documents(actor).filter(pk=target_id).exclude(pk=source.pk).first()
    if target is None:
        raise Refusal("没有选另一份文件。请从政策库里选；没有的先登记。", field="target", code="missing")
    refuse(check_relation(kind, from_on, clock.today()))
    if DocumentRelation.objects.filter(source=source, target=target, kind=kind, voided_at=None).exists():
        raise Conflict(f"{source} 对 {target} 的这种关系已经登记过。", field="target", code="duplicate")
    row = DocumentRelation.objects.create(source=source, target=target, kind=kind, section=section, quotation=quotation, from_on=from_on,
                                          entered_at=clock.now(), entered_by_id=actor.user_id)
    if kind == RelationKind.REPEALS:
        _repeal(target, actor, from_on)
    record(actor=actor, action="relate_documents", obj=row, subject=f"document:{source.id}", region_id=source.region_id, after={
        "target": str(target), "kind": row.get_kind_display(), "section": section, "quotation": quotation, "from_on": from_on})
    return row


def _repeal(target: Document, actor: Actor, on: date | None) -> None:
    """废止日期 of what is repealed; its reminders go with the next run, on the day itself at once."""
    permit(may_keep_document(actor, target.region_id), f"{target} 不是你这一级的文件，不能在这里废止。请由登记它的一方登记。")
    target.repealed_on = on
    target.version += 1
    target.save(update_fields=["repealed_on", "version"])
    if on and on <= clock.today() and target.region_id:
        cancel_reminders(document_key(target.id, target.region_id))


@transaction.atomic
def void_relation(relation_id: int, *, actor: Actor, reason: str) -> DocumentRelation:
    """作废关系, with its reason; a repealed document holds again. Raises NotAllowed, Conflict, Refusal."""
    row = DocumentRelation.objects.select_for_update(of=("self",)).select_related("source", "target").get(pk=relation_id)
    permit(may_keep_document(actor, row.source.region_id), _REFUSED)
    if row.voided_at:
        raise Conflict("这条关系已经作废。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.voided_at = clock.now()
    row.save(update_fields=["voided_at"])
    if row.kind == RelationKind.REPEALS:
        _repeal(row.target, actor, None)
    record(actor=actor, action="void_relation", obj=row, subject=f"document:{row.source_id}", region_id=row.source.region_id,
           after={"voided": True}, reason=reason)
    return row


@transaction.atomic
def attach_document(document_id: int, *, actor: Actor, upload, title: str = "") -> DocumentFile:
    """上传文件的附件, by the rules of every paper. Raises NotAllowed, Refusal."""
    row = _locked(document_id, actor)
    kept = keep_attachment(row.region_id or actor.region_id, upload, actor=actor, title=title)
    file = DocumentFile.objects.create(document=row, attachment=kept)
    record(actor=actor, action="attach_document", obj=file, subject=f"document:{row.id}", region_id=row.region_id, label=kept.title,
           after={"title": kept.title, "sha256": kept.sha256})
    return file


@transaction.atomic
def void_document_file(file_id: int, *, actor: Actor, reason: str) -> DocumentFile:
    """作废附件, with its reason; the bytes stay. Raises NotAllowed, Conflict, Refusal."""
    file = DocumentFile.objects.select_for_update(of=("self",)).select_related("document").get(pk=file_id)
    permit(may_keep_document(actor, file.document.region_id), _REFUSED)
    if file.voided_at:
        raise Conflict("这个附件已经作废。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    file.voided_at = clock.now()
    file.save(update_fields=["voided_at"])
    record(actor=actor, action="void_document_file", obj=file, subject=f"document:{file.document_id}", region_id=file.document.region_id,
           after={"voided": True}, reason=reason)
    return file


@transaction.atomic
def load_documents(data: dict, *, actor: Actor) -> Counter:
    """装入方案点名的上级和配套文件 with what ties them to the plans; what is there already stays. How many of each are new."""
    told, known = Counter(), {row.code: row for row in Document.objects.exclude(code=None)}
    for one in data["documents"]:
        if one["code"] not in known:
            region = Region.objects.get(code=one["region"]) if one["region"] else None
            known[one["code"]] = Document.objects.create(**one | {"region": region})
            told["文件"] += 1
    tied = set(DocumentRelation.objects.values_list("source_id", "target_id", "kind"))
    for one in data["relations"]:
        source, target = known[one["from"]], known[one["to"]]
        if (source.id, target.id, one["kind"]) not in tied:
            DocumentRelation.objects.create(source=source, target=target, kind=one["kind"], section=one["section"], quotation=one["quotation"])
            told["文件关系"] += 1
    if told:
        record(actor=actor, action="load_documents", label="政策库", after={"documents": told["文件"], "relations": told["文件关系"]})
    return told
