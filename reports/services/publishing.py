"""公开: drafted by one person of the office, approved by another as an edition, taken down with a reason (PUB-01 to PUB-04)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.chain import canonical
from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.choices import LowPlanState
from parcels.services.common import check_version, permit, refuse
from tasks.models import Plan
from tasks.services.whole import permit_whole

from ..choices import PublicKind, PublicState
from ..models import Objection, Publication, PublicationEdition
from ..policies import may_publish
from ..rules.publishing import check_draft, check_result, personal
from ..selectors.publishing import digest_of, has_written, is_listed, notice_ends, payload_of

OFFICE = "公布的内容由领导小组办公室起草和审批。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
_TOLD = ("title", "body", "as_of_on", "from_on", "until_on")


@transaction.atomic
def draft_publication(plan: Plan, *, actor: Actor, kind: str, values: dict) -> Publication:
    """起草一件. Raises NotAllowed, Refusal, Refusals."""
    permit_whole(actor, plan, may_publish, OFFICE)
    refuse(check_draft(kind, values, clock.today()) + _approved(values.get("low_plan")))
    row = Publication.objects.create(plan=plan, kind=kind, drafted_at=clock.now(), drafted_by_id=actor.user_id, **values)
    record(actor=actor, action="draft_publication", obj=row, after={name: getattr(row, name) for name in _TOLD})
    return row


@transaction.atomic
def edit_publication(publication_id: int, *, actor: Actor, version: int | None, values: dict) -> Publication:
    """改草稿; what is listed stays as it is until the new draft is approved. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    row = _locked(publication_id, actor)
    check_version(row, version)
    if row.state == PublicState.REMOVED:
        raise Conflict(f"“{row}”已撤下，不能再改。请另起草一件。", code="wrong_state")
    refuse(check_draft(row.kind, values | {"low_plan": row.low_plan}, clock.today()))
    before = {name: getattr(row, name) for name in _TOLD}
    for name, value in values.items():
        setattr(row, name, value)
    row.drafted_at, row.drafted_by_id = clock.now(), actor.user_id
    _save(row)
    record(actor=actor, action="edit_publication", obj=row, before=before, after={name: getattr(row, name) for name in _TOLD})
    return row


def _approved(low_plan) -> list[Refusal]:
    if low_plan is None or low_plan.state in (LowPlanState.APPROVED, LowPlanState.PUBLISHED):
        return []
    return [Refusal(f"“{low_plan}”现在是“{low_plan.get_state_display()}”。批准以后才能公布。", field="low_plan", code="not_approved")]


@transaction.atomic
def approve_publication(publication_id: int, *, actor: Actor, version: int | None) -> PublicationEdition:
    """审批公布: the draft becomes an edition that the public reads. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    row = _locked(publication_id, actor)
    check_version(row, version)
    if row.state == PublicState.REMOVED:
        raise Conflict(f"“{row}”已撤下。请另起草一件。", code="wrong_state")
    if has_written(row, actor.user_id):
        raise NotAllowed("这一稿是你起草或改过的，请办公室的另一人审批。", code="own_work")
    refuse(_approved(row.low_plan))
    content = payload_of(row)
    if hits := personal(content["body"]):
        raise Refusal(f"正文里有像身份证号或手机号的数字：{'、'.join(hits)}。公开的内容不能有个人信息，请先改草稿。", field="body", code="personal")
    if is_listed(row, content):
        raise Conflict(f"内容与公布中的第{row.number}版相同，没有要审批的。", code="same")
    payload, digest, now = canonical(content), digest_of(content), clock.now()
    row.number, row.state, row.listed_at, row.first_listed_at = row.number + 1, PublicState.LISTED, now, row.first_listed_at or now
    _save(row)
    edition = PublicationEdition.objects.create(publication=row, number=row.number, payload=payload, sha256=digest, at=now, by_id=actor.user_id)
    record(actor=actor, action="approve_publication", obj=row, after={"edition": row.number, "sha256": digest})
    return edition


@transaction.atomic
def remove_publication(publication_id: int, *, actor: Actor, version: int | None, reason: str) -> Publication:
    """撤下 with its reason: the public no longer reads it; its editions stay. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    row = _locked(publication_id, actor)
    check_version(row, version)
    if row.state != PublicState.LISTED:
        raise Conflict(f"“{row}”现在是“{row.get_state_display()}”，没有公布着。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("撤下要写原因，没有填。如“闲置已处置完毕”。", field="reason", code="reason_missing")
    row.state, row.removed_at, row.remove_reason = PublicState.REMOVED, clock.now(), reason
    _save(row)
    record(actor=actor, action="remove_publication", obj=row, after={"state": row.state}, reason=reason)
    return row


@transaction.atomic
def add_objection(publication_id: int, *, actor: Actor, values: dict) -> Objection:
    """登记公示异议. Raises NotAllowed, Refusal."""
    row = _locked(publication_id, actor)
    if row.kind != PublicKind.NOTICE or row.state == PublicState.DRAFT:
        raise Refusal("只有公示出去的方案有异议可登记。", code="wrong_kind")
    objection = Objection.objects.create(publication=row, at=clock.now(), by_id=actor.user_id, **values)
    record(actor=actor, action="add_objection", obj=objection, subject=f"publication:{row.id}", after=values)
    return objection


@transaction.atomic
def record_result(publication_id: int, *, actor: Actor, version: int | None, result_on: date, result_no: str) -> Publication:
    """登记批准 after the notice period. Raises NotAllowed, VersionMissing, Refusal."""
    row = _locked(publication_id, actor)
    check_version(row, version)
    refuse(check_result(notice_ends(row), result_on, clock.today()))
    if row.state == PublicState.DRAFT:
        raise Refusal("还没有公示过，不能登记批准。请先审批公布。", code="not_listed")
    if not result_no:
        raise Refusal("批准文号没有填。请写批准的文号。", field="result_no", code="missing")
    row.result_on, row.result_no = result_on, result_no
    _save(row)
    record(actor=actor, action="record_publication_result", obj=row, after={"result_on": result_on, "result_no": result_no})
    return row


def _locked(publication_id: int, actor: Actor) -> Publication:
    permit(may_publish(actor), OFFICE)
    rows = Publication.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region", "low_plan__region")
    row = rows.get(pk=publication_id)
    permit_whole(actor, row.plan, may_publish, OFFICE)
    return row


def _save(row: Publication) -> None:
    row.version += 1
    row.save()
