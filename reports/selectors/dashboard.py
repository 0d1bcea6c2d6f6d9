"""查看板: what has to be asked about, beside the board - overdue parcels, returned disposals, targets, printed figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Sum

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from parcels.choices import DisposalState
from parcels.models import Disposal, Parcel
from parcels.selectors.kept import kept
from tasks.choices import TableKey
from tasks.models import Plan
from tasks.rules.printcheck import findings
from tasks.rules.targets import SHORT
from tasks.selectors.quotas import lines_of, table_at
from tasks.selectors.targets import TargetOutcome, outcomes_of

from ..choices import ReturnState
from .progress import Board
from .week_returns import returns_of
from .weeks import weeks_of


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
    missing: int
    late: int
    printed: int | None
    short: list[TargetOutcome]
    parts: list[TargetOutcome]


def matters_of(board: Board, now: datetime, *, actor: Actor) -> Matters:
    """要过问的事 of the open territory."""
    plan, moment, today = board.plan, board.moment, local(now).date()
    overdue, returned, verified = kept("dashboard matters", lambda: _land(today))
    outcomes = [one for one in outcomes_of(plan, moment, board.basis, actor=actor) if one.outcome] if board.is_whole else []
    dated = [one for one in outcomes if one.target.due_on]
    day = next((goal.due_on for goal in board.goals.values() if goal), None)
    missing, late = _week_returns(board, now) if board.is_whole else (0, 0)
    printed = kept(f"printed {plan.id}", lambda: print_differences(plan, moment)) if board.is_whole else None
    return Matters(overdue, returned, verified, missing, late, printed,
                   [one for one in dated if one.outcome.state == SHORT and one.target.due_on < today],
                   [one for one in dated if one.target.idle_part and one.target.due_on == day])


def _land(today: date) -> tuple[Sums, Sums, Sums]:
    late = Parcel.objects.open().filter(deadline_on__lt=today)
    found = late.order_by().aggregate(n=Count("id"), a=Sum("area"), d=Sum("accepted_area"))
    states = {row["state"]: Sums(row["n"], row["a"]) for row in
              Disposal.objects.filter(state__in=[DisposalState.RETURNED, DisposalState.VERIFIED])
              .order_by().values("state").annotate(n=Count("id"), a=Sum("area"))}
    nothing = Sums(0, Decimal(0))
    return (Sums(found["n"], (found["a"] or Decimal(0)) - (found["d"] or Decimal(0))), states.get(DisposalState.RETURNED, nothing),
            states.get(DisposalState.VERIFIED, nothing))


def _week_returns(board: Board, now: datetime) -> tuple[int, int]:
    """(未报, 迟报) counties of the last closed week; nothing while nobody reports at all."""
    closed = [week for week in weeks_of(board.plan) if week.until <= now]
    if not closed or closed[-1].report is None:
        return 0, 0
    found = returns_of(closed[-1], now)
    late = sum(one.state == ReturnState.LATE for one in found.values())
    return sum(not (row.region_id in found and found[row.region_id].counts) for row in board.rows), late


def print_differences(plan: Plan, moment: datetime) -> int:
    """印发数核对: how many printed figures differ from what the printed figures beside them give."""
    return len(findings({key.value: lines_of(table_at(plan, key, moment)) for key in TableKey}))
