"""进度 of the interface: the board as plain rows, every figure written once from its whole number, a column at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from landplan.lib.area import exact_column
from landplan.lib.clock import local
from landplan.lib.numbers import rounded_column

from ..rules.board import Column, changes_of, in_mu, moves_of, paces_to, rates_of, shorts_of, weeks_of
from ..selectors.progress import CLASSES, Board, Row
from .board import days_to, percent_text

Head = tuple[str, str, str]  # code, name, group


def progress_data(board: Board, quota_class: str = "") -> dict:
    """The board, of one class or of all, for JSON."""
    classes = [quota_class] if quota_class else list(CLASSES)
    goals, heads = [board.goals[one] for one in classes], [head for _, *head in board.regions]
    return {
        "plan": board.plan.id, "number": board.plan.number, "as_of": local(board.moment).isoformat(), "basis": board.basis, "level": board.level,
        "week_after": local(board.week.after).isoformat(),
        "ranks_as_of": local(board.frozen_as_of).isoformat() if board.frozen_as_of else None,
        "goals": [{"quota_class": goal.quota_class, "percent": percent_text(goal.percent), "due_on": goal.due_on.isoformat()}
                  for goal in goals if goal],
        "rows": _mixed(_column(board, heads, one, board.columns[one]) for one in classes),
        "subtotals": _mixed(_of_rows(board, board.groups, one) for one in classes), "totals": _totals(board, classes)}


def _mixed(columns: Iterable[list[dict]]) -> list[dict]:
    """Row by row, in each its classes."""
    return list(chain.from_iterable(zip(*columns, strict=True)))


def _of_rows(board: Board, rows: list[Row], quota_class: str) -> list[dict]:
    if not rows:
        return []
    return _column(board, [(row.code, row.name, row.group) for row in rows], quota_class, Column.of(row.figures[quota_class] for row in rows))


def _totals(board: Board, classes: list[str]) -> list[dict]:
    if not board.total:
        return []
    more = [exact_column([board.computed[one], board.difference(one)]) for one in classes]
    return [_of_rows(board, [board.total], one)[0] | {"quota_computed": computed, "difference": difference}
            for one, (computed, difference) in zip(classes, more, strict=True)]


def _column(board: Board, heads: list[Head], quota_class: str, column: Column) -> list[dict]:
    """一类 of all rows. An amount that is no whole number of 10⁻⁶ 亩 (a distance) has no exact text: two decimals."""
    shorts, weeks = shorts_of(column.needed, column.done), weeks_of(column.done, column.before)
    texts = zip(
        heads, exact_column(column.quota), exact_column(column.done), rounded_column(*rates_of(column.done, column.quota), 100), column.place,
        exact_column(weeks), rounded_column(*changes_of(column), 100), moves_of(column.place, column.place_before),
        rounded_column(*in_mu(shorts)), rounded_column(*paces_to(shorts, days_to(board, quota_class))), strict=True)
    return [{"region": code, "name": name, "group": group, "quota_class": quota_class, "quota": quota, "done": done, "rate": rate,
             "rank": rank, "is_shared": is_shared, "week": week, "rate_change": change, "rank_change": move, "short_by": short_by,
             "per_week": pace}
            for (code, name, group), quota, done, rate, (rank, is_shared), week, change, move, short_by, pace in texts]
