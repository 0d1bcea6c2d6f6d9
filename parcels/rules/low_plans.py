"""低效用地盘活利用方案: what each document wants in it, and the steps to its publication (DSP-41)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from landplan.lib.errors import Refusal

from ..choices import LowContent, LowPlanState

LUOYANG = "洛政办〔2021〕16号"


@dataclass(frozen=True)
class Wanted:
    """一份文件的要求: the contents (code -> its own word), the clause, whether the plan is published."""

    contents: dict[str, str]
    basis: str
    is_published: bool = False


_THREE = {LowContent.GOALS: "目标任务", LowContent.SCHEDULE: "时间节点", LowContent.SAFEGUARDS: "保障措施"}
WANTED = {
    "宝政办〔2021〕34号": Wanted(_THREE | {LowContent.SCHEDULE: "序时安排"}, "宝政办〔2021〕34号 二（三）3“明确目标任务、序时安排、保障措施”"),
    "三政办〔2021〕5号": Wanted(_THREE, "三政办〔2021〕5号 二（三）4“明确目标任务、时间节点、保障措施”"),
    LUOYANG: Wanted({LowContent.STANDARD: "低效用地认定标准", LowContent.METHODS: "处置办法", LowContent.REWARDS: "奖励标准",
                     LowContent.PRESSURE: "倒逼机制", LowContent.SAFEGUARDS: "保障措施", LowContent.YEARLY: "年度处置任务"},
                    "洛政办〔2021〕16号 附件3 第五条“明确低效用地认定标准、处置办法、奖励标准、倒逼机制、保障措施、年度处置任务等内容，"
                    "报辖区政府（管委会）批准后，向社会公布，组织实施”", is_published=True),
}
OTHERWISE = Wanted(_THREE, "本地文件没有写低效方案的内容，比照宝丰、三门峡的三项；本系统的约定")


def wanted_by(document: str) -> Wanted:
    """一份文件的要求; a document that says nothing gets the three of the others, marked as ours."""
    return WANTED.get(document, OTHERWISE)


def check_apply(wanted: Wanted, there: Iterable[str]) -> list[Refusal]:
    """能否报批: every content that the document names is there."""
    has = set(there)
    lacking = [label for code, label in wanted.contents.items() if code not in has]
    if not lacking:
        return []
    return [Refusal(f"方案还缺 {len(lacking)} 项内容：{'、'.join(lacking)}。{len(wanted.contents)} 项齐了才能报批（{wanted.basis}）；请先补上。",
                    field="contents", code="contents_missing")]


# what may be done in which state, by whom, and where it leads
STEPS: dict[tuple[str, str], tuple[str, str]] = {
    (LowPlanState.DRAFT, "apply"): (LowPlanState.APPLIED, "county_clerk"),
    (LowPlanState.RETURNED, "apply"): (LowPlanState.APPLIED, "county_clerk"),
    (LowPlanState.APPLIED, "return"): (LowPlanState.RETURNED, "county_reviewer"),
    (LowPlanState.APPLIED, "approve"): (LowPlanState.APPROVED, "county_reviewer"),
    (LowPlanState.APPROVED, "publish"): (LowPlanState.PUBLISHED, "county_clerk"),
}
EDITABLE = (LowPlanState.DRAFT, LowPlanState.RETURNED)
STEP_WORDS = {"apply": "报批", "return": "退回", "approve": "批准", "publish": "公布"}


def check_step(action: str, values: dict, *, approved_on: date | None, today: date) -> list[Refusal]:
    """一步要写的: approval its number and day, publication its day and place, a return its reason."""
    need = {"approve": (("approval_no", "批准文号"), ("approved_on", "批准日期"), ("approved_by_name", "批准机关")),
            "publish": (("published_on", "公布日期"), ("published_place", "公布的地方")), "return": (("reason", "退回原因"),)}.get(action, ())
    found = [Refusal(f"{label}没有填。{STEP_WORDS[action]}要写{label}，请补上。", field=name, code="missing") for name, label in need
             if not values.get(name)]
    day = values.get("approved_on") if action == "approve" else values.get("published_on") if action == "publish" else None
    if day and day > today:
        found.append(Refusal(f"{STEP_WORDS[action]}日期 {day} 晚于今天 {today}。请写实际日期。", field="approved_on" if action == "approve" else
                             "published_on", code="day_future"))
    if action == "publish" and day and approved_on and day < approved_on:
        found.append(Refusal(f"公布日期 {day} 早于批准日期 {approved_on}。批准后才公布（洛政办〔2021〕16号 附件3 第五条）；请核对。",
                             field="published_on", code="day_order"))
    return found
