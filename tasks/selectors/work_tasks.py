"""查工作任务: each task with its units and milestones, how they stand on a day, and who may say what about it. A fixed number of
queries, however many tasks and counties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.scope import everything
from units.models import Region

from ..choices import ClosingState, TaskGroup
from ..models import Milestone, Plan, TaskClosing, TaskProgress, WorkTask, WorkTaskUnit
from ..policies import may_confirm_closing, speaks_for
from ..rules.work_tasks import Mark, MarkState, Voice, group_of, mark_of, voice_of
from .plans import county_ids_in, plan_reaches, plans


@dataclass(frozen=True)
class MilestoneLine:
    """一个时限: how it stands, and how many of those who must meet it did (`done` of `of`)."""

    milestone: Milestone
    mark: Mark
    met_on: date | None
    done: int
    of: int


@dataclass(frozen=True)
class TaskLine:
    """一项任务在某日的情形."""

    task: WorkTask
    units: list[WorkTaskUnit]
    lines: list[MilestoneLine]
    group: TaskGroup
    closings: list[TaskClosing] = field(default_factory=list)
    last: TaskProgress | None = None

    @property
    def lead(self) -> WorkTaskUnit:
        """牵头单位: the first listed (C-18)."""
        return self.units[0]

    @property
    def partners(self) -> list[WorkTaskUnit]:
        """配合单位, in printed order."""
        return self.units[1:]

    @property
    def has_conflict(self) -> bool:
        """正文所写的牵头与责任单位首位不一致."""
        said = self.task.text_says_lead
        return bool(said and said not in (self.lead.name, self.lead.printed))

    @property
    def late(self) -> int:
        """逾期天数 of the milestone that is late longest; 0 when none is."""
        return max((one.mark.days for one in self.lines if one.mark.state == MarkState.OVERDUE), default=0)

    @property
    def waiting(self) -> list[TaskClosing]:
        """等确认的办结."""
        return [one for one in self.closings if one.state == ClosingState.PROPOSED]


def own_plans(actor: Actor) -> list[Plan]:
    """本岗位有关的方案: of a region above, at, or inside its territory; the nearest one first."""
    here = Region.objects.filter(pk=actor.region_id).first()
    if here is None:
        return []
    found = [plan for plan in plans() if here.path.startswith(plan.region.path) or plan.region.path.startswith(here.path)]
    return sorted(found, key=lambda plan: (not here.path.startswith(plan.region.path), -len(plan.region.path)))


def task_lines(plan: Plan, actor: Actor, moment: datetime, tasks: QuerySet[WorkTask] | None = None) -> list[TaskLine]:
    """工作任务 of a plan as they stood at `moment`, for the eyes of this actor: of a task that every county closes for itself, a county
    sees its own part."""
    rows = list((plan.tasks.all() if tasks is None else tasks).prefetch_related("units__unit", "milestones"))
    counties = county_ids_in(plan, actor)
    closings = _by_task(closings_at(rows, actor, moment))
    last = _last_words(rows, moment)
    return [_line(plan, task, counties, closings.get(task.id, []), last.get(task.id), moment) for task in rows]


def closings_at(tasks: Iterable[WorkTask], actor: Actor, moment: datetime) -> list[TaskClosing]:
    """办结 as known at `moment`: of the plan's own level, which everybody sees who reads the plan, and of one's territory."""
    mine = Q() if actor.regions is None else Q(region_id__in=sorted(actor.regions))
    with everything("how the tasks of the plan itself stand is public to who reads plans"):
        return list(TaskClosing.objects.filter(Q(region_id=F("task__plan__region_id")) | mine, task__in=[one.id for one in tasks],
                                               proposed_at__lte=moment)
                    .select_related("region", "milestone", "file", "proposed_by", "decided_by").order_by("proposed_at", "id"))


def _by_task(closings: Iterable[TaskClosing]) -> dict[int, list[TaskClosing]]:
    found = defaultdict(list)
    for one in closings:
        found[one.task_id].append(one)
    return found


def _last_words(tasks: list[WorkTask], moment: datetime) -> dict[int, TaskProgress]:
    """最近一次进展 of each task in the open territory."""
    newest = TaskProgress.objects.filter(task=OuterRef("pk"), entered_at__lte=moment).order_by("-entered_at", "-id").values("id")[:1]
    wanted = WorkTask.objects.filter(pk__in=[one.id for one in tasks]).order_by().values(last=Subquery(newest))
    return {one.task_id: one for one in TaskProgress.objects.filter(pk__in=wanted)}


def _line(plan: Plan, task: WorkTask, counties: set[int], closings: list[TaskClosing], last: TaskProgress | None, moment: datetime) -> TaskLine:
    units, day = list(task.units.all()), local(moment).date()
    holders = counties if voice_of(units[0].name, is_collective=units[0].is_collective) == Voice.COUNTIES else {plan.region_id}
    met: dict[int | None, dict[int, date]] = defaultdict(dict)
    for one in closings:
        if one.state == ClosingState.CONFIRMED and one.decided_at <= moment and one.region_id in holders:
            met[one.milestone_id][one.region_id] = one.done_on
    lines = []
    for milestone in task.milestones.all():
        days = met[milestone.id]
        met_on = max(days.values()) if days and len(days) == len(holders) else None
        lines.append(MilestoneLine(milestone, mark_of(milestone.due_on, plan.document.issued_on, met_on, day), met_on, len(days), len(holders)))
    is_closed = bool(holders) and len(met[None]) == len(holders)
    return TaskLine(task, units, lines, group_of([one.mark for one in lines], is_closed=is_closed), closings, last)


def counts_of(lines: Iterable[TaskLine]) -> list[tuple[TaskGroup, int]]:
    """各组的项数, every group, those that are empty too."""
    counted = Counter(line.group for line in lines)
    return [(group, counted[group]) for group in TaskGroup]


def seats_in(line: TaskLine, plan: Plan, actor: Actor) -> list[WorkTaskUnit]:
    """本岗位能以哪些责任单位的名义报 (a county only where the plan is of its own line)."""
    if not plan_reaches(plan, actor.region_id):
        return []
    return [unit for unit in line.units if speaks_for(actor, unit, plan.region_id)]


def progress_of(task: WorkTask) -> QuerySet[TaskProgress]:
    """各单位的进展 in the open territory, the latest first."""
    return TaskProgress.objects.filter(task=task).select_related("region", "unit", "file", "entered_by")


def open_milestones(line: TaskLine, region_id: int | None) -> list[Milestone]:
    """还没有提出办结的时限 of one who leads, from that region."""
    closed = {one.milestone_id for one in line.closings if one.region_id == region_id and one.state != ClosingState.RETURNED}
    return [one.milestone for one in line.lines if one.milestone.id not in closed]


def who_may_decide(line: TaskLine, plan: Plan, actor: Actor) -> set[int]:
    """能由本岗位确认的办结: ids of those that wait, except what the person proposed."""
    return {one.id for one in line.waiting if one.proposed_by_id != actor.user_id} if may_confirm_closing(actor, plan.region_id) else set()
