"""查甘特图: phases and tasks of a plan on one line of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from landplan.lib.actors import Actor
from landplan.lib.clock import local

from ..models import Plan
from ..rules.gantt import Axis, axis_of
from ..rules.phases import phases_at
from .work_tasks import MilestoneLine, TaskLine, task_lines


@dataclass(frozen=True)
class Bar:
    """一条: where it begins and how wide it is (per cent), what it says, and its points."""

    label: str
    said: str
    x: str = ""
    width: str = ""
    line: TaskLine | None = None
    is_current: bool = False
    points: list[tuple[str, MilestoneLine]] = field(default_factory=list)


@dataclass(frozen=True)
class Gantt:
    """甘特图."""

    axis: Axis
    today: str
    phases: list[Bar]
    tasks: list[Bar]


def gantt_of(plan: Plan, actor: Actor, moment: datetime) -> Gantt | None:
    """阶段 and 工作任务; None when nothing of the plan has a day."""
    day, lines = local(moment).date(), task_lines(plan, actor, moment)
    phases = phases_at(list(plan.phases.all()), day)
    ends = [one.phase.ends_on for one in phases] + [one.milestone.due_on for line in lines for one in line.lines]
    axis = axis_of([plan.document.dated_on, *(one.from_on for one in phases), *ends])
    if axis is None:
        return None
    bars = [_phase(axis, one, plan.document.dated_on) for one in phases]
    return Gantt(axis, axis.at(day) if axis.holds(day) else "", bars, [_task(axis, line, plan.document.dated_on) for line in lines])


def _phase(axis: Axis, one, begun_on: date) -> Bar:
    first, last = one.from_on or begun_on, one.phase.ends_on or axis.last
    told = f"{one.from_on or '未规定'} 至 {one.phase.ends_on or '未规定'}"
    return Bar(one.phase.name, told, axis.at(first), axis.width(first, last), None, one.is_current)


def _task(axis: Axis, line: TaskLine, begun_on: date) -> Bar:
    dues = [one.milestone.due_on for one in line.lines]
    points = [(axis.at(one.milestone.due_on), one) for one in line.lines]
    if not dues:
        return Bar(line.task.title, "未规定", line=line)
    first = min(begun_on, *dues)
    return Bar(line.task.title, "、".join(map(str, dues)), axis.at(first), axis.width(first, max(dues)), line, points=points)
