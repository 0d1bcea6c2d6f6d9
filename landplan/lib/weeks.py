"""周期: reporting windows (previous cut-off, this cut-off], Asia/Shanghai. Pure functions, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .clock import SHANGHAI, local

FRIDAY = 4
CUTOFF = time(18, 0)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Window:
    """时段 (after, until]: an instant exactly at `until` belongs to it."""

    after: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        return self.after < moment <= self.until


def cutoff_on(day: date, at: time = CUTOFF) -> datetime:
    """The cut-off instant of a day given in Beijing time."""
    return datetime.combine(day, at, tzinfo=SHANGHAI)


def closing_cutoff(moment: datetime, weekday: int = FRIDAY, at: time = CUTOFF) -> datetime:
    """截止时刻 of the week that `moment` belongs to: the first cut-off at or after it."""
    here = local(moment)
    ahead = (weekday - here.weekday()) % 7
    cutoff = cutoff_on(here.date() + timedelta(days=ahead), at)
    return cutoff if moment <= cutoff else cutoff_on(here.date() + timedelta(days=ahead + 7), at)


def week_window(cutoff: datetime) -> Window:
    """The week that closes at `cutoff`."""
    return Window(cutoff - WEEK, cutoff)


def cutoffs(first: date, last: date, at: time = CUTOFF) -> list[datetime]:
    """All weekly cut-offs from `first` to `last`, both included."""
    found, day = [], first
    while day <= last:
        found.append(cutoff_on(day, at))
        day += WEEK
    return found


def month_of(cutoff: datetime, rule: str = "cutoff") -> tuple[int, int]:
    """一周算哪个月的: by the day of its cut-off, by the Monday of the calendar week of that day (the last such week holds the end of the
    month), or by its Sunday (the last such week lies in the month as a whole)."""
    day = local(cutoff).date()
    pivot = {"cutoff": day, "monday": day - timedelta(days=day.weekday()), "sunday": day + timedelta(days=6 - day.weekday())}[rule]
    return pivot.year, pivot.month


def month_ends(weekly: list[datetime], rule: str = "cutoff") -> dict[tuple[int, int], datetime]:
    """各月的截止: the last weekly cut-off that counts to each (year, month) that has one."""
    return {month_of(cutoff, rule): cutoff for cutoff in weekly}


def month_cutoffs(weekly: list[datetime], rule: str = "cutoff") -> list[datetime]:
    """月截止, in order."""
    return list(month_ends(weekly, rule).values())


def end_of_day(day: date) -> datetime:
    """日终: a day ends just before the next 00:00; this is that next 00:00 (half-open)."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=SHANGHAI)


def last_instant(day: date) -> datetime:
    """日末: the last instant that still belongs to a day; figures "as of" a day are those of it."""
    return end_of_day(day) - timedelta(microseconds=1)
