"""处置的一生: 登记、修改、上报、撤回、退回、审核、验收、作废. The steps stand in rules.steps."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from units.policies import desk_of

from ..choices import Action, Nature, ParcelStatus
from ..models import AreaEntry, Disposal, DisposalRevision, Measure, Parcel
from ..policies import may_draft_disposal
from ..rules.measures import check_area, check_complete, check_day, missing_evidence
from ..rules.restrictions import is_supply
from ..rules.steps import IN_TRANSIT, check_person, next_step
from ..selectors.disposal import measure_faults
from ..selectors.measures import catalogue
from ..selectors.restrictions import stop_faults
from ..selectors.terms import land_of, told_terms
from .common import check_version, lock_disposal, lock_parcel, permit, refuse
from .reviews import refuse_without_opinion
from .terms import fill_terms, keep_agreement, sync_dues, term_faults
from .totals import post_entries

FIELDS = ("measure_id", "area", "area_typed", "area_unit", "disposed_on", "doc_no", "system_on", "is_backfill", "remark", "terms")
# what follows the parcel and its measure
FOLLOWS = ("kind", "idle_source", "disposes", "term_set")


@transaction.atomic
def draft_disposal(parcel_id: int, *, actor: Actor, values: dict, is_demo: bool = False) -> Disposal:
    """登记处置草稿 (area in 亩). A draft may lack date, document and evidence, but its measure and area must fit.

    Raises NotAllowed, Conflict when the parcel is written off, Refusal or Refusals.
    """
    permit(may_draft_disposal(actor), "登记处置由县区填报员办。你可以在审核验收里办理已上报的。")
    parcel = lock_parcel(parcel_id)
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地已销号，不能再登记处置。确有错误的，由考核验收组恢复在册。", code="wrong_state")
    now = clock.now()
    number = (parcel.disposals.aggregate(last=Max("number"))["last"] or 0) + 1
    disposal = Disposal(parcel=parcel, region_id=parcel.region_id, number=number, round_no=parcel.round_no, created_at=now, updated_at=now,
                        created_by_id=actor.user_id, is_demo=is_demo)
    refuse(_fill(disposal, parcel, values) + _check_draft(disposal, parcel))
    disposal.save(force_insert=True)
    sync_dues(disposal)
    _tell(disposal, actor, "draft_disposal", after=snapshot(disposal, FIELDS))
    return disposal


@transaction.atomic
def edit_disposal(disposal_id: int, *, actor: Actor, version: int | None, values: dict) -> Disposal:
    """修改处置 (草稿, 已退回, 已撤回). Raises VersionMissing, Conflict, NotAllowed, Refusal."""
    disposal = _step_begin(disposal_id, actor, Action.EDIT, version)
    before = snapshot(disposal, FIELDS)
    found = _fill(disposal, disposal.parcel, values)
    old, new = changes(before, snapshot(disposal, FIELDS))
    if not (new or found):
        return disposal
    refuse(found + _check_draft(disposal, disposal.parcel))
    _save(disposal, *FIELDS, *FOLLOWS)
    sync_dues(disposal)
    _tell(disposal, actor, "edit_disposal", before=old, after=new)
    return disposal


@transaction.atomic
def submit_disposal(disposal_id: int, *, actor: Actor, version: int | None) -> Disposal:
    """上报: everything must be there; the area is held (在途) until it is accepted or comes back."""
    disposal = _step_begin(disposal_id, actor, Action.SUBMIT, version)
    parcel = disposal.parcel
    refuse(_fill(disposal, parcel, {}))
    present = set(disposal.evidence.filter(voided_at=None).values_list("kind", flat=True))
    measure = disposal.measure
    stopped = stop_faults(parcel.region, disposal.disposed_on, f"上报“{measure.label}”", "disposed_on") if is_supply(measure.code) else []
    refuse(stopped + _check_draft(disposal, parcel, whole=True) + check_complete(
        disposed_on=disposal.disposed_on, doc_no=disposal.doc_no, label=measure.label, basis=_basis(measure),
        lacking=missing_evidence(disposal.papers_needed, present)))
    _hold(parcel, disposal.area if disposal.disposes else Decimal(0))
    disposal.submitted_at, disposal.returned_reason = clock.now(), ""
    _keep_revision(disposal, actor)
    _finish(disposal, actor, Action.SUBMIT, *FOLLOWS, "terms", "submitted_at", "returned_reason")
    sync_dues(disposal)
    return disposal


@transaction.atomic
def withdraw_disposal(disposal_id: int, *, actor: Actor, version: int | None) -> Disposal:
    """撤回 one's own submission before it is verified; the held area comes back."""
    disposal = _step_begin(disposal_id, actor, Action.WITHDRAW, version)
    _release(disposal)
    _finish(disposal, actor, Action.WITHDRAW)
    return disposal


