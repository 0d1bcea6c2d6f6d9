"""走势的字: the two data tables beside the charts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.http import urlencode

from landplan.lib.clock import day_words, local

from ..selectors.progress import QUOTA_CLASSES
from ..selectors.trend import Week
from .board import Asked, moment_text, mu_text, percent_text, rate_text


class Cell(NamedTuple):
    """一格: its words, and the address of the entries behind it."""

    text: str
    query: str


class Point(NamedTuple):
    """一周 in words: rates without their sign (the head carries it), areas in 亩; empty while the week lies ahead."""

    label: str
    rates: list[Cell]
    areas: list[Cell]

    @property
    def is_past(self) -> bool:
        return bool(self.areas)


class GoalLine(NamedTuple):
    """目标线 of the chart, until the label of a week."""

    percent: str
    until: str
    words: str


def points_of(weeks: list[Week], asked: Asked, region: str = "") -> list[Point]:
    """数据表. `region` is the county's code where the reader sees one only; the running week stands at the board's moment."""
    return [_point(week, asked, region) for week in weeks]


def _point(week: Week, asked: Asked, region: str) -> Point:
    label = _label(local(week.cutoff).date())
    if week.total is None:
        return Point(label, [], [])
    as_of = asked.as_of if week.is_open else moment_text(week.cutoff)

    when = urlencode({name: value for name, value in (("region", region), ("unit", asked.unit), ("as_of", as_of), ("basis", asked.basis)) if value})

    def query(one: str, span: str) -> str:
        return f"quota_class={one}&span={span}&{when}"

    return Point(label,
                 [Cell(rate_text(week.total[one], week.quotas[one]).removesuffix("%"), query(one, "total")) for one in QUOTA_CLASSES],
                 [Cell(mu_text(week.done[one]), query(one, "week")) for one in QUOTA_CLASSES])


def goal_lines(weeks: list[Week], goals: dict[str, list[tuple[date, Decimal]]]) -> list[GoalLine]:
    """各阶段目标, each day and percentage once."""
    found = []
    for due_on, percent in sorted({goal for goals_of_class in goals.values() for goal in goals_of_class}):
        until = next((week for week in weeks if local(week.cutoff).date() >= due_on), weeks[-1] if weeks else None)
        if until:
            found.append(GoalLine(percent_text(percent), _label(local(until.cutoff).date()),
                                  f"{day_words(due_on)}目标 {percent_text(percent)}%"))
    return found


def _label(day: date) -> str:
    return f"{day.month}-{day.day}"
