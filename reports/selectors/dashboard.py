"""查看板: what has to be asked about, beside the board - overdue parcels, returned disposals, targets, printed figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.db.models import Count, Sum

from landplan.lib.actors import Actor
from landplan.lib.area import to_micro
from landplan.lib.clock import local
from parcels.choices import DisposalState, Kind
from parcels.models import Disposal, Parcel
from parcels.selectors.as_of import micro, sums_at
from parcels.selectors.kept import kept
from tasks.choices import CaseState, IdlePart, QuotaClass, RowKind, TableKey, TaskGroup
from tasks.models import Plan, PrintedCell, PrintedTable
from tasks.rules.printcheck import findings
from tasks.selectors.done import PART_OF
from tasks.selectors.quotas import lines_of, table_at
from tasks.selectors.supervision import visible_cases
from tasks.selectors.work_tasks import task_lines

from ..choices import ReturnState
from ..rules.board import needed_for
from .progress import Board
from .week_returns import returns_of
from .weeks import weeks_of

_PARTS = {"base_quota": IdlePart.BASE.value, "new_quota": IdlePart.NEW.value}


@dataclass(frozen=True)
class Sums:
    """宗数或笔数, 面积 (亩)."""

    count: int
    area: Decimal


@dataclass(frozen=True)
class Matters:
    """要过问的事. Parcels, disposals, work tasks and supervision as they are now; goals and parts as of the board's moment; `printed` = differences
    that the printed tables have of their own. Of the whole plan only for who sees all of it."""

    overdue: Sums
    returned: Sums
    waiting: Sums
    missing: int = 0
    late: int = 0
    printed: int = 0
    short: int = 0
    parts: dict[str, Fraction] = field(default_factory=dict)
    tasks: int = 0
    cases: int = 0


def matters_of(board: Board, now: datetime, goals: dict[str, list[tuple[date, Decimal]]], actor: Actor) -> Matters:
    """要过问的事 of the open territory; `goals` are those of the plan."""
    land = kept("dashboard matters", lambda: _land(local(now).date()))
    duties = {"tasks": sum(line.group == TaskGroup.OVERDUE for line in task_lines(board.plan, actor, now)),
              "cases": visible_cases(actor).filter(plan=board.plan, state=CaseState.OPEN).count()}
    if not board.is_whole:
        return Matters(*land, **duties)
    return Matters(*land, *_week_returns(board, now), print_differences(board.plan, board.moment),
                   _missed(board, goals, local(now).date()), part_rates(board), **duties)


def _missed(board: Board, goals: dict[str, list[tuple[date, Decimal]]], today: date) -> int:
    """到期未达的目标: goals of a class whose day has passed."""
    figures = board.total.figures
    return sum(due_on < today and (needed := needed_for(figures[one].quota, to_micro(percent))) is not None and figures[one].done is not None
               and figures[one].done < needed
               for one, days in goals.items() for due_on, percent in days)


def part_rates(board: Board) -> dict[str, Fraction]:
    """闲置两部分的完成率 (附件3), those with a quota: the printed total of each part holds. Of empty ledgers there is none."""
    if board.total.figures[QuotaClass.IDLE].done is None:
        return {}
    table = table_at(board.plan, TableKey.ANNEX3, board.moment)
    cells = PrintedCell.objects.filter(row__table=table, row__kind=RowKind.TOTAL, column__in=_PARTS) if table else PrintedCell.objects.none()
    quotas = {_PARTS[column]: value for column, value in cells.values_list("column", micro("value")) if value}
    done: dict[str, int] = defaultdict(int)
    for source, area in _idle_by_source(board).items():
        if source in PART_OF:
            done[PART_OF[source].value] += area
    return {part: Fraction(done[part], quota) for part, quota in quotas.items()}


def _idle_by_source(board: Board) -> dict[str, int]:
    """闲置 since the base date by source, as of the board's moment."""
    inside, found = board.county_ids, defaultdict(int)
    for (region_id, source), (area,) in sums_at([board.moment], board.basis, Kind.IDLE.value, since=board.plan.counts_after).items():
        if region_id in inside:
            found[source] += area
    return found


def _land(today: date) -> tuple[Sums, Sums, Sums]:
    late = Parcel.objects.open().filter(deadline_on__lt=today)
    found = late.order_by().aggregate(n=Count("*"), a=Sum("area"), d=Sum("accepted_area"))
    states = {row["state"]: Sums(row["n"], row["a"]) for row in
              Disposal.objects.filter(state__in=[DisposalState.RETURNED, DisposalState.VERIFIED])
              .order_by().values("state").annotate(n=Count("*"), a=Sum("area"))}
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
    return sum(not (one in found and found[one].counts) for one in board.county_ids), late


def print_differences(plan: Plan, moment: datetime) -> int:
    """印发数核对: how many printed figures differ from what the printed figures beside them give."""
    tables = [table for key in TableKey if (table := table_at(plan, key, moment))]
    return _differences(plan.number, tuple((table.id, table.version, table.document_no, table.entered_at) for table in tables))


@lru_cache(maxsize=32)
def _differences(number: str, tables: tuple[tuple, ...]) -> int:
    """Printed tables are never changed (`AppendOnly`), so what was found in them stays found."""
    found = PrintedTable.objects.in_bulk([table[0] for table in tables])
    return len(findings({table.key: lines_of(table) for table in found.values()}))
