"""工作任务: how a milestone stands on a day, what group a task is in, and who speaks for which of its units (TSK-02 … TSK-06, C-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from landplan.lib.errors import Refusal

from ..choices import ProgressState, TaskGroup

SOON = timedelta(days=30)
COUNTING = ("时限当天 24 时前都算按期，次日起算逾期（C-14）；印发前时限就已过的另列“印发时已过期”，不计入逾期（X-13）；"
            "文件没有写时限的显示“未规定”，永不逾期，也不计入按期率（X-21）。30 天内到期的列为“将到期”（本系统的约定）")
CONVENTION = ("责任单位都可以报进展；牵头单位提出办结，领导小组办公室由另一人确认（县区自己的方案，也可以由本县区的审核员确认）。"
              "牵头写“各县区政府”“各产业集聚区管理机构”的，各县区分别办结，"
              "全部确认才算完成；写“领导小组成员单位”的，由办公室汇总提出（本系统的约定，文件没有写办结手续）")


class Voice(StrEnum):
    """谁替一个责任单位说话."""

    UNIT = "unit"  # the unit of the library itself
    COUNTIES = "counties"  # every county for itself
    DEPARTMENTS = "departments"  # any department of the plan's region
    OFFICE = "office"


def voice_of(name: str, *, is_collective: bool) -> Voice:
    """责任单位由谁报: of the words 各县区政府, 各产业集聚区管理机构, 领导小组成员单位, 各相关职能部门."""
    if name.endswith("领导小组办公室"):
        return Voice.OFFICE
    if not is_collective:
        return Voice.UNIT
    if name.endswith(("成员单位", "职能部门")):
        return Voice.DEPARTMENTS
    return Voice.COUNTIES


class MarkState(StrEnum):
    MET = "met"
    OVERDUE = "overdue"
    PAST_AT_ISSUE = "past_at_issue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Mark:
    """一个时限在某日的情形; `days` late (of one that was met too), or left."""

    state: MarkState
    days: int


def mark_of(due_on: date, issued_on: date, met_on: date | None, day: date) -> Mark:
    """时限的情形 on `day`."""
    if met_on:
        return Mark(MarkState.MET, 0 if due_on < issued_on else max(0, (met_on - due_on).days))
    if day > due_on:
        return Mark(MarkState.PAST_AT_ISSUE if due_on < issued_on else MarkState.OVERDUE, (day - due_on).days)
    return Mark(MarkState.SOON if due_on - day <= SOON else MarkState.LATER, (due_on - day).days)


def group_of(marks: Sequence[Mark], *, is_closed: bool) -> TaskGroup:
    """任务归哪一组: what presses most counts; `is_closed` is of a task without a deadline."""
    open_states = {mark.state for mark in marks if mark.state != MarkState.MET}
    if not open_states:
        return TaskGroup.DONE if marks or is_closed else TaskGroup.UNSET
    order = ((MarkState.OVERDUE, TaskGroup.OVERDUE), (MarkState.PAST_AT_ISSUE, TaskGroup.PAST_AT_ISSUE), (MarkState.SOON, TaskGroup.SOON))
    return next((group for state, group in order if state in open_states), TaskGroup.LATER)


def check_progress(state: str, percent: int | None, text: str) -> list[Refusal]:
    """报进展要写什么."""
    found = []
    if state not in ProgressState.values:
        found.append(Refusal("进展没有选。请选未启动、进行中、有困难或本单位已完成。", field="state", code="missing"))
    if not text:
        found.append(Refusal("进展情况没有写。请写做了什么、到哪一步、有什么困难。", field="text", code="missing"))
    if percent is not None and state == ProgressState.DONE and percent < 100:
        found.append(Refusal(f"选了“本单位已完成”，完成百分比写的是 {percent}。已完成的应是 100 或空着。", field="percent", code="percent_differs"))
    if percent == 100 and state in (ProgressState.NOT_BEGUN, ProgressState.STUCK):
        found.append(Refusal("完成百分比是 100，进展却选了未启动或有困难。请核对。", field="percent", code="percent_differs"))
    return found


def check_closing(done_on: date | None, text: str, today: date) -> list[Refusal]:
    """提出办结要写什么."""
    found = []
    if done_on is None:
        found.append(Refusal("完成日期没有填。请填实际完成的日期。", field="done_on", code="missing"))
    elif done_on > today:
        found.append(Refusal(f"完成日期 {done_on} 晚于今天 {today}。完成了再提出办结。", field="done_on", code="day_future"))
    if not text:
        found.append(Refusal("完成情况没有写。请写完成了什么、依据的文件或成果。", field="text", code="missing"))
    return found
