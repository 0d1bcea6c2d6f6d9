"""一年的钟: ticks through the year of a plan by its own calendar, over facts of known amounts, and recomputes every figure by itself.

What a report should say is worked out here from the list of facts and from the printed days alone: none of the application's windows,
sums, classes or ranks is used.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
INSTANT = timedelta(microseconds=1)
CLASS = {"unsupplied": "unsupplied", "unexpropriated": "unsupplied", "used_unsupplied": "unsupplied", "idle": "idle",
         "inefficient": "inefficient"}
CLASSES = ("unsupplied", "idle", "inefficient")


@dataclass(frozen=True)
class Fact:
    """一笔: when it was recorded, and the instant that it concerns."""

    region: int
    kind: str
    area: Decimal
    recorded: datetime
    effective: datetime


@dataclass(frozen=True)
class Tick:
    """一期: its kind, key and (after, until]."""

    kind: str
    key: str
    after: datetime
    until: datetime


def midnight(day: date) -> datetime:
    """The beginning of a day in Beijing."""
    return datetime.combine(day, time(0), tzinfo=BEIJING)


def weekly(first: date, last: date) -> list[Tick]:
    """Every Friday 18:00 from the first to the last."""
    days = [first + timedelta(days=7 * n) for n in range((last - first).days // 7 + 1)]
    ends = [datetime.combine(day, time(18), tzinfo=BEIJING) for day in days]
    return [Tick("weekly", str(n), end - timedelta(days=7), end) for n, end in enumerate(ends, 1)]


def monthly(weeks: list[Tick]) -> list[Tick]:
    """From the last week of the month before to the last of the month itself."""
    last = {f"{week.until.astimezone(BEIJING):%Y-%m}": week.until for week in weeks}
    keys = list(last)
    return [Tick("monthly", key, last[before], last[key]) for before, key in zip(keys, keys[1:], strict=False)]


def by_days(kind: str, keys_and_days: list[tuple[str, date, date]]) -> list[Tick]:
    """From the first to the last of days, both whole."""
    return [Tick(kind, key, midnight(first) - INSTANT, midnight(last + timedelta(days=1)) - INSTANT) for key, first, last in keys_and_days]


def quarters(year: int, first: int, count: int) -> list[Tick]:
    """So many quarters from that one on."""
    found = []
    for n in range(first - 1, first - 1 + count):
        year_of, quarter = year + n // 4, n % 4
        begin = date(year_of, 3 * quarter + 1, 1)
        end = date(year_of + (quarter == 3), (3 * quarter + 3) % 12 + 1, 1) - timedelta(days=1)
        found.append((f"{year_of}Q{quarter + 1}", begin, end))
    return by_days("quarterly", found)


def halves_and_year(year: int, first: int = 1) -> list[Tick]:
    """The half-years from that one on, and the year."""
    both = [(f"{year}H1", date(year, 1, 1), date(year, 6, 30)), (f"{year}H2", date(year, 7, 1), date(year, 12, 31))]
    return [*by_days("half_yearly", both[first - 1:]), *by_days("yearly", [(str(year), date(year, 1, 1), date(year, 12, 31))])]


def facts_around(ticks: list[Tick], regions: list[int], chance: random.Random) -> Iterator[Fact]:
    """At every end of a period one fact exactly at it and one an instant later; each eighth is corrected some weeks after."""
    for number, tick in enumerate(ticks):
        for at in (tick.until, tick.until + INSTANT, tick.until - timedelta(hours=chance.randrange(1, 140))):
            region, kind = chance.choice(regions), chance.choice(list(CLASS))
            area = Decimal(chance.randrange(1, 10**9)) / 10**6
            yield Fact(region, kind, area, at, at)
            if number % 8 == 3:
                less = -Decimal(chance.randrange(1, 500_000)) / 10**6
                yield Fact(region, kind, less, at + timedelta(days=chance.randrange(1, 40)), at)


def amount(facts: list[Fact], region: int, one: str, after: datetime | None, until: datetime, *, used: bool, by: str = "recorded") -> Decimal:
    """What counts to a class of a county in (after, until]; `used`: 未供即用 counts to 批而未供 here."""
    return sum((fact.area for fact in facts if fact.region == region and CLASS[fact.kind] == one and (used or fact.kind != "used_unsupplied")
                and getattr(fact, by) <= until and (after is None or getattr(fact, by) > after)), Decimal(0))


def ranks(pairs: dict[int, tuple[Decimal | None, Decimal | None]]) -> dict[int, str]:
    """名次 by the exact rate: equals share one (并列), the next is skipped; no quota or no data, no rank."""
    rates = {key: Fraction(done) / Fraction(quota) for key, (done, quota) in pairs.items() if quota and done is not None}

    def word(rate: Fraction) -> str:
        same = sum(other == rate for other in rates.values())
        return f"{'并列' if same > 1 else ''}{1 + sum(other > rate for other in rates.values())}"

    return {key: word(rates[key]) if key in rates else "—" for key in pairs}
