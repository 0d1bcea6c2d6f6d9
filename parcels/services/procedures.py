"""闲置程序: opened once at a time, step by step; a decision is confirmed by another person, a delivery starts the periods."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import Kind
from ..choices.procedure import IdleAction, IdleState
from ..models import IdleProcedure, IdleStep
from ..policies import may_keep_cases, may_verify
from ..rules.legal import check_opinions
from ..rules.procedure.checks import check_delivery, check_step, fee_of
from ..rules.procedure.dues import next_duty
from ..rules.procedure.table import KINDS, next_state
from ..selectors.procedures import counts, opinions_of, steps_of, story_of
from ..selectors.year_days import tables
from .common import check_version, lock_parcel, permit, refuse
from .parcels import refuse_closed

_CLERKS = "闲置程序由县区填报员登记。"
FIELDS = ("doc_no", "authority", "outcome", "applied_on", "notice_on", "rate", "amount", "note")
# steps that find or decide: land with an open case needs the judicial opinion first
_REVIEWED = (IdleAction.FIND, IdleAction.CONSULT, IdleAction.TELL, IdleAction.APPROVE, IdleAction.LEVY, IdleAction.TAKE_BACK)


@transaction.atomic
def open_procedure(parcel_id: int, *, actor: Actor, found_on: date, lead: str) -> IdleProcedure:
    """立一轮闲置程序. Raises NotAllowed, Conflict while one runs, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    if parcel.kind != Kind.IDLE:
        raise Conflict(f"本宗是{parcel.get_kind_display()}，不办闲置程序。类别不对的，先变更类别。", code="wrong_state")
    if found_on > clock.today():
        raise Refusal(f"发现日期 {found_on} 晚于今天 {clock.today()}。请写实际日期。", field="found_on", code="day_future")
    last = parcel.idle_procedures.order_by("-round").first()
    if last and last.closed_at is None:
        raise Conflict(f"这宗地第 {last.round} 轮闲置程序还没有结束。请在那一轮里往下办。", code="wrong_state")
    if last and found_on < clock.local(last.closed_at).date():
        raise Refusal(f"发现日期 {found_on} 早于上一轮结束的日期 {clock.local(last.closed_at).date()}。再次闲置另立一轮；请核对日期。",
                      field="found_on", code="day_order")
    row = IdleProcedure(region_id=parcel.region_id, parcel=parcel, round=last.round + 1 if last else 1, found_on=found_on, lead=lead,
                        opened_at=clock.now(), opened_by_id=actor.user_id)
    row.due_on, row.due_what = next_duty(story_of(row, [], clock.today()), tables())
    row.save(force_insert=True)
    record(actor=actor, action="open_procedure", obj=row, subject=f"parcel:{parcel.id}",
           after={"round": row.round, "found_on": found_on, "lead": lead})
    return row


@transaction.atomic
def take_step(procedure_id: int, *, actor: Actor, version: int | None, action: str, values: dict) -> IdleStep:
    """办一步. `values`: on and the fields of the step. A decision waits for its confirmation. Raises NotAllowed, Conflict, Refusal(s)."""
    permit(may_keep_cases(actor), _CLERKS)
    row = _locked(procedure_id)
    check_version(row, version)
    to, steps, today = next_state(row.state, action), steps_of(row), clock.today()
    if row.is_waiting:
        raise Conflict("这个程序有一步等另一位确认。确认或退回之后再往下办。", code="wrong_state")
    values = _filled(row, action, values)
    story, calendar = story_of(row, steps, today), tables()
    refuse(check_step(action, values, story, today, calendar) + _opinions(row, action))
    if action == IdleAction.LEVY:
        values["amount"] = fee_of(story.price, values["rate"])
    step = IdleStep.objects.create(region_id=row.region_id, procedure=row, number=len(steps) + 1, action=action, on=values["on"],
                                   entered_at=clock.now(), entered_by_id=actor.user_id,
                                   **{name: values[name] for name in FIELDS if values.get(name) not in (None, "")})
    row.is_waiting = KINDS[IdleAction(action)].is_decision
    if action == IdleAction.TELL:
        row.branch = values["branch"]
    _move(row, [*steps, step], None if row.is_waiting else to)
    record(actor=actor, action="take_idle_step", obj=step, subject=f"parcel:{row.parcel_id}",
           after={"action": action, **{name: value for name, value in values.items() if value not in (None, "")}})
    return step


def _filled(row: IdleProcedure, action: str, values: dict) -> dict:
    """认定的一步 takes number and day from the finding that stands; nothing of it is typed again."""
    if action != IdleAction.FIND:
        return values
    finding = row.parcel.findings.filter(kind=Kind.IDLE, ended_at=None).first()
    if finding is None:
        raise Refusal("这宗地还没有闲置认定。请审核员先在宗地页“作认定”，再来登记这一步。", field="on", code="no_finding")
    row.finding = finding
    return values | {"on": finding.found_on, "doc_no": finding.doc_no}


def _opinions(row: IdleProcedure, action: str) -> list[Refusal]:
    return check_opinions(opinions_of(row.parcel), f"办“{IdleAction(action).label}”") if action in _REVIEWED else []


