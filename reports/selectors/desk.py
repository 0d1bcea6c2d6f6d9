"""查工作台的进度: the plan in force, its period and phase, and how far the territory is against its quotas."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from landplan.lib.area import to_micro
from tasks.choices import QuotaClass
from tasks.models import Plan
from tasks.rules.quota import class_of
from tasks.rules.ranking import NO_DATA_RULE, NO_DATA_SOURCE
from tasks.selectors.plans import Standing, standing_of
from tasks.selectors.quotas import class_table
from tasks.selectors.targets import Goal

from ..rules.desk import Course, Period, period_at
from .desk_week import DeskWeek
from .progress import CLASSES, COMBINED, Board, board, opening_moment
from .todo import in_transit_by_kind
from .workbench import Frame

LABELS = {"unsupplied": "批而未供", "idle": "闲置", "inefficient": "低效", COMBINED: "三类合并"}


@dataclass(frozen=True)
class Desk:
    """工作台的方案部分; without a plan only what waits is shown. `board` holds what the courses are figures of."""

    plan: Plan | None = None
    standing: Standing | None = None
    period: Period | None = None
    goal: Goal | None = None
    courses: list[Course] = field(default_factory=list)
    is_county: bool = False
    is_closed: bool = False
    moment: datetime | None = None
    table: object = None
    week: DeskWeek | None = None
    board: Board | None = None

    @property
    def has_goals(self) -> bool:
        return any(course.goal is not None for course in self.courses)

    @property
    def is_unknown(self) -> bool:
        """无数据: the ledger of the territory is empty."""
        return any(course.done is None for course in self.courses)

    @property
    def no_data(self) -> str:
        """Why nothing is said of it, with the source."""
        return f"{NO_DATA_RULE}{NO_DATA_SOURCE}"

    @property
    def has_places(self) -> bool:
        """名次 stand only in a county's table, from the last frozen report."""
        return any(course.figure.place.rank for course in self.courses)


def desk_of(frame: Frame, now: datetime) -> Desk:
    """方案、期次、进度 for this person's territory, in a fixed number of queries."""
    actor, plan = frame.actor, frame.in_force
    if plan is None:
        return Desk()
    standing = standing_of(plan, now)
    moment, is_closed = opening_moment(plan, now)
    seen = board(plan, moment, actor=actor)
    row = seen.total or next(iter(seen.rows), None)
    way = _way(plan)
    courses = [Course(one, LABELS[one], row.figures[one], way.get(one, 0), seen.goals[one].percent if seen.goals[one] else None)
               for one in CLASSES] if row else []
    return Desk(plan, standing, period_at(plan.weekly_cutoffs(), now), seen.goals[COMBINED], courses, seen.total is None,
                is_closed or standing.is_over, moment, class_table(plan, moment), frame.week, seen)


def _way(plan: Plan) -> dict[str, int]:
    """在途面积 by quota class and in all (10⁻⁶ 亩)."""
    found = dict.fromkeys((*QuotaClass.values, COMBINED), 0)
    for kind, area in in_transit_by_kind().items():
        quota_class = class_of(kind, plan.counts_used_unsupplied)
        for key in (quota_class.value, COMBINED) if quota_class else ():
            found[key] += to_micro(area)
    return found
