"""政策咨询、法律审查: asked by a county, answered with policy and article, made general in words that name nobody (POL-07)."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.models import DisposalPlan
from parcels.services.common import permit, refuse

from ..choices import InquiryKind
from ..models import Document, GeneralAnswer, Inquiry, InquiryAnswer
from ..policies import may_answer, may_ask
from ..rules.inquiries import CONVENTION, check_answer, check_inquiry
from ..rules.reminders import inquiry_key
from ..selectors.documents import visible_documents
from .reminders import cancel_reminders

_REFUSED = f"{CONVENTION}。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@transaction.atomic
def ask_inquiry(*, actor: Actor, values: dict, edition_id: int | None = None) -> Inquiry:
    """提出咨询, or put an edition of a 一宗一策 up for legal review. Raises NotAllowed, Refusal, Refusals."""
    permit(may_ask(actor), _REFUSED)
    edition = DisposalPlan.objects.filter(pk=edition_id).first() if edition_id else None
    kind = InquiryKind.LEGAL if edition_id else InquiryKind.POLICY
    refuse(check_inquiry(kind, values, has_edition=edition is not None))
    row = Inquiry.objects.create(region_id=actor.region_id, kind=kind, edition=edition, asked_at=clock.now(), asked_by_id=actor.user_id,
                                 title=values["title"], text=values["text"])
    record(actor=actor, action="ask_inquiry", obj=row, subject=_subject(row), after={"kind": row.get_kind_display(), "text": row.text})
    return row


def _subject(row: Inquiry) -> str:
    """Whose history it belongs to: the parcel's, or its own."""
    return f"parcel:{row.edition.parcel_id}" if row.edition else f"inquiry:{row.id}"


@transaction.atomic
def answer_inquiry(inquiry_id: int, *, actor: Actor, values: dict) -> InquiryAnswer:
    """答复 with the policy cited and its article. Raises NotAllowed, Refusal, Refusals."""
    row = Inquiry.objects.select_for_update(of=("self",)).select_related("region", "edition").get(pk=inquiry_id)
    permit(may_answer(actor), _REFUSED)
    refuse(check_answer(row.kind, values))
    answer = InquiryAnswer.objects.create(region_id=row.region_id, inquiry=row, number=row.answers.count() + 1, at=clock.now(),
                                          by_id=actor.user_id, **values | {"document": _cited(values.get("document"), actor)})
    if row.answered_at is None:
        row.answered_at = answer.at
        row.save(update_fields=["answered_at"])
        cancel_reminders(inquiry_key(row.id))
    record(actor=actor, action="answer_inquiry", obj=answer, subject=_subject(row), label=str(row), after={
        "text": answer.text, "document": answer.cited, "article": answer.article, "opinion": answer.get_opinion_display(),
        "doc_no": answer.doc_no})
    return answer


def _cited(document_id: int | None, actor: Actor) -> Document | None:
    if not document_id:
        return None
    found = visible_documents(actor).filter(pk=document_id).first()
    if found is None:
        raise Refusal("选的政策不在你看得到的政策库里。请从列出的里选。", field="document", code="not_found")
    return found


@transaction.atomic
def publish_answer(inquiry_id: int, *, actor: Actor, question: str, text: str) -> GeneralAnswer:
    """公开为通用解答, in words written anew for everybody; policy and article are those of the last answer.

    Raises NotAllowed, Conflict, Refusal."""
    row = Inquiry.objects.select_related("region").get(pk=inquiry_id)
    permit(may_answer(actor), _REFUSED)
    last = row.answers.order_by("-number").first()
    if last is None:
        raise Conflict("还没有答复，不能公开为通用解答。请先答复。", code="wrong_state")
    for name, label, value in (("question", "问题", question), ("answer", "解答", text)):
        if not value:
            raise Refusal(f"通用解答的{label}没有填。请改写成对各县区都适用的话，不写县区、宗地和企业的名称。", field=name, code="missing")
    general = GeneralAnswer.objects.create(region_id=actor.region_id, question=question, text=text, document=last.document, law=last.law,
                                           article=last.article, published_at=clock.now(), published_by_id=actor.user_id)
    record(actor=actor, action="publish_answer", obj=general, region_id=actor.region_id, after={
        "question": question, "text": text, "document": general.cited, "article": general.article})
    return general


@transaction.atomic
def withdraw_answer(answer_id: int, *, actor: Actor, reason: str) -> GeneralAnswer:
    """撤下通用解答, with its reason. Raises NotAllowed, Conflict, Refusal."""
    row = GeneralAnswer.objects.select_for_update(of=("self",)).select_related("region").get(pk=answer_id)
    permit(actor.region_id == row.region_id and may_answer(actor), _REFUSED)
    if row.withdrawn_at:
        raise Conflict("这条解答已经撤下。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("撤下要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record(actor=actor, action="withdraw_answer", obj=row, region_id=row.region_id, after={"voided": True}, reason=reason)
    return row