@transaction.atomic
def send_back_disposal(disposal_id: int, *, actor: Actor, version: int | None, reason: str) -> Disposal:
    """退回 by the reviewer or the acceptance group, with the reason that the clerk will read word for word."""
    if not reason:
        raise Refusal("退回要写原因。请写明哪一项、现在是什么、应改成什么；填报员会看到原话。", field="reason", code="reason_missing")
    disposal = _step_begin(disposal_id, actor, Action.SEND_BACK, version)
    _release(disposal)
    disposal.returned_reason = reason
    disposal.verified_at, disposal.verified_by = None, None  # it runs the whole way again
    _finish(disposal, actor, Action.SEND_BACK, "returned_reason", "verified_at", "verified_by", reason=reason)
    return disposal


@transaction.atomic
def verify_disposal(disposal_id: int, *, actor: Actor, version: int | None) -> Disposal:
    """审核通过 by a second person of the county; land with an open case needs the judicial opinion (LAW-07)."""
    disposal = _step_begin(disposal_id, actor, Action.VERIFY, version)
    refuse_without_opinion(disposal.parcel, "审核通过处置")
    disposal.verified_at, disposal.verified_by_id = clock.now(), actor.user_id
    _finish(disposal, actor, Action.VERIFY, "verified_at", "verified_by")
    return disposal


@transaction.atomic
def accept_disposal(disposal_id: int, *, actor: Actor, version: int | None) -> Disposal:
    """验收 by a third person: the area counts from this instant (驻政办〔2021〕19号 附件1 四)."""
    disposal = _step_begin(disposal_id, actor, Action.ACCEPT, version)
    now = clock.now()
    disposal.accepted_at, disposal.accepted_by_id = now, actor.user_id
    disposal.repeat_area = min(disposal.area, disposal.parcel.relapsed_area) if disposal.disposes else Decimal(0)
    disposal.accepted_area = disposal.area - disposal.repeat_area if disposal.disposes else Decimal(0)
    disposal.state = next_step(disposal.state, Action.ACCEPT).to
    _save(disposal, "state", "accepted_at", "accepted_by", "accepted_area", "repeat_area")
    if disposal.disposes:
        move_balance(disposal.parcel, accepted=disposal.area, in_transit=-disposal.area, relapsed=-disposal.repeat_area)
    if disposal.accepted_area:
        post_entries([AreaEntry(
            region_id=disposal.region_id, kind=disposal.kind, idle_source=disposal.idle_source,
            parcel_id=disposal.parcel_id, disposal=disposal, nature=Nature.ACCEPTED, area=disposal.accepted_area,
            recorded_at=now, effective_at=now, recorded_by_id=actor.user_id)])
    repeat = {"repeat_area": disposal.repeat_area} if disposal.repeat_area else {}
    _tell(disposal, actor, "accept_disposal", after={
        "state": disposal.state, "accepted_area": disposal.accepted_area, **repeat, **keep_agreement(disposal)})
    return disposal


@transaction.atomic
def void_disposal(disposal_id: int, *, actor: Actor, version: int | None, reason: str) -> Disposal:
    """作废 one's own draft, returned or withdrawn record; it stays readable, struck through."""
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    disposal = _step_begin(disposal_id, actor, Action.VOID, version)
    _finish(disposal, actor, Action.VOID, reason=reason)
    return disposal


def move_balance(parcel: Parcel, *, accepted: Decimal = Decimal(0), in_transit: Decimal = Decimal(0), relapsed: Decimal = Decimal(0)) -> None:
    """面积去向: move the locked parcel's balance (亩) and its state with it; the database holds accepted + held <= area."""
    parcel.accepted_area += accepted
    parcel.relapsed_area += relapsed
    parcel.in_transit_area += in_transit
    if parcel.status in (ParcelStatus.REGISTERED, ParcelStatus.PARTIAL):
        parcel.status = ParcelStatus.PARTIAL if parcel.accepted_area else ParcelStatus.REGISTERED
    parcel.updated_at = clock.now()
    parcel.save(update_fields=["accepted_area", "in_transit_area", "relapsed_area", "status", "updated_at"])


def _step_begin(disposal_id: int, actor: Actor, action: Action, version: int | None) -> Disposal:
    """Lock, then: is it this person's step, in this state, on the version that he saw?"""
    disposal = lock_disposal(disposal_id)
    step = next_step(disposal.state, action)
    check_person(step, action, role=desk_of(actor), user_id=actor.user_id, author_id=disposal.created_by_id,
                 verifier_id=disposal.verified_by_id)
    check_version(disposal, version)
    return disposal


