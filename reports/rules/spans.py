"""定期报告的时段与名字: quarters, half-years and years of the calendar end with their last day; what one is called."""

from __future__ import annotations

from datetime import date, timedelta

from landplan.lib.periods import Span
from landplan.lib.weeks import last_instant
from tasks.rules.periods import period_named, periods_between

from ..choices import PeriodKind

_NOUNS = {PeriodKind.MONTHLY: "通报", PeriodKind.STAGE: "阶段报告", PeriodKind.QUARTERLY: "通报",
          PeriodKind.HALF_YEARLY: "评比", PeriodKind.YEARLY: "考评"}


def calendar(kind: str, first: date, last: date) -> list[Span]:
    """季度、半年、年度 from that of `first` to that of `last`."""
    return [Span(one.key, last_instant(one.first - timedelta(days=1)), last_instant(one.last), one.last)
            for one in periods_between(kind, first, last)]


def span_words(kind: str, key: str) -> str:
    """2021年9月, 2021年第三季度, 2021年下半年, 2021年度; a stage 2021年9月30日."""
    if kind == PeriodKind.STAGE:
        day = date.fromisoformat(key)
        return f"{day.year}年{day.month}月{day.day}日"
    return period_named(kind, key).label + ("度" if kind == PeriodKind.YEARLY else "")


def period_words(kind: str, key: str) -> str:
    """2021年9月通报, 2021年9月30日阶段报告, 2021年度考评."""
    return span_words(kind, key) + _NOUNS[PeriodKind(kind)]
