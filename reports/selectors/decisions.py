"""等我定的其他事项: what waits for this person's decision beside disposals, plans and corrections - packages, splits, steps of idle
procedures, applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from landplan.lib.actors import Actor
from landplan.lib.counts import Counted
from parcels.choices import (
    ApplicationState,
    CovenantKind,
    CovenantState,
    IncentiveState,
    LowPlanState,
    ReshapeState,
)
from parcels.models import Covenant, IdleStep, Incentive, LandApplication, LowPlan, Reshape, Transfer
from parcels.rules.procedure.table import KINDS as STEPS
from tasks.choices import ClosingState, DraftState, PackageState
from tasks.models import Package, PlanDraft, TaskClosing
from tasks.rules.packages import ACCEPTANCE
from tasks.selectors.messages import unread_of
from tasks.selectors.plans import of_whole
from units.choices import Function
from units.policies import holds


@dataclass(frozen=True)
class Kind:
    """一种: its word, what is done with one, the list they stand in, and the column of the instant since when one waits; `is_hurried`
    False: nobody waits for it, it stands at the end."""

    label: str
    verb: str
    address: str
    query: str
    since: str
    is_hurried: bool = True


DECISIONS = [action.value for action, step in STEPS.items() if step.is_decision]
KINDS = {
    "package": Kind("报送台账", "审核", "tasks:packages", "", "sent_at"),
    "package_back": Kind("退回的报送台账", "重报", "tasks:packages", "", "decided_at"),
    "reshape": Kind("分割合并", "批准", "parcels:reshapes", "", "drafted_at"),
    "idle_step": Kind("闲置程序的决定", "确认", "parcels:idle_list", "show=waiting", "entered_at"),
    "application": Kind("用地申请", "审核", "parcels:applications", "", "entered_at"),
    "transfer": Kind("自主转让", "登记审核", "parcels:transfers", "show=unchecked", "entered_at"),
    "incentive": Kind("激励申请", "审批", "parcels:incentives", "", "entered_at"),
    "low_plan": Kind("低效方案", "批准", "parcels:low_plans", "", "applied_at"),
    "low_plan_back": Kind("退回的低效方案", "重报", "parcels:low_plans", "", "drafted_at"),
    "closing": Kind("任务办结", "确认", "tasks:work_tasks", "waiting=1", "proposed_at"),
    "draft": Kind("拟定中的方案、任务分解", "核对印发", "tasks:plans", "", "edited_at"),
    "message": Kind("未读消息", "看", "tasks:messages", "unread=1", "made_at", is_hurried=False),
    "covenant": Kind("未达到约定的再开发协议", "退回低效", "parcels:covenants", "show=unmet", "entered_at"),
}


@dataclass(frozen=True)
class Pending:
    """一种等着的: how many, and since when the first of them."""

    kind: Kind
    count: int
    since: datetime

    @property
    def url(self) -> str:
        return reverse(self.kind.address) + (f"?{self.kind.query}" if self.kind.query else "")


def rows_for(actor: Actor) -> dict[str, QuerySet]:
    """各种等着这个岗位的 in the open territory; what a person entered himself waits for somebody else."""
    others = ~Q(entered_by_id=actor.user_id)  # with the state in one condition: each call of a filter makes the whole query anew
    if actor.role == "county_reviewer":
        return {
            "closing": _closings(actor, task__plan__region_id=actor.region_id),
            "reshape": Reshape.objects.filter(~Q(drafted_by_id=actor.user_id), state=ReshapeState.PROPOSED),
            "idle_step": IdleStep.objects.filter(others, procedure__is_waiting=True, procedure__closed_at=None, confirmed_at=None,
                                                 voided_at=None, action__in=DECISIONS),
            "application": LandApplication.objects.filter(others, state=ApplicationState.APPLIED),
            "transfer": Transfer.objects.unchecked().filter(others),
            "incentive": Incentive.objects.filter(others, state=IncentiveState.APPLIED),
            "low_plan": LowPlan.objects.filter(state=LowPlanState.APPLIED)}
    if actor.role == "county_clerk":
        return {"package_back": Package.objects.filter(state=PackageState.RETURNED),
                "low_plan_back": LowPlan.objects.filter(state=LowPlanState.RETURNED)}
    return _of_city(actor)


def _closings(actor: Actor, *whose: Q, **more: object) -> QuerySet:
    return TaskClosing.objects.filter(*whose, ~Q(proposed_by_id=actor.user_id), state=ClosingState.PROPOSED, **more)


def _of_city(actor: Actor) -> dict[str, QuerySet]:
    """What waits for the functions that the office or a group holds."""
    found = {}
    accepts, gathers = holds(actor, Function.ACCEPT), holds(actor, Function.LEDGER)
    if accepts or gathers:
        mine = Q() if accepts and gathers else Q(duty__reported_to=ACCEPTANCE) if accepts else ~Q(duty__reported_to=ACCEPTANCE)
        found["package"] = Package.objects.filter(mine, of_whole(actor, "duty__plan"), state=PackageState.SUBMITTED)
    if accepts:
        found["covenant"] = Covenant.objects.filter(kind=CovenantKind.REDEVELOP, state=CovenantState.UNMET, returned_on=None)
    if actor.role == "office":
        drafts = PlanDraft.objects.filter(~Q(begun_by_id=actor.user_id), ~Q(edited_by_id=actor.user_id), state=DraftState.DRAFT)
        found |= {"closing": _closings(actor, of_whole(actor, "task__plan")), "draft": drafts}
    return found


def pending_parts(actor: Actor) -> dict[str, tuple[QuerySet, str]]:
    """各种, and since when one of them waits, to be counted (`counted`)."""
    waiting = rows_for(actor) | {"message": unread_of(actor)}
    return {code: (waiting[code], kind.since) for code, kind in KINDS.items() if code in waiting}


def pending_of(found: dict[str, Counted]) -> list[Pending]:
    """等着的各种, with their number."""
    return [Pending(KINDS[code], one.count, one.since) for code, one in found.items() if one.count]
