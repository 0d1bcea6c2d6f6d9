"""督办奖惩: proposed by one person, decided by another with a document number, followed step by step, closed with a result."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.choices import RestrictionKind
from parcels.models import Parcel
from parcels.services.attachments import keep_attachment
from parcels.services.common import check_day, check_territory, check_version, permit, refuse
from parcels.services.restrictions import lift_restriction, restrict_region

from ..choices import CaseKind, CaseState
from ..models import CaseRule, CaseStep, LinkFormula, Plan, SupervisionCase
from ..policies import may_add_step, may_decide_case, may_govern, may_propose_case
from ..rules.reminders import case_key
from ..rules.supervision import KINDS, STEPS, check_closing, check_formula, check_proposal, check_rule
from .reminders import cancel_reminders
from .whole import permit_case

_OFFICE = "督办奖惩由领导小组办公室提出；县区只能提出容错纠错的申请。"
_DECIDERS = "督办奖惩由领导小组办公室的另一人或领导决定。"
STEPS_BY = "这一步由领导小组办公室或领导办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
RESTRICTS = {CaseKind.PAUSE: RestrictionKind.APPLICATIONS, CaseKind.STOP_SUPPLY: RestrictionKind.SUPPLY}
_TOLD = ("kind", "year", "subject", "reason", "body", "due_on", "from_on", "until_on", "base", "amount")


@transaction.atomic
def save_rule(plan: Plan, *, actor: Actor, values: dict) -> CaseRule:
    """定提名规则. Raises NotAllowed, Refusal, Refusals."""
    permit(may_govern(actor, plan.region_id), "提名规则由本方案的领导小组办公室定。")
    refuse(check_rule(values))
    rule = CaseRule.objects.create(plan=plan, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="save_case_rule", obj=rule, after=values)
    return rule


@transaction.atomic
def end_rule(rule_id: int, *, actor: Actor) -> CaseRule:
    """停用提名规则; what it proposed stays. Raises NotAllowed, Conflict."""
    rule = CaseRule.objects.select_for_update(of=("self",)).select_related("plan").get(pk=rule_id)
    permit(may_govern(actor, rule.plan.region_id), "提名规则由本方案的领导小组办公室定。")
    if rule.ended_at:
        raise Conflict("这条规则已停用。请刷新页面。", code="wrong_state")
    rule.ended_at = clock.now()
    rule.save(update_fields=["ended_at"])
    record(actor=actor, action="end_case_rule", obj=rule, after={"ended": True})
    return rule


@transaction.atomic
def save_formula(plan: Plan, *, actor: Actor, values: dict) -> LinkFormula:
    """定增存挂钩算法. Raises NotAllowed, Refusal, Refusals."""
    permit(may_govern(actor, plan.region_id), "增存挂钩的算法由本方案的领导小组办公室定。")
    refuse(check_formula(values))
    row = LinkFormula.objects.create(plan=plan, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="save_link_formula", obj=row, after=values)
    return row


@transaction.atomic
def propose_case(plan: Plan, region_id: int, *, actor: Actor, kind: str, values: dict, figures: list[tuple[str, str]] = ()) -> SupervisionCase:
    """提出一件 with its reasons and the figures of that moment. Raises NotAllowed, Refusal, Refusals."""
    permit_case(actor, plan, lambda actor: may_propose_case(actor, kind), _OFFICE)
    check_territory(actor, region_id)
    refuse(check_proposal(kind, values, clock.today()) + _foreign(region_id, values))
    row = SupervisionCase.objects.create(plan=plan, region_id=region_id, kind=kind, figures=[list(pair) for pair in figures],
                                         proposed_at=clock.now(), proposed_by_id=actor.user_id,
                                         **{"year": clock.today().year, **values, "body": values.get("body") or KINDS[kind].body})
    record(actor=actor, action="propose_case", obj=row, after={name: getattr(row, name) for name in _TOLD})
    return row


def _foreign(region_id: int, values: dict) -> list[Refusal]:
    """What a case points to belongs to the same county."""
    found = []
    for name, label in (("parcel", "宗地"), ("park", "园区"), ("before", "前一事项")):
        thing = values.get(name)
        if thing is not None and thing.region_id != region_id:
            found.append(Refusal(f"{label}“{thing}”不在这个县区。请选本县区的{label}。", field=name, code="other_county"))
    return found


@transaction.atomic
def decide_case(case_id: int, *, actor: Actor, version: int | None, adopt: bool, decided_on: date | None = None, decision_no: str = "",
                opinion: str = "") -> SupervisionCase:
    """决定: adopted with a document number, or not with the reason. A pause or a stop holds from then on, a criticism closes the order
    that it follows. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    permit(may_decide_case(actor), _DECIDERS)
    row = _locked(case_id, version, CaseState.OPEN if adopt else CaseState.DROPPED)
    permit_case(actor, row.plan, may_decide_case, _DECIDERS)
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed("这件是你提出的，请办公室的另一人或领导决定。", code="own_work")
    if adopt and not decision_no:
        raise Refusal(f"决定文号没有填。{row.get_kind_display()}要有决定文件，请写文号。", field="decision_no", code="missing")
    if not adopt and not opinion:
        raise Refusal("不予采纳要写意见。请写明为什么不采纳。", field="opinion", code="reason_missing")
    day = decided_on or clock.today()
    if day > clock.today():
        raise Refusal(f"决定日期 {day} 晚于今天 {clock.today()}。请写文件上的日期。", field="decided_on", code="day_future")
    row.state, row.decided_at, row.decided_by_id, row.opinion = CaseState.OPEN if adopt else CaseState.DROPPED, clock.now(), actor.user_id, opinion
    row.decided_on, row.decision_no = (day, decision_no) if adopt else (None, "")
    if adopt:
        _take_effect(row, actor)
    _save(row)
    record(actor=actor, action="decide_case", obj=row, before={"state": CaseState.PROPOSED},
           after={"state": row.state, "decision_no": row.decision_no, "decided_on": row.decided_on}, reason=opinion)
    return row


