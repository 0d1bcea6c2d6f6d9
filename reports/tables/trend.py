"""走势的字: the two data tables beside the charts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from landplan.lib.clock import local
from tasks.choices import QuotaClass

from ..selectors.trend import Week
from .board import moment_text, mu_text, percent_text, rate_text


class Point(NamedTuple):
    """一周 in words: rates without their sign (the head carries it), areas in 亩; empty while the week lies ahead."""

    label: str
    as_of: str
    rates: list[str]
    areas: list[str]
    is_open: bool


class GoalLine(NamedTuple):
    """目标线 of the chart, until the label of a week."""

    percent: str
    until: str
    words: str


def points_of(weeks: list[Week]) -> list[Point]:
    """数据表."""
    return [Point(_label(local(week.cutoff).date()), moment_text(week.cutoff), _rates(week), _areas(week), week.is_open) for week in weeks]


def goal_lines(weeks: list[Week], goals: dict[str, list[tuple[date, Decimal]]]) -> list[GoalLine]:
    """各阶段目标, each day and percentage once."""
    found = []
    for due_on, percent in sorted({goal for goals_of_class in goals.values() for goal in goals_of_class}):
        until = next((week for week in weeks if local(week.cutoff).date() >= due_on), weeks[-1] if weeks else None)
        if until:
            found.append(GoalLine(percent_text(percent), _label(local(until.cutoff).date()),
                                  f"{due_on.month}月{due_on.day}日目标 {percent_text(percent)}%"))
    return found


def _label(day: date) -> str:
    return f"{day.month}-{day.day}"


def _rates(week: Week) -> list[str]:
    if week.total is None:
        return [""] * len(QuotaClass)
    return [rate_text(week.total[one], week.quotas[one]).removesuffix("%") for one in QuotaClass.values]


def _areas(week: Week) -> list[str]:
    return [""] * len(QuotaClass) if week.done is None else [mu_text(week.done[one]) for one in QuotaClass.values]
