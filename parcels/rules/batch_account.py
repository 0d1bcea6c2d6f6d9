"""批次账目: 批准 = 基准日前已供 + 供应 + 失效 + 撤回 + 核销 + 调整使用 + 未供; no entry exceeds what is left.

The words of the document stand beside the rule: 平龙政办〔2022〕50号 二（一）4 “调整土地使用”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..choices import BatchUse

BASIS = "平龙政办〔2022〕50号 二（一）4"
# the three indicators that a cancelled approval sets free, as 驻马店 names them; 石龙 adds the fees
REVIVE = "驻政办〔2021〕19号 一（二）2“激活批而未用土地中的耕地占补平衡指标、新增建设用地计划和规模指标”"
# what a person enters, and asks for a 停止征地公告; 供应 comes with the supply of a parcel, 调整使用 with the new batch
GONE = (BatchUse.LAPSED, BatchUse.REVOKED, BatchUse.CANCELLED)
THREE_AREAS = (("area_new_construction", "新增建设用地"), ("area_agricultural", "农用地"), ("area_arable", "耕地"))


@dataclass(frozen=True)
class Amounts:
    """指标和规费: 计划指标, 占补平衡, 规模指标 (亩), 规费 (元)."""

    area: Decimal = Decimal(0)
    arable: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    scale: Decimal = Decimal(0)

    def moved(self, by: Amounts, sign: int = 1) -> Amounts:
        """These and `by` of them, or less it."""
        return Amounts(**{name: getattr(self, name) + sign * getattr(by, name) for name in NAMES})


_LABELS = (("area", "计划指标", "亩"), ("arable", "占补平衡", "亩"), ("scale", "规模指标", "亩"), ("fee", "规费", "元"))
NAMES = tuple(name for name, *_ in _LABELS)


def amounts_of(row: object) -> Amounts:
    """The amounts of a row that keeps them."""
    return Amounts(**{name: getattr(row, name) for name in NAMES})


def check_left(batch_no: str, left: Decimal, area: Decimal, what: str, field: str = "area") -> list[Refusal]:
    """余额够不够 (亩)."""
    if 0 < area <= left:
        return []
    return [Refusal(f"批次 {batch_no} 未供面积还有 {show(left)} 亩，{what} {show(area)} 亩不在 0 与它之间。"
                    "批准＝已供＋失效＋撤回＋核销＋调整使用＋未供；请核对文件上的面积。", field=field, code="batch_over")]


def check_gone(amounts: Amounts, decided_on: date | None, today: date) -> list[Refusal]:
    """失效、撤回、核销 of one entry, its balance aside."""
    parts = (("arable", "其中耕地", amounts.arable), ("scale", "规模指标", amounts.scale))
    found = [Refusal(f"{label} {show(part)} 亩大于面积 {show(amounts.area)} 亩。请核对文件。", field=name, code="part_over_whole")
             for name, label, part in parts if part > amounts.area]
    if decided_on and decided_on > today:
        found.append(Refusal(f"文件日期 {decided_on} 晚于今天 {today}。请写文件上的日期。", field="decided_on", code="day_future"))
    return found


def check_use(balance: Amounts, wanted: Amounts) -> list[Refusal]:
    """指标够不够用: what was released “仍然有效”, no more."""
    if wanted == Amounts():
        return [Refusal("四项都是空的。请至少写一项用了多少。", field="area", code="missing")]
    return [Refusal(f"{label}结余 {getattr(balance, name):.2f} {unit}，要用 {getattr(wanted, name):.2f} {unit}，不够。"
                    f"结余只来自失效、撤回、核销（{BASIS}）；请核对，或先登记核销。", field=name, code="indicators_over")
            for name, label, unit in _LABELS if getattr(wanted, name) > getattr(balance, name)]


def check_new_use(old: dict[str, Decimal | None], new: dict[str, Decimal | None]) -> list[Refusal]:
    """三项面积: none of the new use is larger than the old approvals' together (“均不得大于原相应批准面积”)."""
    found = []
    for name, label in THREE_AREAS:
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            found.append(Refusal(f"{label}{'原批准面积' if before is None else '新用地面积'}没有填，三项面积比不了。"
                                 f"请先{'在原批次登记' if before is None else '填写'}（{BASIS}）。", field=name, code="missing"))
        elif after > before:
            found.append(Refusal(f"新用地的{label} {show(after)} 亩大于原批准的 {show(before)} 亩。新增建设用地、农用地、耕地三项均不得大于"
                                 f"原相应批准面积（{BASIS}）。", field=name, code="three_areas"))
    return found
