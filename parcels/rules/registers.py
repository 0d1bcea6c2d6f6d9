"""专项登记: scattered land to be put in order, and legacy problems whose land papers are to be completed (DSP-49, DSP-50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from landplan.lib.errors import Refusal

from ..choices import ItemState, Register

BASIS = {
    Register.SCATTERED: "宝政办〔2021〕34号 一（二）1、三政办〔2021〕5号 一（二）“基本完成零散土地整治”；"
                        "洛政办〔2021〕16号 一（二）“到2022年底……基本完成零散土地整治”",
    Register.LEGACY: "宝政办〔2021〕34号 一（二）1、三政办〔2021〕5号 一（二）“历史遗留问题用地手续完善”；"
                     "洛政办〔2021〕16号 一（二）“2021年底前完成历史遗留问题用地处置工作”",
}
STATE_WORDS = {
    Register.SCATTERED: {ItemState.OPEN: "未整治", ItemState.WORKING: "整治中", ItemState.DONE: "已整治"},
    Register.LEGACY: {ItemState.OPEN: "未办理", ItemState.WORKING: "办理中", ItemState.DONE: "手续已完善"},
}


def check_item(register: str, values: dict, today: date) -> list[Refusal]:
    """能否这样登记."""
    found, state, done_on = [], values.get("state"), values.get("done_on")
    if register == Register.SCATTERED and values.get("area") is None:
        found.append(Refusal("面积没有填。零散土地按宗数和面积两样算完成，请写面积。", field="area", code="missing"))
    if register == Register.LEGACY and not values.get("content"):
        found.append(Refusal("问题没有写。请写缺什么手续、因为什么。", field="content", code="missing"))
    if state == ItemState.DONE and done_on is None:
        found.append(Refusal("状态是完成，完成日期没有填。请写实际日期。", field="done_on", code="missing"))
    if state != ItemState.DONE and done_on:
        found.append(Refusal(f"写了完成日期 {done_on}，状态还不是完成。请把状态改为完成，或去掉日期。", field="done_on", code="state_differs"))
    if done_on and done_on > today:
        found.append(Refusal(f"完成日期 {done_on} 晚于今天 {today}。请写实际日期。", field="done_on", code="day_future"))
    if register == Register.LEGACY and state == ItemState.DONE and not values.get("result_no"):
        found.append(Refusal("手续已完善的，要写办成的文书号（批复、合同、决定书或不动产权证）。", field="result_no", code="missing"))
    return found


@dataclass(frozen=True)
class RegisterSum:
    """一本登记簿的合计: 宗数, 面积 (亩), and what of them is done; `unknown` have no area entered, `overdue` are late."""

    count: int
    done: int
    area: Decimal
    done_area: Decimal
    unknown: int
    overdue: int

    @property
    def count_rate(self) -> Fraction | None:
        return Fraction(self.done, self.count) if self.count else None

    @property
    def area_rate(self) -> Fraction | None:
        """面积完成率, of what has its area."""
        return Fraction(self.done_area) / Fraction(self.area) if self.area else None
