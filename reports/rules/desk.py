"""工作台的规则: the weekly period of a moment, how long something may wait, and what is forecast. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import MICRO, to_mu
from landplan.lib.weeks import Window, week_window

from .board import Figure

SOON = timedelta(days=7)  # design: a deadline is amber from seven days before it
PATIENCE = timedelta(days=5)  # 待审核、待验收 longer than this is shown in amber


@dataclass(frozen=True)
class Period:
    """周报期次: its number within the plan, its window, and whether the last one has closed."""

    number: int
    window: Window
    is_last_closed: bool


def period_at(cutoffs: list[datetime], moment: datetime) -> Period | None:
    """当前期次: the first period that has not closed, after the last one that one; None without weekly reports."""
    if not cutoffs:
        return None
    number = next((n for n, cutoff in enumerate(cutoffs, 1) if moment <= cutoff), len(cutoffs))
    return Period(number, week_window(cutoffs[number - 1]), moment > cutoffs[-1])


@dataclass(frozen=True)
class Course:
    """一类任务的进度: its figures on the board and what is on the way (10⁻⁶ 亩 there, 亩 here), against the next target."""

    key: str
    label: str
    figure: Figure
    way_micro: int
    goal: Decimal | None = None

    @property
    def quota(self) -> Decimal | None:
        return None if self.figure.quota is None else to_mu(self.figure.quota)

    @property
    def done(self) -> Decimal | None:
        """已验收; None while the ledger is empty (无数据)."""
        return None if self.figure.done is None else to_mu(self.figure.done)

    @property
    def is_unknown(self) -> bool:
        """无数据 where a quota asks for a figure."""
        return self.figure.done is None and bool(self.figure.quota)

    @property
    def week(self) -> Decimal | None:
        """本周; None while the ledger is empty."""
        return None if self.figure.week is None else to_mu(self.figure.week)

    @property
    def way(self) -> Decimal:
        return to_mu(self.way_micro)

    @property
    def short(self) -> Fraction | None:
        """距目标还差 (亩); 0 when it is reached, None without a target or a quota."""
        return None if self.figure.short_by is None else self.figure.short_by / MICRO

    @property
    def ahead(self) -> Fraction | None:
        """在途全验收后的完成率."""
        return Fraction(self.figure.done + self.way_micro, self.figure.quota) if self.figure.quota and self.figure.done is not None else None

    @property
    def ahead_short(self) -> Fraction | None:
        """在途全验收后仍差 (亩)."""
        return None if self.short is None else max(self.short - Fraction(self.way), Fraction(0))

    @property
    def goal_line(self) -> int | None:
        """目标线 of the bar: whole percents."""
        return None if self.goal is None else int(self.goal)

    @property
    def place_words(self) -> str:
        """名次: 1, 并列2, 「—」."""
        place = self.figure.place
        return "—" if place.rank is None else f"{'并列' if place.is_shared else ''}{place.rank}"

    @property
    def moved_words(self) -> str:
        """名次变化 in words (no colour); nothing without both."""
        moved = self.figure.rank_change
        if moved is None:
            return ""
        return f"较上周{'升' if moved > 0 else '降'}{abs(moved)}" if moved else "较上周持平"
