"""周期: months, quarters, halves and years of the calendar in Beijing (claim C41), by key: 2021-06, 2021Q2, 2021H1, 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..choices import Rhythm

_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}
_FORMS = {Rhythm.MONTHLY: r"(\d{4})-(\d\d)", Rhythm.QUARTERLY: r"(\d{4})Q([1-4])", Rhythm.HALF_YEARLY: r"(\d{4})H([12])",
          Rhythm.YEARLY: r"(\d{4})"}


@dataclass(frozen=True)
class Period:
    """一个周期, both days included."""

    rhythm: str
    first: date
    last: date

    @property
    def number(self) -> int:
        """第几个 of its year."""
        return (self.first.month - 1) // _MONTHS[self.rhythm] + 1

    @property
    def key(self) -> str:
        year, number = self.first.year, self.number
        return {Rhythm.MONTHLY: f"{year}-{number:02d}", Rhythm.QUARTERLY: f"{year}Q{number}", Rhythm.HALF_YEARLY: f"{year}H{number}",
                Rhythm.YEARLY: str(year)}[self.rhythm]

    @property
    def label(self) -> str:
        """2021年6月, 2021年第二季度, 2021年上半年, 2021年."""
        year, number = self.first.year, self.number
        return {Rhythm.MONTHLY: f"{year}年{number}月", Rhythm.QUARTERLY: f"{year}年第{'一二三四'[number - 1:number]}季度",
                Rhythm.HALF_YEARLY: f"{year}年{'上' if number == 1 else '下'}半年", Rhythm.YEARLY: f"{year}年"}[self.rhythm]


def is_regular(rhythm: str) -> bool:
    """按日历的周期; weeks have a calendar of their own (the plan's cut-offs)."""
    return rhythm in _MONTHS


_MORE = ("检查", "约谈", "评比")  # deeds that a notice does not prove


def is_done_by_notice(what: str) -> bool:
    """通报即办结: what a cycle asks for is the notice itself (月通报排名, 季度通报), not also inspections or talks."""
    return "通报" in what and not any(word in what for word in _MORE)


def period_of(rhythm: str, day: date) -> Period:
    """`day` 所在的周期."""
    months = _MONTHS[rhythm]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    beyond = first.year * 12 + first.month - 1 + months
    return Period(rhythm, first, date(beyond // 12, beyond % 12 + 1, 1) - timedelta(days=1))


def period_named(rhythm: str, key: str) -> Period | None:
    """键所指的周期; None when it reads as none."""
    found = re.fullmatch(_FORMS[rhythm], key)
    if not found or not 2000 <= int(found[1]) <= 2100:
        return None
    number = int(found[2]) if found.lastindex == 2 else 1
    month = (number - 1) * _MONTHS[rhythm] + 1
    return period_of(rhythm, date(int(found[1]), month, 1)) if 1 <= month <= 12 else None


def periods_between(rhythm: str, since: date, until: date) -> Iterator[Period]:
    """各周期 in order, from the one of `since` to the one of `until`."""
    one = period_of(rhythm, since)
    while one.first <= until:
        yield one
        one = period_of(rhythm, one.last + timedelta(days=1))
