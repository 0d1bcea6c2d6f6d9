"""查看板: what has to be asked about, beside the board - overdue parcels, returned disposals, targets, printed figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Sum

from landplan.lib.actors import Actor
from parcels.choices import DisposalState
from parcels.models import Disposal, Parcel
from parcels.selectors.kept import kept
from tasks.choices import TableKey
from tasks.models import Plan
from tasks.rules.printcheck import findings
from tasks.rules.targets import SHORT
from tasks.selectors.quotas import lines_of, table_at
from tasks.selectors.targets import TargetOutcome, outcomes_of

from .progress import Board


@dataclass(frozen=True)
class Sums:
    """宗数或笔数, 面积 (亩)."""

    count: int
    area: Decimal


@dataclass(frozen=True)
class Matters:
    """要过问的事. Parcels and disposals as they are now; targets as of the board's moment; `printed` = differences that the
    printed tables have of their own; None where it does not apply to the reader."""

    overdue: Sums
    returned: Sums
    waiting: Sums
    printed: int | None
    short: list[TargetOutcome]
    parts: list[TargetOutcome]


def matters_of(board: Board, today: date, *, actor: Actor) -> Matters:
    """要过问的事 of the open territory."""
    plan, moment = board.plan, board.moment
    overdue, returned, waiting = kept("dashboard matters", lambda: _land(today))
    outcomes = [one for one in outcomes_of(plan, moment, board.basis, actor=actor) if one.outcome] if board.is_whole else []
    dated = [one for one in outcomes if one.target.due_on]
    day = next((goal.due_on for goal in board.goals.values() if goal), None)
    return Matters(
        overdue, returned, waiting, kept(f"printed {plan.id}", lambda: print_differences(plan, moment)) if board.is_whole else None,
        [one for one in dated if one.outcome.state == SHORT and one.target.due_on < today],
        [one for one in dated if one.target.idle_part and one.target.due_on == day])


def _land(today: date) -> tuple[Sums, Sums, Sums]:
    late = Parcel.objects.open().filter(deadline_on__lt=today)
    found = late.order_by().aggregate(n=Count("id"), a=Sum("area"), d=Sum("accepted_area"))
    states = {row["state"]: Sums(row["n"], row["a"]) for row in
              Disposal.objects.filter(state__in=[DisposalState.RETURNED, DisposalState.SUBMITTED, DisposalState.VERIFIED])
              .order_by().values("state").annotate(n=Count("id"), a=Sum(F("area")))}
    nothing = Sums(0, Decimal(0))
    sent, verified = (states.get(one, nothing) for one in (DisposalState.SUBMITTED, DisposalState.VERIFIED))
    return (Sums(found["n"], (found["a"] or Decimal(0)) - (found["d"] or Decimal(0))), states.get(DisposalState.RETURNED, nothing),
            Sums(sent.count + verified.count, sent.area + verified.area))


def print_differences(plan: Plan, moment: datetime) -> int:
    """印发数核对: how many printed figures differ from what the printed figures beside them give."""
    return len(findings({key.value: lines_of(table_at(plan, key, moment)) for key in TableKey}))
