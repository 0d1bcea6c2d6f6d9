"""司法审核意见 on a case (LAW-07)."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import LegalReview, Parcel
from ..policies import may_record_review
from ..rules.legal import check_opinion, check_opinions
from ..selectors.procedures import opinions_of
from .common import permit, refuse
from .lawsuits import locked_lawsuit

FIELDS = ("doc_no", "reviewed_on", "unit", "result", "note")


@transaction.atomic
def add_review(lawsuit_id: int, *, actor: Actor, values: dict) -> LegalReview:
    """登记司法审核意见. `values`: FIELDS. Raises NotAllowed, Refusal(s)."""
    permit(may_record_review(actor), "司法审核意见由县区填报员或承担司法审核的岗位登记。")
    case = locked_lawsuit(lawsuit_id)
    refuse(check_opinion(values, clock.today()))
    if case.reviews.filter(doc_no=values["doc_no"]).exists():
        raise Refusal(f"这件案件已登记过 {values['doc_no']}。请核对文号。", field="doc_no", code="duplicate")
    row = LegalReview.objects.create(region_id=case.region_id, lawsuit=case, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="add_review", obj=row, subject=f"parcel:{case.parcel_id}", after=values)
    return row


def refuse_without_opinion(parcel: Parcel, what: str) -> None:
    """涉法的宗地没有同意的审核意见，不能认定、处置. Raises Refusal."""
    refuse(check_opinions(opinions_of(parcel), what))
