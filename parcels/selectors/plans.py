"""查一宗一策: the editions of a parcel, what of them still fits, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from landplan.lib.actors import Actor

from ..choices import Cause, PlanState
from ..models import DisposalPlan, Parcel
from ..policies import may_approve_plan, may_draft_plan
from ..rules.measures import check_measure
from .measures import catalogue, measures_for

LABELS = {"cause": "形成原因", "cause_note": "原因说明", "measures": "处置措施", "approach": "处置思路", "deadline_on": "完成时限",
          "lead_unit": "责任单位", "partner_units": "配合单位", "sponsor_post": "包保领导岗位", "sponsor_unit": "分包乡办或单位"}


def editions_of(parcel: Parcel) -> list[DisposalPlan]:
    """各版, the latest first."""
    rows = list(parcel.plans.select_related("drafted_by", "decided_by").order_by("-number"))
    for row in rows:
        row.parcel = parcel
    return rows


def plans_on_the_way(state: str) -> QuerySet[DisposalPlan]:
    """待批准 or 已退回 editions of the open territory, each the latest of its parcel."""
    later = DisposalPlan.objects.filter(parcel=OuterRef("parcel"), number__gt=OuterRef("number"))
    return DisposalPlan.objects.filter(~Exists(later), state=state).select_related("parcel", "region", "drafted_by", "decided_by")


def plans_for(actor: Actor) -> QuerySet[DisposalPlan]:
    """等我办的一宗一策: to be approved by a reviewer who did not draft it, to be drafted anew by the clerk whom it came back to."""
    if may_approve_plan(actor):
        return plans_on_the_way(PlanState.PROPOSED).exclude(drafted_by_id=actor.user_id).order_by("drafted_at", "id")
    if may_draft_plan(actor):
        return plans_on_the_way(PlanState.RETURNED).filter(drafted_by_id=actor.user_id).order_by("decided_at", "id")
    return DisposalPlan.objects.none()


def in_force(editions: list[DisposalPlan]) -> DisposalPlan | None:
    """现行的一版."""
    return next((row for row in editions if row.state == PlanState.APPROVED), None)


def shown_plan(values: dict) -> dict[str, str]:
    """内容 as a person reads it, by the names of LABELS; `measures` are {code, label, basis}."""
    words = {name: str(values.get(name) or "") or "未填" for name in LABELS}
    words["cause"] = Cause(values["cause"]).label if values.get("cause") else "未填"
    words["measures"] = "、".join(f"{one['label']}（{one['basis']}）" for one in values.get("measures") or ()) or "未填"
    return words


def values_of(plan: DisposalPlan) -> dict:
    """内容 of an edition."""
    return {name: getattr(plan, name) for name in LABELS}


def plan_panel(parcel: Parcel, actor: Actor) -> dict:
    """一宗一策 as the page of the parcel shows it: the edition in force, the one that is on the way, and what no longer fits."""
    rows = editions_of(parcel)
    current, latest = in_force(rows), rows[0] if rows else None
    waiting = latest if latest and latest.state in (PlanState.PROPOSED, PlanState.RETURNED) else None
    shown, is_open = current or waiting, parcel.is_open
    faults = unfit_measures(parcel, [one["code"] for one in shown.measures], shown.cause) if shown and is_open else []
    return {"own_plan": current, "waiting": waiting, "plan_faults": faults, "may_draft_plan": may_draft_plan(actor) and is_open,
            "may_decide_plan": may_approve_plan(actor) and waiting is not None and waiting.state == PlanState.PROPOSED
            and waiting.drafted_by_id != actor.user_id}


@dataclass(frozen=True)
class Line:
    """一项 of two editions side by side."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


def side_by_side(left: dict, right: dict) -> list[Line]:
    """逐项并列, of values as `values_of` gives them."""
    before, now = shown_plan(left), shown_plan(right)
    return [Line(label, before[name], now[name]) for name, label in LABELS.items()]


def plan_values(parcel: Parcel, given: dict) -> dict:
    """`given` with its measures as the catalogue has them now: code, label and clause; an unknown code stands as it is."""
    known = {m.code: m for m in catalogue(parcel.region)}
    return given | {"measures": [
        {"code": code, "label": known[code].label, "basis": f"{known[code].document_no} {known[code].section}"} if code in known
        else {"code": code, "label": code, "basis": "不在措施目录里"} for code in given.get("measures") or ()]}


def unfit_measures(parcel: Parcel, codes: list[str], cause: str) -> list:
    """不能用的措施, each as a refusal that names the clause."""
    known, found = {m.code: m for m in catalogue(parcel.region)}, []
    offered = [m.label for m in measures_for(parcel.region, parcel.kind, cause, parcel.used_type)]
    for measure in (known[code] for code in codes if code in known):
        found += check_measure(label=measure.label, kinds=measure.kinds, causes=measure.causes,
                               basis=f"{measure.document_no} {measure.section}", kind=parcel.kind, cause=cause, offered=offered,
                               used_types=measure.used_types, used_type=parcel.used_type)
    for refusal in found:
        refusal.field = "measures"
    return found
