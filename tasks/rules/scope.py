"""纳入范围: is a parcel inside the plan's scope, and if not, why (CLS-04; 驻政办〔2021〕19号 二)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parcels.choices import Authority, Kind


@dataclass(frozen=True)
class Limits:
    """范围: approval dates from … until (both included), None = not limited; `basis` is cited in the reason."""

    approved_from: date | None
    approved_until: date | None
    basis: str


BY_APPROVAL = (Kind.UNEXPROPRIATED, Kind.UNSUPPLIED, Kind.USED_UNSUPPLIED)


def why_out(limits: Limits, *, kind: str, approved_on: date | None, authority: str, idle_source: str = "",
            inefficient_type: str = "") -> str:
    """不纳入的原因, or an empty text when the parcel is in scope.

    批而未供 by the date and the authority of its approval, 闲置 by its list, 低效 by its verified type.
    """
    if kind in BY_APPROVAL:
        return _why_approval(limits, approved_on, authority)
    if kind == Kind.IDLE and not idle_source:
        return f"没有闲置来源：不在省厅任务基数、全域督察和耕地保护清单，也不是部系统新增（{limits.basis}）。请补填来源。"
    if kind == Kind.INEFFICIENT and not inefficient_type:
        return f"没有认定低效类型，未经核查的不纳入（{limits.basis}）。请先认定。"
    return ""


def _why_approval(limits: Limits, approved_on: date | None, authority: str) -> str:
    if limits.approved_from is None and limits.approved_until is None:
        return ""
    span = f"{limits.approved_from}至{limits.approved_until}"
    if approved_on is None:
        return f"批次没有批准日期，无法判断是否在{span}批准（{limits.basis}）。请补填批次。"
    if limits.approved_from and approved_on < limits.approved_from:
        return f"批准日期 {approved_on} 早于 {limits.approved_from}，不在{span}批准的范围（{limits.basis}）。"
    if limits.approved_until and approved_on > limits.approved_until:
        return f"批准日期 {approved_on} 晚于 {limits.approved_until}，不在{span}批准的范围（{limits.basis}）。"
    if authority not in Authority.values:
        return f"批准机关未填；纳入的只是经国务院或省政府批准的（{limits.basis}）。请补填批次。"
    return ""
