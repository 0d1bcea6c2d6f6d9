"""甘特图: where days stand on a line of time, in per cent of its width (TSK-03, X-14, X-15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from landplan.lib.numbers import half_up

from ..choices import Rhythm
from .periods import periods_between


@dataclass(frozen=True)
class Axis:
    """时间轴, both days included."""

    first: date
    last: date

    def at(self, day: date) -> str:
        """The morning of a day, in per cent from the left."""
        return self._share((min(max(day, self.first), self.last + timedelta(days=1)) - self.first).days)

    def width(self, first: date, last: date) -> str:
        """How wide the days from first to last are."""
        first, last = max(first, self.first), min(last, self.last)
        return self._share(max(0, (last - first).days + 1))

    def _share(self, days: int) -> str:
        return str(half_up(Fraction(100 * days, (self.last - self.first).days + 1), 2))

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """季度的起点 (per cent, label); the label is the year at its first quarter, else the quarter."""
        quarters = periods_between(Rhythm.QUARTERLY, self.first, self.last)
        return [(self.at(one.first), f"{one.first.year}年" if one.number == 1 or one.first <= self.first else f"{one.first.month}月")
                for one in quarters]

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def axis_of(days: Iterable[date | None]) -> Axis | None:
    """时间轴 from the quarter of the first day to that of the last; None without any day."""
    known = sorted(day for day in days if day)
    if not known:
        return None
    quarters = list(periods_between(Rhythm.QUARTERLY, known[0], known[-1]))
    return Axis(quarters[0].first, quarters[-1].last)
