"""一宗一策: drafted by the county's clerk as a new edition, approved or sent back by another person (LED-02)."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal, VersionMissing

from ..choices import ParcelStatus, PlanState
from ..models import DisposalPlan, Parcel
from ..policies import may_approve_plan, may_draft_plan
from ..rules.causes import check_cause
from ..rules.plans import DECIDES, check_plan
from ..selectors.lawsuits import has_force
from ..selectors.measures import document_of
from ..selectors.plans import LABELS, plan_values, unfit_measures, values_of
from .common import lock_parcel, permit, refuse, save_parcel
from .milestones import lay_out, move_milestones

_CLERKS = "一宗一策由县区填报员拟定。"
_APPROVERS = "一宗一策由县区审核员批准或退回。"


@transaction.atomic
def draft_plan(parcel_id: int, *, actor: Actor, version: int | None, values: dict) -> DisposalPlan:
    """拟定一版; one that still waited is replaced. `version` is the number of the latest edition that the person saw (0 = none).

    `values` hold the names of LABELS (`measures` as codes) and `reason`. Raises NotAllowed, VersionMissing, Conflict (stale),
    Refusal, Refusals.
    """
    permit(may_draft_plan(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    last = parcel.plans.order_by("-number").first()
    _check_seen(parcel, version, last)
    number = last.number if last else 0
    refuse(check_plan(values, today=clock.today(), kept=parcel.deadline_on, last=number, has_force=has_force(parcel))
           + check_cause(document_of(parcel.region), parcel.kind, values.get("cause") or "", kept=parcel.cause)
           + unfit_measures(parcel, values.get("measures") or [], values.get("cause") or parcel.cause))
    filled = plan_values(parcel, values)
    if any(one["basis"] == "不在措施目录里" for one in filled["measures"]):
        raise Refusal("选的措施里有一种已不在措施目录里。请重新打开本页再选。", field="measures", code="not_found")
    parcel.plans.filter(state=PlanState.PROPOSED).update(state=PlanState.REPLACED)
    plan = DisposalPlan.objects.create(region_id=parcel.region_id, parcel=parcel, number=number + 1, drafted_at=clock.now(),
                                       drafted_by_id=actor.user_id, **{name: filled.get(name, "") for name in (*LABELS, "reason")})
    old, new = changes(values_of(last), values_of(plan)) if last else ({}, {name: value for name, value in values_of(plan).items() if value})
    record(actor=actor, action="draft_plan", obj=plan, subject=f"parcel:{parcel.id}", before=old, after=new, reason=plan.reason)
    return plan


@transaction.atomic
def approve_plan(plan_id: int, *, actor: Actor) -> DisposalPlan:
    """批准: this edition is in force, the parcel's elements are what it says, its milestones count back from its deadline.

    Raises NotAllowed, Conflict, Refusal."""
    plan = _waiting(plan_id, actor)
    parcel = plan.parcel
    refuse(unfit_measures(parcel, [one["code"] for one in plan.measures], plan.cause))
    parcel.plans.filter(state=PlanState.APPROVED).update(state=PlanState.REPLACED)
    _decide(plan, PlanState.APPROVED, actor)
    names = (*DECIDES, "planned_measure")
    before = snapshot(parcel, names)
    for name in DECIDES:
        setattr(parcel, name, getattr(plan, name))
    parcel.planned_measure = plan.measures[0]["label"][:40]
    old, new = changes(before, snapshot(parcel, names))
    save_parcel(parcel, *names)
    steps = move_milestones(parcel) if parcel.milestones.exists() else lay_out(parcel) if parcel.deadline_on > clock.today() else []
    record(actor=actor, action="approve_plan", obj=plan, subject=f"parcel:{parcel.id}", before=old,
           after=new | ({"milestones": steps} if steps else {}))
    return plan


@transaction.atomic
def send_back_plan(plan_id: int, *, actor: Actor, reason: str) -> DisposalPlan:
    """退回 with the reason that the clerk will read. Raises NotAllowed, Conflict, Refusal."""
    plan = _waiting(plan_id, actor)
    if not reason:
        raise Refusal("退回要写原因。请写明哪一项、现在是什么、应改成什么；填报员会看到原话。", field="reason", code="reason_missing")
    plan.returned_reason = reason
    _decide(plan, PlanState.RETURNED, actor)
    record(actor=actor, action="send_back_plan", obj=plan, subject=f"parcel:{plan.parcel_id}", reason=reason)
    return plan


def _check_seen(parcel: Parcel, version: int | None, last: DisposalPlan | None) -> None:
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地已销号，不用再拟一宗一策。确有错误的，由考核验收组恢复在册后再拟。", code="wrong_state")
    if version is None:
        raise VersionMissing("没有说明看到的是哪一版。请从宗地页重新打开“拟定”。", code="version_missing")
    if last and last.number != version:
        raise Conflict(f"{last.drafted_by.name} {clock.local(last.drafted_at):%m月%d日 %H:%M} 拟了第 {last.number} 版，你看到的是第 {version} 版。"
                       "你填的都还在，请对照不同之处后再保存。", code="stale")


def _waiting(plan_id: int, actor: Actor) -> DisposalPlan:
    """An edition that waits, its parcel locked first, looked at by another person than its drafter."""
    permit(may_approve_plan(actor), _APPROVERS)
    parcel = lock_parcel(DisposalPlan.objects.values_list("parcel_id", flat=True).get(pk=plan_id))
    plan = DisposalPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    plan.parcel = parcel
    if plan.state != PlanState.PROPOSED:
        raise Conflict(f"{plan} 现在是“{plan.get_state_display()}”，不能再批准或退回。请刷新页面看最新的一版。", code="wrong_state")
    if plan.drafted_by_id == actor.user_id:
        raise NotAllowed("这一版是你拟定的，不能由你批准或退回。请交本单位另一位审核员。", code="own_work")
    return plan


def _decide(plan: DisposalPlan, state: PlanState, actor: Actor) -> None:
    plan.state, plan.decided_at, plan.decided_by_id = state, clock.now(), actor.user_id
    plan.save(update_fields=["state", "decided_at", "decided_by", "returned_reason"])
