"""工作日: which days of a year are worked, from the library's calendar or a table that people keep. Never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version

from chinese_calendar.constants import holidays, workdays

from .errors import Refusal

SATURDAY = 5


@dataclass(frozen=True)
class YearDays:
    """一年的放假安排: days off beside the weekends, and weekend days that are worked, with the document."""

    year: int
    off: frozenset[date]
    works: frozenset[date]
    source: str


Tables = Callable[[int], YearDays | None]  # year -> its table; None = nobody knows it yet


class YearMissing(Refusal):
    """放假安排缺这一年: a working day cannot be counted."""

    def __init__(self, year: int):
        super().__init__(f"{year}年的放假安排还没有，工作日算不出。请领导小组办公室在“工作日”页按国务院办公厅的通知补上。", code="year_missing")
        self.year = year


def library_year(year: int) -> YearDays | None:
    """随软件带的放假安排 (chinesecalendar); None for a year that it does not hold."""
    if not min(holidays).year <= year <= max(holidays).year:
        return None
    return YearDays(year, frozenset(d for d in holidays if d.year == year), frozenset(d for d in workdays if d.year == year),
                    f"随软件的历年放假安排（chinesecalendar {version('chinesecalendar')}）")


def is_working(day: date, tables: Tables) -> bool:
    """是不是工作日. Raises YearMissing."""
    table = tables(day.year)
    if table is None:
        raise YearMissing(day.year)
    return day in table.works or (day.weekday() < SATURDAY and day not in table.off)


def working_day_after(start: date, count: int, tables: Tables) -> date:
    """从次日起第几个工作日. Raises YearMissing for a year on the way that nobody knows."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day, tables)
    return day