@transaction.atomic
def confirm_step(step_id: int, *, actor: Actor) -> IdleStep:
    """确认决定, by another person. What the ledger says now is judged again. Raises NotAllowed, Conflict, Refusal."""
    row, step, steps = _waiting(step_id, actor)
    before = [one for one in steps if one.pk != step.pk]
    values = {"on": step.on, "branch": row.branch, **{name: getattr(step, name) for name in FIELDS}}
    refuse(check_step(step.action, values, story_of(row, before, clock.today()), clock.today(), tables()) + _opinions(row, step.action))
    step.confirmed_at, step.confirmed_by_id, row.is_waiting = clock.now(), actor.user_id, False
    step.save(update_fields=["confirmed_at", "confirmed_by"])
    _move(row, [*before, step], next_state(row.state, step.action))
    record(actor=actor, action="confirm_idle_step", obj=step, subject=f"parcel:{row.parcel_id}", after={"confirmed_at": step.confirmed_at})
    return step


@transaction.atomic
def send_back_step(step_id: int, *, actor: Actor, reason: str) -> IdleStep:
    """退回待确认的一步 with its reason; the step stays as it was, voided. Raises NotAllowed, Conflict, Refusal."""
    row, step, steps = _waiting(step_id, actor)
    if not reason:
        raise Refusal("退回要写原因，填报员按原因改。", field="reason", code="reason_missing")
    step.voided_at, step.void_reason, row.is_waiting = clock.now(), reason, False
    step.save(update_fields=["voided_at", "void_reason"])
    _move(row, [one for one in steps if one.pk != step.pk], None)
    record(actor=actor, action="send_back_idle_step", obj=step, subject=f"parcel:{row.parcel_id}", after={"voided": True}, reason=reason)
    return step


@transaction.atomic
def deliver_step(step_id: int, *, actor: Actor, delivered_on: date, way: str, note: str) -> IdleStep:
    """登记送达: the periods of the step count from here. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    row = _locked(IdleStep.objects.values_list("procedure_id", flat=True).get(pk=step_id))
    steps = steps_of(row)
    step = next(one for one in steps if one.pk == step_id)
    if not KINDS[IdleAction(step.action)].goes_out or not counts(step) or step.delivered_on:
        raise Conflict(f"{step} 已登记送达、不用送达或还没有确认。请刷新页面看最新状态。", code="wrong_state")
    refuse(check_delivery(delivered_on, step.on, clock.today()))
    step.delivered_on, step.delivery_way, step.delivery_note = delivered_on, way, note
    step.save(update_fields=["delivered_on", "delivery_way", "delivery_note"])
    _move(row, steps, None)
    record(actor=actor, action="deliver_idle_step", obj=step, subject=f"parcel:{row.parcel_id}",
           after={"delivered_on": delivered_on, "delivery_way": way, "delivery_note": note})
    return step


def _move(row: IdleProcedure, steps: list[IdleStep], to: IdleState | None) -> None:
    """走到下一个状态, with the nearest duty from there."""
    row.state = to or row.state
    if to == IdleState.CLOSED:
        row.closed_at = clock.now()
    row.due_on, row.due_what = next_duty(story_of(row, steps, clock.today()), tables())
    row.version += 1
    row.save(update_fields=["state", "branch", "finding", "due_on", "due_what", "is_waiting", "closed_at", "version"])


def refresh_dues() -> None:
    """重算听证期: after a table of days off changed; part of that change, so it leaves no entry of its own."""
    calendar, today = tables(), clock.today()
    for row in IdleProcedure.objects.open().filter(state=IdleState.TOLD).select_related("parcel", "finding").select_for_update(of=("self",)):
        row.due_on, row.due_what = next_duty(story_of(row, steps_of(row), today), calendar)
        row.save(update_fields=["due_on", "due_what"])


def _locked(procedure_id: int) -> IdleProcedure:
    """锁: the parcel first, then its procedure; a closed one is no longer moved."""
    parcel = lock_parcel(IdleProcedure.objects.values_list("parcel_id", flat=True).get(pk=procedure_id))
    refuse_closed(parcel)
    row = IdleProcedure.objects.select_for_update(of=("self",)).select_related("finding").get(pk=procedure_id)
    row.parcel = parcel
    if row.closed_at:
        raise Conflict(f"第 {row.round} 轮程序已经结束。再次闲置的，另立一轮。", code="wrong_state")
    return row


def _waiting(step_id: int, actor: Actor) -> tuple[IdleProcedure, IdleStep, list[IdleStep]]:
    permit(may_verify(actor), "决定由县区审核员确认。")
    row = _locked(IdleStep.objects.values_list("procedure_id", flat=True).get(pk=step_id))
    steps = steps_of(row)
    step = next(one for one in steps if one.pk == step_id)
    permit(step.entered_by_id != actor.user_id, "这一步是你登记的，不能由你确认或退回。请交本单位另一位办理。")
    if not row.is_waiting or counts(step) or step.voided_at:
        raise Conflict("这一步已经确认、退回或不用确认。请刷新页面看最新状态。", code="wrong_state")
    return row, step, [one for one in steps if one.voided_at is None]
