"""征缴土地闲置费 (DSP-37): enterprise cause, a year unstarted; proposed, decided, served, paid to the tax office."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up

from ..clocks import LAW, start_of
from ..findings.base import Clause
from .base import Derived, Due, Land, Term, TermSet, Values, bad, day, money, paper, wan_text, words
from .documents import ARTICLE_14_1, SHILONG_3, shilong
from .spans import unstarted_for

RATE = Decimal(20)  # 土地出让或划拨价款的 20%
PAY_DAYS = 30  # 自决定书送达之日起
SHILONG = shilong(SHILONG_3, "对企业自身原因未动工开发满1年的，按照土地出让或划拨价款的20%征缴土地闲置费")
CEILING = "《城市房地产管理法》第二十六条：土地使用权出让金百分之二十以下"

DECISION = (
    day("proposed_on", "拟征缴日期", "听证权利告知并报批之日"),
    paper("decision_no", "征缴决定书文号", "《征缴土地闲置费决定书》"),
    day("decided_on", "决定日期"),
    day("served_on", "决定书送达日期", "从这一天起 30 日内缴纳"),
    money("fee", "决定征缴金额"),
    money("paid", "已缴金额", "税务部门征缴入库的数"),
    day("paid_on", "缴清日期"),
    words("receipt_no", "缴款凭证号"),
)
DAYS = ("proposed_on", "decided_on", "served_on", "paid_on")
_TERMS = (
    money("price", "出让或划拨价款", "与供应合同或划拨决定书一致", default=lambda land: land.price),
    Term("rate", "征缴比例", "percent", "文件定为 20%；不是 20% 的写明理由", default=lambda land: RATE),
    words("rate_reason", "不按 20% 的理由", "按 20% 征缴的可空", is_needed=False),
    *DECISION,
)


def proposed(price: Decimal, rate: Decimal) -> Decimal:
    """拟征缴 (万元), rounded to 分."""
    return half_up(price * rate / 100, 6)


def _derived(clause: Clause, values: Values, land: Land) -> list[Derived]:
    price, rate = values.get("price"), values.get("rate", RATE)
    if price is None:
        return told_of(values, land)
    fee = proposed(price, rate)
    return [Derived("拟征缴闲置费", wan_text(fee), f"价款 {wan_text(price)} × {rate:f}%，到分", str(clause)), *told_of(values, land, fee)]


def told_of(values: Values, land: Land, fee: Decimal | None = None) -> list[Derived]:
    """What follows on either base: what is still owed, since when the land lies, until when is to be paid."""
    found = []
    due = values.get("fee", fee)
    if due is not None and "paid" in values and due != values["paid"]:
        found.append(Derived("尚欠", wan_text(due - values["paid"]), "决定金额 − 已缴金额"))
    start, how, basis = start_of(land.start, land.today)
    if start:
        found.append(Derived("应动工日", str(start), how, basis))
    if "served_on" in values:
        found.append(Derived("缴纳期限", str(values["served_on"] + timedelta(days=PAY_DAYS)), f"送达日期 {values['served_on']} 起 {PAY_DAYS} 日内",
                             f"{LAW}第十七条"))
    return found


def _check(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    found, rate, price, fee = [], values.get("rate"), values.get("price"), values.get("fee")
    if price is not None and land.price is not None and price != land.price:
        found.append(bad("price", f"出让或划拨价款 {wan_text(price)}，本宗供应记录里是 {wan_text(land.price)}（{clause}按土地出让或划拨价款征缴）。"
                                  "请以合同或划拨决定书为准改这里，或先改供应记录。"))
    if rate is not None and rate > RATE:
        found.append(bad("rate", f"征缴比例 {rate:f}% 超过 20%（{clause}定为 20%；{CEILING}）。请改为 20% 以内。"))
    if None not in (price, rate, fee) and fee != proposed(price, rate):
        found.append(bad("fee", f"决定征缴金额 {wan_text(fee)}，按价款 {wan_text(price)} × {rate:f}% 应为 {wan_text(proposed(price, rate))}"
                                f"（{clause}）。请核对决定书；减免的改征缴比例并写理由。"))
    return found + check_paid(values)


def check_paid(values: Values) -> list[Refusal]:
    """缴清."""
    fee = values.get("fee")
    if fee is None or "paid_on" not in values or values.get("paid", fee) >= fee:
        return []
    return [bad("paid", f"已缴金额 {wan_text(values['paid'])} 少于决定征缴金额 {wan_text(fee)}，还没有缴清。请先空着缴清日期。")]


def _also(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    rate = values.get("rate", RATE)
    if rate == RATE or "rate_reason" in values:
        return []
    return [bad("rate_reason", f"征缴比例写的是 {rate:f}%，{clause}定为 20%。请写明不按 20% 的理由和依据，或改为 20%。", "missing")]


def dues_of(values: Values) -> list[Due]:
    if "served_on" not in values:
        return []
    return [Due("fee", "闲置费缴纳期限", values["served_on"] + timedelta(days=PAY_DAYS),
                f"没有缴清的，催缴；逾期不缴的申请法院强制执行（{LAW}第十八条）", values.get("paid_on"))]


def _set(code: str, clause: Clause) -> TermSet:
    return TermSet(
        code, "征缴土地闲置费", clause, _TERMS, asks=("delivered_on",),
        orders=(DAYS,), past=DAYS,
        conditions=lambda land: unstarted_for(land, 1, str(clause)), check=partial(_check, clause), also=partial(_also, clause),
        derived=partial(_derived, clause), dues=dues_of)


SETS = (_set("idle_fee", SHILONG), _set("idle_fee_law", ARTICLE_14_1))
