"""进度 of the interface: the board as plain rows, every figure written once from its whole number."""

from __future__ import annotations

from landplan.lib.area import MICRO, exact_text
from landplan.lib.clock import local
from landplan.lib.numbers import half_up_ratio, hundredths

from ..rules.board import Exact, Figure
from ..selectors.progress import CLASSES, Board, Row
from .board import days_to, pace_of, percent_text, points_of


def progress_data(board: Board, quota_class: str = "") -> dict:
    """The board, of one class or of all, for JSON."""
    classes = [quota_class] if quota_class else list(CLASSES)
    goals = [board.goals[one] for one in classes]
    return {
        "plan": board.plan.id, "number": board.plan.number, "as_of": local(board.moment).isoformat(), "basis": board.basis,
        "week_after": local(board.week.after).isoformat(),
        "ranks_as_of": local(board.frozen_as_of).isoformat() if board.frozen_as_of else None,
        "goals": [{"quota_class": goal.quota_class, "percent": percent_text(goal.percent), "due_on": goal.due_on.isoformat()}
                  for goal in goals if goal],
        "rows": _rows(board, board.rows, classes), "subtotals": _rows(board, board.groups, classes),
        "totals": [_figure(board.total, one, days_to(board, one)) | {
            "quota_computed": _text(board.computed[one]), "difference": _text(board.difference(one))} for one in classes] if board.total else []}


def _rows(board: Board, rows: list[Row], classes: list[str]) -> list[dict]:
    days = {one: days_to(board, one) for one in classes}
    return [_figure(row, one, days[one]) for row in rows for one in classes]


def _figure(row: Row, quota_class: str, days: int) -> dict:
    one: Figure = row.figures[quota_class]
    points, short, place, quota, done = points_of(one), one.short_by, one.place, one.quota, one.done
    return {
        "region": row.code, "name": row.name, "group": row.group, "quota_class": quota_class, "quota": _text(quota),
        "done": exact_text(done), "rate": hundredths(half_up_ratio(done * 100, quota, 2)) if quota else None,
        "rank": place.rank, "is_shared": place.is_shared, "week": exact_text(done - one.before),
        "rate_change": None if points is None else hundredths(points), "rank_change": one.rank_change,
        "short_by": _exact(short), "per_week": pace_of(short, days)}


def _text(micro: int | None) -> str | None:
    return None if micro is None else exact_text(micro)


def _exact(micro: Exact | None) -> str | None:
    """亩 with two decimals; an amount that is no whole number of 10⁻⁶ 亩 has no exact text."""
    return None if micro is None else hundredths(half_up_ratio(micro.numerator, micro.denominator * MICRO, 2))
