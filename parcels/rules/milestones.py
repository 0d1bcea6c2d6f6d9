"""倒排计划: steps of a parcel counted back from its deadline, their shares of the time, and which may be reached from which."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up_ratio

DONE = "done"


@dataclass(frozen=True)
class Step:
    """一个节点: by which share (%) of the time between the laying out and the deadline it is due."""

    code: str
    label: str
    share: int


DEFAULT = (Step("survey", "核清底数和成因", 15), Step("plan", "方案报批", 30), Step("work", "组织实施", 70),
           Step("papers", "佐证齐全、上报", 90), Step("close", "验收销号", 100))
BASIS = ("平龙政办〔2022〕50号 三（二）“倒排工作计划，挂图作战、处置一宗、销号一宗”。有哪些节点、各占多少时间，文件未写："
         "是本系统的默认，领导小组办公室可以改")


def steps_in(stored: list[dict] | None) -> list[Step]:
    """节点 as a region has set them, else the default."""
    return [Step(**one) for one in stored] if stored else list(DEFAULT)


def stored_steps(steps: list[Step]) -> list[dict]:
    return [asdict(step) for step in steps]


def days_before(steps: list[Step], *, start: date, deadline: date) -> list[int]:
    """每个节点在时限前几天."""
    span = (deadline - start).days
    return [span - half_up_ratio(span * step.share, 100) for step in steps]


def due_day(deadline: date, before: int) -> date:
    return deadline - timedelta(days=before)


def check_lay_out(deadline: date | None, today: date) -> list[Refusal]:
    """能否倒排."""
    if deadline is None:
        return [Refusal("完成时限没有填，无从倒排。请先拟一宗一策或在宗地里填完成时限。", field="deadline_on", code="missing")]
    if deadline <= today:
        return [Refusal(f"完成时限 {deadline} 不晚于今天 {today}，排不出节点。请先按程序改时限。", field="deadline_on", code="day_past")]
    return []


def check_steps(steps: list[Step]) -> list[Refusal]:
    """节点设置: every one named, shares rising to 100."""
    found, below = [], 0
    for number, step in enumerate(steps, 1):
        if not step.label:
            found.append(Refusal(f"第 {number} 个节点没有名称。请写做到什么算完成。", field=f"label_{step.code}", code="missing"))
        if not below < step.share <= 100:
            found.append(Refusal(f"“{step.label}”的份额 {step.share}% 不在 {below}% 与 100% 之间。份额是到这个节点为止用去的时间，"
                                 "要一个比一个大。", field=f"share_{step.code}", code="share_order"))
        below = max(below, step.share)
    if steps[-1].share != 100:
        found.append(Refusal(f"最后一个节点的份额是 {steps[-1].share}%，应为 100%：它正好在完成时限那天。", field=f"share_{steps[-1].code}",
                             code="share_last"))
    return found
