"""对账规则: which row of the system's list is which parcel of the ledger, and why two areas differ. Pure; areas in 亩.

A row is matched by 电子监管号, else 宗地代码, else name and area. Two candidates are no match: the row is shown with both of
them and waits for a person. The tolerance of ±1 亩 is the rounding found in the issued annexes (驻政办〔2021〕19号 附件2: 未供 differs
from 批准 − 供应 by 1 in four rows).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from landplan.lib.area import plain
from landplan.lib.text import name_key

from ..choices import Cause

ROUNDING = Decimal(1)
ROUNDING_BASIS = "差在 1 亩以内的归四舍五入（印发附件2 里四个县区的未供面积与批准减供应就差 1 亩）；本系统的约定"
CAUSE_WORDS = {
    Cause.TIMING: "台账在这一天之后才验收，或部系统里的日期在这一天之后", Cause.SCOPE: "两边算在不同的类里，或一边不计",
    Cause.MISSING: "一边有、另一边没有", Cause.AREA: "两边都有，面积不同", Cause.DOUBLE: "系统清单里同一宗记了两行",
    Cause.ROUNDING: "差在 1 亩以内", Cause.UNMATCHED: "能对上的宗地不止一宗，不代为选定", Cause.REST: "合计数与清单之和的差，没有分到宗地"}


@dataclass(frozen=True)
class LedgerItem:
    """台账里的一宗: disposed of by the day (`done`) and after it (`later`), and what waits (`waiting`); class "" counts nowhere."""

    id: int
    parcel_no: str
    name: str
    supervision_no: str
    cadastral_code: str
    area: Decimal
    quota_class: str
    done: Decimal = Decimal(0)
    later: Decimal = Decimal(0)
    waiting: Decimal = Decimal(0)
    system_on: date | None = None


@dataclass(frozen=True)
class SystemItem:
    """系统清单里的一行."""

    id: int
    row: int
    supervision_no: str
    cadastral_code: str
    name: str
    area: Decimal | None
    done: Decimal
    quota_class: str
    system_on: date | None = None


@dataclass(frozen=True)
class Difference:
    """一处差异 in one class: ledger − system, its cause, and what was found in words."""

    quota_class: str
    cause: str
    ledger_area: Decimal
    system_area: Decimal
    note: str
    ledger: LedgerItem | None = None
    system: SystemItem | None = None

    @property
    def amount(self) -> Decimal:
        return self.ledger_area - self.system_area


@dataclass
class Compared:
    """比对的结果: the differences, and how many parcels agree exactly."""

    differences: list[Difference] = field(default_factory=list)
    same: int = 0


def compare(ledger: Sequence[LedgerItem], system: Sequence[SystemItem], day: date) -> Compared:
    """逐宗比对. The differences of a class add up to Σ ledger − Σ list of that class."""
    found, matched, held, strange = Compared(), {}, set(), set()
    finder = _Finder(ledger)
    for item in system:
        candidates = finder.candidates(item)
        if len(candidates) == 1:
            matched.setdefault(candidates[0].id, []).append(item)
        elif candidates:
            held |= {one.id for one in candidates}
            names = "、".join(f"{one.parcel_no} {one.name}" for one in candidates[:5])
            found.differences.append(Difference(item.quota_class, Cause.UNMATCHED, Decimal(0), item.done, system=item, note=(
                f"清单第{item.row}行能对上 {len(candidates)} 宗：{names}。请在台账里补电子监管号或宗地代码后再对。")))
        else:
            same = (*_keys(item.supervision_no, item.cadastral_code, item.name, item.area), item.done, item.quota_class)
            cause, words = (Cause.DOUBLE, "与前面一行相同，台账里也没有。") if same in strange else (
                Cause.MISSING, "在台账里没有。请核实后补录宗地和处置。")
            strange.add(same)
            found.differences.append(Difference(item.quota_class, cause, Decimal(0), item.done, f"清单第{item.row}行{words}", system=item))
    for one in ledger:
        rows = matched.get(one.id)
        lines = _pair(one, rows) if rows else _alone(one, day, one.id in held)
        found.differences += lines
        found.same += bool(rows) and all(line.cause == Cause.DOUBLE for line in lines)
    found.differences = [one for one in found.differences if one.amount]
    return found


class _Finder:
    def __init__(self, ledger: Iterable[LedgerItem]):
        self.by: dict[tuple, list[LedgerItem]] = {}
        for one in ledger:
            for key in _keys(one.supervision_no, one.cadastral_code, one.name, one.area):
                self.by.setdefault(key, []).append(one)

    def candidates(self, item: SystemItem) -> list[LedgerItem]:
        """By the first of its names that is known; a number that is given and unknown does not hinder the next."""
        return next((found for key in _keys(item.supervision_no, item.cadastral_code, item.name, item.area) if (found := self.by.get(key))), [])


def _keys(supervision_no: str, cadastral_code: str, name: str, area: Decimal | None) -> list[tuple]:
    keys = [("电子监管号", name_key(supervision_no))] if supervision_no else []
    keys += [("宗地代码", name_key(cadastral_code))] if cadastral_code else []
    return keys + ([("名称面积", name_key(name), area.normalize())] if name and area is not None else [])


def _pair(one: LedgerItem, rows: list[SystemItem]) -> list[Difference]:
    """One parcel with its rows: rows that say the same twice count as 重复, the others together."""
    kept, lines, seen = [], [], set()
    for row in rows:
        key = (row.quota_class, row.done, row.system_on, row.supervision_no, row.cadastral_code)
        if key in seen:
            lines.append(Difference(row.quota_class, Cause.DOUBLE, Decimal(0), row.done, f"清单第{row.row}行与前面一行相同。", one, row))
        else:
            kept.append(row)
        seen.add(key)
    elsewhere = [row for row in kept if row.quota_class != one.quota_class]
    here = [row for row in kept if row.quota_class == one.quota_class]
    for row in elsewhere:
        lines.append(Difference(row.quota_class, Cause.SCOPE, Decimal(0), row.done, "系统算在这一类，台账算在另一类或不计。", one, row))
    if one.done and not here:
        return [*lines, Difference(one.quota_class, Cause.SCOPE, one.done, Decimal(0), "台账算在这一类，系统算在另一类。", one, elsewhere[0])]
    stated = sum((row.done for row in here), Decimal(0))
    if here and one.done != stated:
        lines.append(Difference(one.quota_class, *_why(one, stated), one, here[0]))
    return lines


def _why(one: LedgerItem, stated: Decimal) -> tuple:
    """(cause, ledger area, system area, words) of a parcel that both have."""
    short = stated - one.done
    if abs(short) <= ROUNDING:
        return Cause.ROUNDING, one.done, stated, "差在 1 亩以内。"
    if short > 0 and one.later and abs(short - one.later) <= ROUNDING:
        return Cause.TIMING, one.done, stated, f"台账在这一天之后又验收了 {plain(one.later)} 亩。"
    if one.done == 0:
        waits = f"，在途 {plain(one.waiting)} 亩" if one.waiting else ""
        return Cause.MISSING, one.done, stated, f"台账有这宗地，到这一天没有验收的处置{waits}。"
    return Cause.AREA, one.done, stated, "两边都有，面积不同。请核对合同或决定书。"


def _alone(one: LedgerItem, day: date, is_candidate: bool) -> list[Difference]:
    """A parcel of the ledger without a row."""
    if not one.done or not one.quota_class:
        return []
    if one.system_on and one.system_on > day:
        return [Difference(one.quota_class, Cause.TIMING, one.done, Decimal(0), f"登记的部系统日期是 {one.system_on}，在这一天之后。", one)]
    if is_candidate:
        return [Difference(one.quota_class, Cause.UNMATCHED, one.done, Decimal(0), "系统清单里有一行可能是这宗，不代为选定。", one)]
    return [Difference(one.quota_class, Cause.MISSING, one.done, Decimal(0), "系统清单里没有这宗。请核实是否已录入系统。", one)]


def rest_of(total: Decimal, differences: Iterable[Difference]) -> tuple[str, Decimal] | None:
    """没有分到宗地的差: what of a class's total difference (ledger − figure) its parcels do not explain; within ±1 亩 it is rounding."""
    rest = total - sum((one.amount for one in differences), Decimal(0))
    return (Cause.ROUNDING if abs(rest) <= ROUNDING else Cause.REST, rest) if rest else None


def may_be_signed(open_area: Decimal, comments: int) -> bool:
    """能签认吗: what stays unexplained beyond the rounding needs at least one word about it."""
    return abs(open_area) <= ROUNDING or comments > 0
