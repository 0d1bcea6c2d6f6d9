"""队列办理: one step on many records. Each record is a service call and a transaction of its own, so that a refused
one does not undo the others, and no two rows of different parcels are ever locked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import Action
from ..models import Disposal, Parcel
from .disposals import (
    accept_disposal,
    send_back_disposal,
    submit_disposal,
    verify_disposal,
    void_disposal,
    withdraw_disposal,
)
from .parcels import update_parcel
from .write_off import write_off_parcel

_STEPS: dict[str, Callable] = {
    Action.SUBMIT: submit_disposal, Action.WITHDRAW: withdraw_disposal, Action.SEND_BACK: send_back_disposal,
    Action.VERIFY: verify_disposal, Action.ACCEPT: accept_disposal, Action.VOID: void_disposal,
}
WITH_REASON = frozenset({Action.SEND_BACK, Action.VOID})


@dataclass(frozen=True)
class Outcome:
    """一行的结果: done, or refused with the sentence."""

    name: str
    refusal: Refusal | None = None


def step_disposal(disposal_id: int, *, actor: Actor, action: str, version: int | None, reason: str = "") -> Disposal:
    """办一步 by its name (rules.steps). Raises Conflict for an unknown action, and what the step raises."""
    step = _STEPS.get(action)
    if step is None:
        raise Conflict("没有这个办理动作。请刷新页面再办。", code="unknown_action")
    given = {"reason": reason} if action in WITH_REASON else {}
    return step(disposal_id, actor=actor, version=version, **given)


def batch_step(picked: Iterable[tuple[int, int]], *, actor: Actor, action: str, reason: str = "") -> list[Outcome]:
    """批量办理: (id, version) pairs in the given order; one outcome a row."""
    return _each(picked, Disposal, lambda pk, version: step_disposal(
        pk, actor=actor, action=action, version=version, reason=reason))


def batch_write_off(picked: Iterable[tuple[int, int]], *, actor: Actor) -> list[Outcome]:
    """批量销号: (id, version) pairs of parcels; one outcome a row."""
    return _each(picked, Parcel, lambda pk, version: write_off_parcel(pk, actor=actor, version=version))


def hand_out_parcels(picked: Iterable[tuple[int, int]], *, actor: Actor, unit: str) -> list[Outcome]:
    """分给责任单位 (LED-07): (id, version) pairs of parcels; one outcome a row."""
    return _each(picked, Parcel, lambda pk, version: update_parcel(pk, actor=actor, version=version, values={"lead_unit": unit}))


def name_sponsors(picked: Iterable[tuple[int, int]], *, actor: Actor, post: str, unit: str) -> list[Outcome]:
    """定包保 (LED-17): the post and the township or unit that answer for them; what is left empty stays as it is."""
    values = {name: value for name, value in (("sponsor_post", post), ("sponsor_unit", unit)) if value}
    return _each(picked, Parcel, lambda pk, version: update_parcel(pk, actor=actor, version=version, values=values))


def set_deadlines(picked: Iterable[tuple[int, int]], *, actor: Actor, deadline_on: date | None, days: int | None, reason: str) -> list[Outcome]:
    """定时限、顺延时限: one day for all, or each one's own day so many days later. One outcome a row."""
    return _each(picked, Parcel, lambda pk, version: _set_deadline(pk, version, actor, deadline_on, days, reason))


def _set_deadline(pk: int, version: int, actor: Actor, deadline_on: date | None, days: int | None, reason: str) -> Parcel:
    if deadline_on is None:
        held = Parcel.objects.values_list("deadline_on", flat=True).get(pk=pk)
        if held is None:
            raise Refusal("这宗地没有完成时限，不能顺延。请另选这一宗，直接写完成时限。", field="deadline_on", code="missing")
        deadline_on = held + timedelta(days=days or 0)
    return update_parcel(pk, actor=actor, version=version, values={"deadline_on": deadline_on}, reason=reason)


def _each(picked: Iterable[tuple[int, int]], model, work: Callable[[int, int], object]) -> list[Outcome]:
    outcomes = []
    for pk, version in picked:
        try:
            outcomes.append(Outcome(str(work(pk, version))))
        except Refusal as refusal:
            outcomes.append(Outcome(str(model.objects.get(pk=pk)), refusal))
        except model.DoesNotExist:
            outcomes.append(Outcome(f"编号 {pk}", Refusal("没有这条记录。请刷新页面再选。", code="not_found")))
    return outcomes
