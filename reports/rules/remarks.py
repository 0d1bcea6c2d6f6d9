"""备注: what stands in the last column of annex 4 for a county, in one order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tasks.choices import QuotaClass

from ..choices import ReturnState
from .returns import AWAITED, MISSING, area, signed


@dataclass(frozen=True)
class Said:
    """一类的情形 of a county: the cell, what it states, its reason, what was accepted after the return (亩)."""

    quota_class: str
    cell: Decimal
    stated: Decimal | None = None
    reason: str = ""
    later: Decimal = Decimal(0)
    corrected: Decimal = Decimal(0)
    corrected_why: str = ""
    original: Decimal | None = None


def remark_of(state: str, late_by: str, said: Iterable[Said], own: str) -> str:
    """备注 of one row: 未报, 迟报, 零报告; other figures with difference and reason; later acceptances; corrections; the county's own."""
    parts = [_state_words(state, late_by)]
    for one in said:
        parts += _words(one)
    return "；".join(part for part in [*parts, own.strip().rstrip("。；")] if part)


def _state_words(state: str, late_by: str) -> str:
    words = {AWAITED: "待报", MISSING: "未报", ReturnState.AGAIN: "未报（退回后未重报）", ReturnState.ZERO: "零报告"}
    return f"迟报{late_by}" if state == ReturnState.LATE else words.get(state, "")


def _words(one: Said) -> list[str]:
    label, found = QuotaClass(one.quota_class).label, []
    if one.stated is not None:
        found.append(f"{label}县区另报{area(one.stated)}，差{signed(one.stated - one.cell)}：{_short(one.reason)}")
    if one.later:
        found.append(f"{label}含报后验收{signed(one.later).lstrip('+')}")
    if one.corrected:
        found.append(f"{label}含更正{signed(one.corrected)}（{_short(one.corrected_why)}）")
    if one.original is not None:
        found.append(f"更正：{label}原报{area(one.original)}，更正后{area(one.cell)}")
    return found


def _short(reason: str) -> str:
    return reason.strip().rstrip("。；")


def duration_words(minutes: int) -> str:
    """迟多久: 22分钟, 3小时5分, 2天4小时."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{left}分" if left else f"{hours}小时"
    return f"{max(left, 1)}分钟"
