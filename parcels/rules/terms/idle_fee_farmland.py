"""按耕地年产值征缴闲置费: Henan's other base of the fee, which the office may choose for a measure in the catalogue.

None of the five documents prints it: all of them know a fifth of the price, and that is what the catalogue comes with. A city that levies it
for farmland that was approved and lies fallow (土地管理法 第三十八条) sets these terms for its measure, with its reason, after it has made
sure that the article still stands; the number of times and the basis are typed with each record and are shown with it.
"""

from __future__ import annotations

from decimal import Decimal

from landplan.lib.area import plain
from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up

from ..findings.base import Clause
from ..findings.facts import AREA, NUMBER
from .base import Derived, Land, Term, TermSet, Values, bad, paper, wan_text, words
from .idle_fee import DAYS, DECISION, check_paid, dues_of, told_of
from .spans import unstarted_for

TIMES = Decimal(4)
# only the article is named: its words are not at hand
CLAUSE = Clause("河南省实施《土地管理法》办法", "第二十八条", "")

_TERMS = (
    Term("farmland", "闲置的耕地面积", AREA, "批准占用、尚未动工的耕地"),
    Term("yearly", "前三年平均年产值（元/亩）", NUMBER, "该耕地被征收前三年的平均数"),
    paper("yearly_no", "年产值的依据", "统计部门的证明或当地年产值标准的文号"),
    Term("times", "倍数", NUMBER, "河南省办法定为 4 倍；不是 4 倍的写明依据", default=lambda land: TIMES),
    words("times_reason", "不按 4 倍的依据", "按 4 倍征缴的可空", is_needed=False),
    *DECISION,
)


def proposed(values: Values) -> Decimal | None:
    """拟征缴 (万元), rounded to 分; None until area and yearly output are known."""
    if "farmland" not in values or "yearly" not in values:
        return None
    return half_up(values["farmland"] * values["yearly"] * values.get("times", TIMES) / 10_000, 6)


def _derived(values: Values, land: Land) -> list[Derived]:
    fee = proposed(values)
    if fee is None:
        return told_of(values, land)
    how = f"耕地 {plain(values['farmland'])} 亩 × 年产值 {plain(values['yearly'])} 元/亩 × {plain(values.get('times', TIMES))} 倍，到分"
    return [Derived("拟征缴闲置费", wan_text(fee), how, str(CLAUSE)), *told_of(values, land, fee)]


def _check(values: Values, land: Land) -> list[Refusal]:
    found, fee, wanted = [], values.get("fee"), proposed(values)
    if "farmland" in values and values["farmland"] > land.area:
        found.append(bad("farmland", f"闲置的耕地面积 {plain(values['farmland'])} 亩，大于宗地面积 {plain(land.area)} 亩。请核对。"))
    if "times" in values and values["times"] <= 0:
        found.append(bad("times", f"倍数 {plain(values['times'])} 不是正数（{CLAUSE}定为 4 倍）。请改正。"))
    if None not in (fee, wanted) and fee != wanted:
        found.append(bad("fee", f"决定征缴金额 {wan_text(fee)}，按所填的面积、年产值和倍数应为 {wan_text(wanted)}（{CLAUSE}）。请核对决定书。"))
    return found + check_paid(values)


def _also(values: Values, land: Land) -> list[Refusal]:
    times = values.get("times", TIMES)
    if times == TIMES or "times_reason" in values:
        return []
    return [bad("times_reason", f"倍数写的是 {plain(times)}，{CLAUSE}定为 4 倍。请写明依据，或改为 4 倍。", "missing")]


SETS = (TermSet(
    "idle_fee_farmland", "征缴土地闲置费，按耕地年产值", CLAUSE, _TERMS, asks=("delivered_on",), orders=(DAYS,), past=DAYS,
    conditions=lambda land: unstarted_for(land, 1, str(CLAUSE)), check=_check, also=_also, derived=_derived, dues=dues_of),)
