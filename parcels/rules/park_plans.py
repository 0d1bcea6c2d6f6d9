"""园区规划 (MAP-01, MAP-02): the two plans that the documents want of every park by the end of 2021, how far each is, and when it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from landplan.lib.errors import Refusal

OTHERS = ("三政办〔2021〕5号", "宝政办〔2021〕34号", "驻政办〔2021〕19号", "平龙政办〔2022〕50号")


@dataclass(frozen=True)
class ParkPlan:
    """一种规划: what it is called, by which day it is due, where that stands, what its end is called, under which documents it is not asked."""

    key: str
    label: str
    due_on: date
    basis: str
    done: str
    not_under: tuple[str, ...] = ()


PLANS = {one.key: one for one in (
    ParkPlan("territorial", "国土空间规划（2020—2035年）", date(2021, 12, 31),
             "宝政办〔2021〕34号 二（一）2、洛政办〔2021〕16号 二（一）2、三政办〔2021〕5号：2021年底前", "已批准", OTHERS[2:]),
    ParkPlan("development", "总体发展规划修编", date(2021, 12, 31), "洛政办〔2021〕16号 二（一）1：2021年底前", "完成", OTHERS))}
NONE, DRAFTING, SUBMITTED, DONE = "none", "drafting", "submitted", "done"
STATES = {NONE: "未启动", DRAFTING: "编制中", SUBMITTED: "已报批", DONE: "完成"}


def days_late(plan: ParkPlan, state: str, today: date) -> int:
    """逾期天数: from the day after the due day, while the plan is not done."""
    return max(0, (today - plan.due_on).days) if state != DONE else 0


def check_step(plan: str, state: str, on: date | None, doc_no: str, today: date) -> list[Refusal]:
    """登记一步: the day it happened, not ahead of today; an approval has its document."""
    found = []
    if plan not in PLANS:
        return [Refusal("规划不在列出的里面。请重新选。", field="plan", code="unknown_choice")]
    if state not in STATES:
        found.append(Refusal("进展没有选。请从列出的里选。", field="state", code="missing"))
    if on is None:
        found.append(Refusal("日期没有填。请写启动、报批或批准的日期。", field="on", code="missing"))
    elif on > today:
        found.append(Refusal(f"日期 {on} 晚于今天 {today}。请到那一天再登记。", field="on", code="day_future"))
    if state == DONE and plan == "territorial" and not doc_no:
        found.append(Refusal("批准文号没有填。请写批准国土空间规划的文件。", field="doc_no", code="missing"))
    return found
