"""更正: one person of the office proposes, another decides; the amount is a signed entry, no report cell moves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.choices import DisposalState, ParcelStatus
from parcels.models import Disposal
from parcels.services import correct_disposal
from parcels.services.common import check_version, lock_disposal, permit, refuse
from tasks.selectors.plans import plan_of_region
from tasks.services.whole import permit_whole

from ..choices import CorrectionState
from ..models import Correction
from ..policies import may_correct
from ..rules.corrections import check_base, check_decider, check_proposal
from ..selectors.corrections import week_holding

_OFFICE = "更正由领导小组办公室办。你现在的岗位不能办；发现计入面积有错的，请把情况和依据报办公室。"


@transaction.atomic
def propose_correction(disposal_id: int, *, actor: Actor, version: int | None, new_area: Decimal | None, reason: str,
                       doc_no: str) -> Correction:
    """发起更正 of an accepted disposal's counted area (亩), by one person of the office. Nothing counts differently yet.

    Raises NotAllowed, Conflict (not accepted, changed since, one open already), Refusal or Refusals.
    """
    permit(may_correct(actor), _OFFICE)
    disposal = lock_disposal(disposal_id, succeeded=True)
    plan = plan_of_region(disposal.region)
    permit_whole(actor, plan, may_correct, _OFFICE)
    check_version(disposal, version)
    _check_correctable(disposal, new_area)
    old = disposal.accepted_area
    refuse(check_proposal(old=old, new=new_area, most=old + disposal.parcel.available, reason=reason, doc_no=doc_no))
    week = week_holding(plan, disposal.accepted_at)
    correction = Correction.objects.create(
        region_id=disposal.region_id, parcel_id=disposal.parcel_id, disposal=disposal, plan=plan, report=week.report if week else None,
        edition=week.edition if week else 0, concerns_number=week.number if week else None, old_area=old, new_area=new_area,
        delta=new_area - old, reason=reason, doc_no=doc_no, proposed_at=clock.now(), proposed_by_id=actor.user_id)
    record(actor=actor, action="propose_correction", obj=correction, subject=f"parcel:{disposal.parcel_id}", reason=reason,
           after={"new_area": new_area, "delta": correction.delta, "doc_no": doc_no, "concerns_number": correction.concerns_number})
    return correction


@transaction.atomic
def decide_correction(correction_id: int, *, actor: Actor, version: int | None, approve: bool, decision: str = "") -> Correction:
    """审核更正 by another person of the office. Approval writes the signed entry, now, into the open window.

    Raises NotAllowed (own work), Conflict (decided already, or the base changed), Refusal (a refusal without its reason).
    """
    permit(may_correct(actor), _OFFICE)
    correction = _locked(correction_id)
    permit_whole(actor, correction.plan, may_correct, _OFFICE)
    check_version(correction, version)
    disposal = correction.disposal
    if correction.state != CorrectionState.PROPOSED:
        raise Conflict(f"这件更正已经办过（{correction.get_state_display()}）。请刷新页面看结果。", code="wrong_state")
    check_decider(user_id=actor.user_id, proposer_id=correction.proposed_by_id, author_id=disposal.created_by_id,
                  verifier_id=disposal.verified_by_id, acceptor_id=disposal.accepted_by_id)
    if approve:
        check_base(seen=correction.old_area, now=disposal.accepted_area, is_accepted=disposal.state == DisposalState.ACCEPTED)
        correction.entry = correct_disposal(disposal.id, actor=actor, new_area=correction.new_area,
                                            reason=f"{correction.reason.rstrip('。；')}，依据 {correction.doc_no}")
        week = week_holding(correction.plan, correction.entry.recorded_at)
        correction.recorded_number = week.number if week else None
    elif not decision:
        raise Refusal("不同意要写原因。请写明哪里不成立、要补什么；发起人会看到原话。", field="decision", code="reason_missing")
    return _decided(correction, CorrectionState.APPROVED if approve else CorrectionState.REFUSED, decision, actor, clock.now())


def _decided(correction: Correction, state: CorrectionState, decision: str, actor: Actor, now: datetime) -> Correction:
    before = correction.state
    correction.state, correction.decision, correction.decided_at, correction.decided_by_id = state, decision, now, actor.user_id
    correction.version += 1
    correction.save()
    record(actor=actor, action="decide_correction", obj=correction, subject=f"parcel:{correction.parcel_id}", reason=decision,
           before={"state": before}, after={"state": state, "recorded_number": correction.recorded_number})
    return correction


def _check_correctable(disposal: Disposal, new_area: Decimal | None) -> None:
    if disposal.state != DisposalState.ACCEPTED or not disposal.disposes:
        raise Conflict("只有已验收、计入处置的才能更正。还没验收的，请退回填报员改。", code="wrong_state")
    if disposal.parcel.status == ParcelStatus.WRITTEN_OFF and new_area is not None and new_area < disposal.accepted_area:
        raise Conflict("这宗地已销号，改小以后会有余额。请考核验收组先恢复在册（宗地页），再发起更正。", code="written_off")
    if Correction.objects.filter(disposal=disposal, state=CorrectionState.PROPOSED).exists():
        raise Conflict("这笔处置已有一件待审的更正。请先办完那一件。", code="open_already")


def _locked(correction_id: int) -> Correction:
    """The parcel first, then the disposal, then the correction: the one order of the house.

    Raises Correction.DoesNotExist outside of the territory.
    """
    disposal = lock_disposal(Correction.objects.values_list("disposal_id", flat=True).get(pk=correction_id), succeeded=True)
    correction = Correction.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region").get(pk=correction_id)
    correction.disposal = disposal
    return correction
