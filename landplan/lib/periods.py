"""报告时段: months by their last cut-off and stages by their last day, as windows (after, until], Asia/Shanghai. Pure, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from .clock import local
from .weeks import last_instant, month_ends


class Span(NamedTuple):
    """一期: its key (2021-09, 2021Q3, 2021H2, 2021; a stage 2021-09-30), (after, until], and its last day."""

    key: str
    after: datetime
    until: datetime
    last_on: date


def months(weekly: list[datetime], rule: str = "cutoff") -> list[Span]:
    """各月: from the cut-off of the month before to its own; the first month that has one only opens the row."""
    return [Span(f"{year}-{month:02d}", after, until, local(until).date())
            for (_, after), ((year, month), until) in pairwise(month_ends(weekly, rule).items())]


def stages(days: Iterable[date], base: datetime, lead: int = 0) -> list[Span]:
    """各阶段: each from the end of the one before, the first from the base instant; its figures are taken `lead` days before its own
    day, on which it is handed in."""
    found, after = [], base
    for day in sorted(days):
        until = last_instant(day - timedelta(days=lead))
        found.append(Span(f"{day:%Y-%m-%d}", after, until, day))
        after = until
    return found