def _finish(disposal: Disposal, actor: Actor, action: Action, *names: str, reason: str = "") -> None:
    before = {"state": disposal.state}
    disposal.state = next_step(disposal.state, action).to
    _save(disposal, "state", *names)
    _tell(disposal, actor, f"{action}_disposal", before=before, after={"state": disposal.state}, reason=reason)


def _fill(disposal: Disposal, parcel: Parcel, values: dict) -> list[Refusal]:
    """What was typed into the record; returns terms that cannot be read."""
    for name, value in values.items():
        if name in FIELDS and name != "terms":
            setattr(disposal, name, value)
    _follow_parcel(disposal, parcel)
    return fill_terms(disposal, values)


def _follow_parcel(disposal: Disposal, parcel: Parcel) -> None:
    disposal.kind, disposal.idle_source = parcel.kind, parcel.idle_source
    measure = Measure.objects.filter(pk=disposal.measure_id).first()
    if measure:
        disposal.measure, disposal.disposes, disposal.term_set = measure, measure.disposes, measure.terms


def _check_draft(disposal: Disposal, parcel: Parcel, *, whole: bool = False) -> list[Refusal]:
    """Measure of the catalogue, kind, cause and conditions; its terms; area within what is left; no future day."""
    offered = catalogue(parcel.region)
    measure = next((m for m in offered if m.id == disposal.measure_id), None)
    labels = [m.label for m in offered if m.fits(parcel.kind, parcel.cause, parcel.used_type)]
    if measure is None:
        return [Refusal(f"这个措施不在本地方案的措施目录里。可选：{'、'.join(labels)}。", field="measure", code="measure_unknown")]
    land = land_of(parcel) if measure.terms else None
    found = measure_faults(measure, parcel, land, cause=parcel.cause, basis=_basis(measure), offered=labels)
    if land:
        found += term_faults(disposal, land, whole=whole)
    if disposal.area is None:
        found.append(Refusal("处置面积没有填。请写本笔处置的面积，单位在右边选。", field="area", code="missing"))
    elif measure.disposes:
        found += check_area(disposal.area, available=parcel.available, whole=parcel.area,
                            accepted=parcel.accepted_area, in_transit=parcel.in_transit_area)
    elif not 0 < disposal.area <= parcel.area:
        found.append(Refusal(f"涉及面积 {disposal.area} 亩不在 0 与宗地面积 {parcel.area} 亩之间。请改正。", field="area", code="area_over"))
    return found + check_day(disposal.disposed_on, today=clock.today())


def _basis(measure: Measure) -> str:
    return f"{measure.document_no} {measure.section}"


def _hold(parcel: Parcel, area: Decimal) -> None:
    if area:
        move_balance(parcel, in_transit=area)


def _release(disposal: Disposal) -> None:
    if disposal.disposes and disposal.state in IN_TRANSIT:
        move_balance(disposal.parcel, in_transit=-disposal.area)


def _keep_revision(disposal: Disposal, actor: Actor) -> None:
    payload = {name: str(value) if value is not None else None for name, value in snapshot(disposal, FIELDS).items()}
    payload["measure"] = disposal.measure.label
    payload["terms"] = dict(told_terms(disposal.term_set, disposal.terms))
    payload["evidence"] = [f"{e.title}（{e.sha256[:8]}）" for e in disposal.evidence.filter(voided_at=None)]
    number = disposal.revisions.count() + 1
    DisposalRevision.objects.create(region_id=disposal.region_id, disposal=disposal, number=number, payload=payload,
                                    at=disposal.submitted_at, by_id=actor.user_id)


def _save(disposal: Disposal, *names: str) -> None:
    disposal.version += 1
    disposal.updated_at = clock.now()
    columns = ["measure" if name == "measure_id" else name for name in names]
    disposal.save(update_fields=[*columns, "version", "updated_at"])


def _tell(disposal: Disposal, actor: Actor, action: str, *, before: dict | None = None, after: dict | None = None,
          reason: str = "") -> None:
    """One audit entry, kept under the parcel's history."""
    old, new = ({**part, "terms": _words(disposal, part["terms"])} if "terms" in part else part for part in (before or {}, after or {}))
    record(actor=actor, action=action, obj=disposal, subject=f"parcel:{disposal.parcel_id}", before=old,
           after={**new, "number": disposal.number, "area": disposal.area}, reason=reason, label=f"{disposal} {disposal.measure.label}")


def _words(disposal: Disposal, texts: dict | None) -> list[str]:
    """要件 for the trail, in words."""
    return [f"{label} {said}" for label, said in told_terms(disposal.term_set, texts or {}) if said != "未填"]


