"""一宗一策: what an edition must hold before it may wait for approval."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from .lawsuits import needs_force

BASIS = ("驻政办〔2021〕19号 四（二）“逐宗制定整改处置方案”；宝政办〔2021〕34号 二（三）1；三政办〔2021〕5号 二（三）1、4；"
         "洛政办〔2021〕16号 二（三）8；平龙政办〔2022〕50号 三（二）")
TWO_PERSONS = "拟定与批准分由两人办：本系统的约定，文件未写"
# what an approved edition decides about its parcel; from then on the ledger takes it from there
DECIDES = ("cause", "cause_note", "deadline_on", "lead_unit", "partner_units", "sponsor_post", "sponsor_unit")


def check_plan(values: dict, *, today: date, kept: date | None, last: int, has_force: bool) -> list[Refusal]:
    """能否拟定. `kept` is the deadline that the ledger holds, `last` the number of the latest edition (0 = none),
    `has_force` whether an open case of the parcel has a task force (CLS-22)."""
    found = []
    if not values.get("cause"):
        found.append(Refusal("形成原因没有选。措施按类别和原因来定，请先选原因。", field="cause", code="missing"))
    if not values.get("measures"):
        found.append(Refusal("处置措施一种也没有选。一宗一策至少要有一种本宗可用的措施，请从列出的措施里选。", field="measures", code="missing"))
    if not values.get("lead_unit"):
        found.append(Refusal("责任单位没有填。请写牵头的一个单位，配合的写在配合单位里。", field="lead_unit", code="missing"))
    if needs_force(values.get("cause", "")) and not has_force:
        found.append(Refusal("形成原因“司法查封或抵押”要先有工作专班（三政办〔2021〕5号 二（三）3），本宗还没有。"
                             "请先在宗地页“更多”里登记涉法涉诉，写明专班牵头，再拟一宗一策。",
                             field="cause", code="force_missing"))
    deadline = values.get("deadline_on")
    if deadline is None:
        found.append(Refusal("完成时限没有填。请写处置完毕的日期，节点从它往回排。", field="deadline_on", code="missing"))
    elif deadline < today and deadline != kept:
        found.append(Refusal(f"完成时限 {deadline} 早于今天 {today}。请写今天或以后的日期；原定时限已过的，保持原日期也可以。",
                             field="deadline_on", code="day_past"))
    if last and not values.get("reason"):
        found.append(Refusal(f"已有第 {last} 版，再拟要写为什么改。请写明原来的哪一项不行、依据是什么。", field="reason", code="reason_missing"))
    return found


def changed_by_hand(new: dict, number: int | None) -> list[Refusal]:
    """台账里不能直接改的: with an edition in force (`number`), what it decides is changed by the next edition."""
    names = {"cause": "形成原因", "planned_measure": "处置措施", "deadline_on": "完成时限", "lead_unit": "责任单位"}
    if number is None:
        return []
    return [Refusal(f"“{label}”由现行的一宗一策第 {number} 版定，不能在台账里单改。请在宗地页“一宗一策”里拟新的一版，"
                    f"批准后台账随即更新（{TWO_PERSONS}）。", field=name, code="planned")
            for name, label in names.items() if name in new]
