"""县区周报: is a return in order, and in what state is the county (驻政办〔2021〕19号 五（二）; C-15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up
from tasks.choices import QuotaClass

from ..choices import ReturnState

AWAITED, MISSING = "awaited", "missing"
BASIS = "驻政办〔2021〕19号 五（二）"


@dataclass(frozen=True)
class Figure:
    """一个数: the facts proposed, and what the county states instead (None = confirmed), in 亩."""

    quota_class: str
    proposed: Decimal
    stated: Decimal | None = None
    reason: str = ""

    @property
    def shown(self) -> Decimal:
        """县区的数: stated, else the confirmed proposal."""
        return self.proposed if self.stated is None else self.stated


def settled(figure: Figure) -> Figure:
    """另报的数与测算数相等，就是确认: then neither figure nor reason is kept."""
    if figure.stated is None or figure.stated == figure.proposed:
        return Figure(figure.quota_class, figure.proposed)
    return figure


def check_figures(figures: Iterable[Figure]) -> list[Refusal]:
    """Another figure needs a reason; without one the return is refused."""
    found = []
    for one in figures:
        if one.stated is not None and not one.reason:
            word, gap = QuotaClass(one.quota_class).label, signed(one.stated - one.proposed)
            found.append(Refusal(f"{word}另报 {area(one.stated)} 亩，与测算 {area(one.proposed)} 亩差 {gap}，没有写原因。"
                                 f"请写明差在哪一笔；与测算一致的，把这一格留空（{BASIS}）。",
                                 field=f"reason_{one.quota_class}", code="reason_missing"))
    return found


def is_late(at: datetime, until: datetime) -> bool:
    """迟报: after the cut-off; an instant exactly at it is in time (C-15)."""
    return at > until


def state_of(figures: Iterable[Figure], late: bool) -> ReturnState:
    """State of a return as it is made."""
    if late:
        return ReturnState.LATE
    return ReturnState.ZERO if all(one.shown == 0 for one in figures) else ReturnState.RETURNED


def shown_state(state: str | None, now: datetime, until: datetime) -> str:
    """状态 to show: without a return 待报 before the cut-off, 未报 after it."""
    if state:
        return str(state)
    return MISSING if now > until else AWAITED


def has_returned(state: str) -> bool:
    """Counts as returned: not 待报, not 未报, not 待重报."""
    return state in (ReturnState.RETURNED, ReturnState.ZERO, ReturnState.LATE)


def area(value: Decimal) -> str:
    """面积 in sentences: two decimals."""
    return str(half_up(value, 2)).replace("-", "−")


def signed(value: Decimal) -> str:
    """差 in sentences: +0.16, −3.60, 0.00."""
    rounded = half_up(value, 2)
    return f"+{rounded}" if rounded > 0 else str(rounded).replace("-", "−") if rounded else "0.00"
