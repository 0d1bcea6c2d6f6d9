"""演示的工作任务: the demo's own plan prints none, so people of 洛阳市 work on the thirteen of theirs - progress with papers, closings that
were confirmed, sent back or still wait; of one task nobody has reported yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from landplan.lib import clock
from landplan.lib.actors import Actor
from tasks import services
from tasks.choices import ProgressState
from tasks.models import Plan, TaskClosing, WorkTask, WorkTaskUnit
from tasks.policies import speaks_for

from .papers import demo_pdf
from .step import Step

NUMBER = "洛政办〔2021〕16号"
# who, when, which task, how far, what was done, a paper
_PROGRESS = (
    ("luoyang.zrzy", (6, 10), "LY-09", ProgressState.RUNNING, 10, "已接任务，排出增存挂钩分配办法的起草计划。", ""),
    ("luoyang.fgw", (6, 15), "LY-01", ProgressState.RUNNING, 30, "完成 18 个产业集聚区规划修编的资料收集。", ""),
    ("luoyang.zrzy", (7, 20), "LY-09", ProgressState.RUNNING, 40, "分配办法初稿征求各县区意见。", "征求意见稿"),
    ("xinan.clerk", (8, 5), "LY-09", ProgressState.RUNNING, 30, "上报本县批而未供消化和闲置处置的数。", ""),
    ("luoyang.zrzy", (8, 12), "LY-02", ProgressState.STUCK, 20, "两个集聚区的边界与三区三线初步方案有重叠，等省里反馈。", ""),
    ("luoyang.fgw", (9, 3), "LY-10", ProgressState.DONE, 100, "首宗“标准地”8月底成交，试点总结已印发。", "试点总结"),
)
# who proposes, when, which task, which of its milestones, done on, what for
_CLOSINGS = (
    ("xinan.clerk", (6, 28), "LY-07", 0, date(2021, 6, 25), "低效用地认定标准和底数清单已报。"),
    ("xinan.clerk", (8, 30), "LY-07", 1, date(2021, 8, 30), "底数清单核实完成。"),
    ("luoyang.fgw", (9, 6), "LY-10", 0, date(2021, 8, 31), "试点出让 1 宗，总结已印发。"),
    ("xinan.clerk", (9, 10), "LY-07", 1, date(2021, 9, 8), "补齐了各宗照片，再报。"),
    ("luoyang.office", (9, 20), "LY-13", 0, date(2021, 9, 18), "考评办法已印发，10 月起试行。"),
)
# who decides on the last one of that task, when, whether it holds
_DECISIONS = (
    ("luoyang.office", (6, 29), "LY-07", ""),
    ("luoyang.office", (9, 2), "LY-07", "缺 6 宗的现状照片，请补齐后再报。"),
    ("luoyang.office2", (9, 8), "LY-10", ""),
)


def task_steps(people: dict[str, Actor]) -> Iterator[Step]:
    """全部步骤; none where that plan is not loaded or nobody sits there."""
    plan = Plan.objects.select_related("region").filter(document__number=NUMBER).first()
    if plan is None or "luoyang.office" not in people:
        return
    for n, (who, day, number, state, percent, text, paper) in enumerate(_PROGRESS):
        yield Step(_at(*day, 9), f"任务进展{n}", people[who], lambda actor, number=number, state=state, percent=percent, text=text, paper=paper:
                   services.report_progress(_unit(plan, number, actor).id, actor=actor, state=state, percent=percent, text=text,
                                            upload=demo_pdf(f"演示数据 {number} {paper}", f"{paper}.pdf") if paper else None))
    for n, (who, day, number, order, done_on, text) in enumerate(_CLOSINGS):
        yield Step(_at(*day, 10), f"任务办结{n}", people[who], lambda actor, number=number, order=order, done_on=done_on, text=text:
                   _propose(plan, number, order, done_on, text, actor))
    for n, (who, day, number, opinion) in enumerate(_DECISIONS):
        yield Step(_at(*day, 15), f"任务确认{n}", people[who], lambda actor, number=number, opinion=opinion: _decide(number, opinion, actor))


def _at(month: int, day: int, hour: int) -> datetime:
    return clock.shanghai(2021, month, day, hour)


def _unit(plan: Plan, number: str, actor: Actor) -> WorkTaskUnit:
    """The unit of the task for which this person speaks, the lead first."""
    return next(unit for unit in WorkTaskUnit.objects.filter(task__number=number).order_by("order") if speaks_for(actor, unit, plan.region_id))


def _propose(plan: Plan, number: str, order: int, done_on: date, text: str, actor: Actor) -> None:
    milestone = list(WorkTask.objects.get(number=number).milestones.order_by("order"))[order]
    services.propose_closing(_unit(plan, number, actor).id, actor=actor, milestone_id=milestone.id, done_on=done_on, text=text)


def _decide(number: str, opinion: str, actor: Actor) -> None:
    row = TaskClosing.objects.filter(task__number=number).latest("id")
    services.decide_closing(row.id, actor=actor, version=row.version, accept=not opinion, opinion=opinion)
