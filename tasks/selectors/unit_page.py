"""查一个单位: its tasks as lead and as partner, its department duties (ORG-04), by any of its names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landplan.lib.actors import Actor
from landplan.lib.text import name_key
from units.choices import RegionLevel, UnitKind
from units.models import Unit

from ..choices import CaseKind, CaseState, TaskGroup
from ..models import DepartmentDuty, LeadingGroup, Plan, SupervisionCase
from ..rules.work_tasks import Voice, voice_of
from .plans import plan_reaches, plans
from .supervision import visible_cases
from .work_tasks import TaskLine, task_lines


@dataclass(frozen=True)
class UnitTasks:
    """一个方案里本单位的任务."""

    plan: Plan
    lines: list[TaskLine]
    leads: set[int]
    duties: list[DepartmentDuty]
    groups: list[LeadingGroup]  # which the head of this county leads in the county (ORG-03)

    @property
    def overdue(self) -> int:
        """逾期项数: those that were past when issued do not count (X-13)."""
        return sum(line.group == TaskGroup.OVERDUE for line in self.lines)


def names_in(text: str) -> set[str]:
    """部门职责的部门, as keys: 先进制造业开发区和发改部门 names two, 工业和信息化部门 one - which of them is in the library decides."""
    return {name_key(one) for one in (text, *text.split("和"))}


def unit_tasks(unit: Unit, actor: Actor, moment: datetime) -> list[UnitTasks]:
    """各方案里本单位的任务和职责, plans of its own region or above it."""
    names, found = _names(unit), []
    if unit.kind == UnitKind.STREET and unit.parent:  # what the document asks of 街道办事处 it asks of each
        names |= _names(unit.parent)
    for plan in plans():
        if not plan_reaches(plan, unit.region_id):
            continue
        lines = [line for line in task_lines(plan, actor, moment) if any(_is_of(unit, one) for one in line.units)]
        duties = [duty for duty in plan.department_duties.all()
                  if plan.region_id == unit.region_id and names & names_in(duty.unit)]
        groups = [group for group in plan.groups.all() if group.county_head_leads_locally and is_county_government(unit)]
        if lines or duties or groups:
            found.append(UnitTasks(plan, lines, {line.task.id for line in lines if _is_of(unit, line.lead)}, duties, groups))
    return found


def lost_awards(unit: Unit, actor: Actor) -> list[SupervisionCase]:
    """取消评先资格的决定 of this unit (SUP-04): of a county they stand with its government, of one of its units with that one."""
    rows = visible_cases(actor).filter(kind=CaseKind.NO_AWARD, state__in=[CaseState.OPEN, CaseState.CLOSED], region_id=unit.region_id)
    names, of_county = _names(unit), is_county_government(unit)
    return [row for row in rows.order_by("-year", "-id") if name_key(row.subject) in names or of_county]


def is_county_government(unit: Unit) -> bool:
    """县区政府、管委会."""
    return unit.kind == UnitKind.GOVERNMENT and unit.region.level == RegionLevel.COUNTY


def _is_of(unit: Unit, task_unit) -> bool:
    """Is this unit of a task the one of the library, or one of those that it stands for?"""
    if task_unit.unit_id:
        return task_unit.unit_id == unit.id
    voice = voice_of(task_unit.name, is_collective=task_unit.is_collective)
    return is_county_government(unit) and task_unit.name.startswith("各县") and voice == Voice.COUNTIES


def departments_of(plan: Plan) -> list[tuple[DepartmentDuty, list[Unit]]]:
    """部门职责 of a plan, each with the units of the library that it names."""
    units = [(unit, _names(unit)) for unit in Unit.objects.filter(region_id=plan.region_id).prefetch_related("aliases")]
    return [(duty, [unit for unit, names in units if names & names_in(duty.unit)]) for duty in plan.department_duties.all()]


def _names(unit: Unit) -> set[str]:
    return {name_key(one) for one in (unit.name, *(alias.name for alias in unit.aliases.all()))}