def _take_effect(row: SupervisionCase, actor: Actor) -> None:
    if row.kind in RESTRICTS:
        row.restriction = restrict_region(row.region_id, actor=actor, kind=RESTRICTS[row.kind], from_on=row.from_on, until_on=row.until_on,
                                          document_no=row.decision_no, basis=KINDS[row.kind].basis[:300])
    if row.kind == CaseKind.CRITICISM and row.before_id:
        before = SupervisionCase.objects.select_for_update(of=("self",)).get(pk=row.before_id)
        if before.state == CaseState.OPEN:  # as it stands under the lock: who closed it meanwhile has closed it
            _close(before, actor, row.decided_on, f"整改不到位，转为通报批评（{row.decision_no}）", row.decision_no)


@transaction.atomic
def add_case_step(case_id: int, *, actor: Actor, values: dict, upload=None) -> CaseStep:
    """登记办理记录 while the case is open: the office, or the county about its own. Raises NotAllowed, Conflict, Refusal."""
    row = SupervisionCase.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region").get(pk=case_id)
    permit_case(actor, row.plan, lambda actor: may_add_step(actor, row.kind), "办理记录由领导小组办公室和本县区登记。")
    if row.state != CaseState.OPEN:
        raise Conflict(f"“{row}”现在是“{row.get_state_display()}”，不能再记。请刷新页面。", code="wrong_state")
    check_day(values["on"], "日期", "on")
    file = keep_attachment(row.region_id, upload, actor=actor, title=f"{row.get_kind_display()} {values['on']}") if upload else None
    step = CaseStep.objects.create(region_id=row.region_id, case=row, file=file, at=clock.now(), by_id=actor.user_id, **values)
    record(actor=actor, action="add_case_step", obj=step, subject=f"supervisioncase:{row.id}", after=values)
    return step


@transaction.atomic
def close_case(case_id: int, *, actor: Actor, version: int | None, closed_on: date, result: str, result_no: str = "") -> SupervisionCase:
    """办结 with a result; a pause or a stop ends with it. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    permit(may_decide_case(actor), "督办奖惩由领导小组办公室或领导办结。")
    row = _locked(case_id, version, CaseState.CLOSED)
    permit_case(actor, row.plan, may_decide_case, _DECIDERS)
    refuse(check_closing(row.kind, result=result, result_no=result_no, closed_on=closed_on, decided_on=row.decided_on, today=clock.today()))
    if row.restriction_id and row.restriction.until_on != closed_on:
        lift_restriction(row.restriction_id, actor=actor, until_on=max(closed_on, row.restriction.from_on), lift_no=result_no)
    return _close(row, actor, closed_on, result, result_no)


def _close(row: SupervisionCase, actor: Actor, closed_on: date, result: str, result_no: str) -> SupervisionCase:
    row.state, row.closed_on, row.closed_by_id, row.result, row.result_no = CaseState.CLOSED, closed_on, actor.user_id, result, result_no
    _save(row)
    cancel_reminders(case_key(row.id))
    record(actor=actor, action="close_case", obj=row, before={"state": CaseState.OPEN},
           after={"state": row.state, "closed_on": closed_on, "result": result, "result_no": result_no})
    return row


def _locked(case_id: int, version: int | None, to: str) -> SupervisionCase:
    row = SupervisionCase.objects.select_for_update(of=("self",)).select_related("region", "restriction", "plan__document", "plan__region").get(
        pk=case_id)
    check_version(row, version)
    if to not in STEPS[row.state]:
        raise Conflict(f"“{row}”现在是“{row.get_state_display()}”，不能再办这一步。请刷新页面。", code="wrong_state")
    return row


def _save(row: SupervisionCase) -> None:
    row.version += 1
    row.save()


def parcel_of(number: str, region_id: int) -> Parcel | None:
    """按编号找本县区的宗地. Raises Refusal when there is none."""
    if not number:
        return None
    parcel = Parcel.objects.current().filter(region_id=region_id, parcel_no=number).first()
    if parcel is None:
        raise Refusal(f"这个县区的台账里没有编号“{number}”的宗地。请照台账核对编号。", field="parcel_no", code="unknown")
    return parcel
