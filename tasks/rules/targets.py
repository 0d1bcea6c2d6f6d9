"""目标引擎: actual, needed, reached or not or not computable, with the sum in words (TGT-02 to TGT-05); other ways of computing stand in
`rules.target_kinds`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import plain, show
from landplan.lib.numbers import half_up

from ..choices import Compares, Operator
from .ranking import completion

# targets that are a percentage of something: what it is called
RATES = {Compares.QUOTA_RATE: "任务量", Compares.FOUND_RATE: "认定面积"}
REACHED, SHORT, NO_DATA, NO_QUOTA, WAITING, ALLOWED = "reached", "short", "no_data", "no_quota", "waiting", "allowed"


@dataclass(frozen=True)
class Outcome:
    """目标的结果. Amounts exact, in `unit`; `rate` is the completion rate; `sums` is the calculation in words, or why there is none;
    `told_rate` is the rate in words where two decimals would make the goal look met."""

    state: str
    done: Decimal | None = None
    needed: Decimal | None = None
    rate: Fraction | None = None
    sums: str = "无数据"
    unit: str = "亩"
    told_rate: str = ""

    @property
    def is_told(self) -> bool:
        """Is there more to say than the state?"""
        return self.sums != "无数据"

    @property
    def short_by(self) -> Decimal | None:
        """还差 (亩), exact; None when nothing is missing or nothing can be computed."""
        return self.needed - self.done if self.state == SHORT else None

    @property
    def short_words(self) -> str:
        """还差 in words: never 0.00 while something is missing."""
        return exact_words(self.short_by) if self.unit == "亩" else plain(self.short_by)

    @property
    def rate_words(self) -> str:
        """完成率 as its sum says it; nothing without a rate."""
        return self.told_rate or ("" if self.rate is None else f"{half_up(self.rate * 100, 2)}%")


def needed_area(*, compares: str, value: Decimal | None, quota: Decimal | None) -> Decimal | None:
    """所需面积 (亩): the target's own area, or its percentage of the quota (6299 × 70% = 4409.3) or of what was found."""
    if compares == Compares.AREA:
        return value
    if compares in RATES and value is not None and quota:
        return (quota * value).scaleb(-2)
    return None


def judge(*, compares: str, operator: str, value: Decimal | None, done: Decimal | None,
          quota: Decimal | None = None, named: str = "") -> Outcome:
    """判断一个目标. `done` None = nothing is known (「无数据」, not 0); a zero or blank quota has no rate (「—」). `named` is what the
    quota is called where it is not the plan's."""
    if compares not in Compares.values or operator != Operator.AT_LEAST or value is None or done is None:
        return Outcome(NO_DATA)
    needed = needed_area(compares=compares, value=value, quota=quota)
    if needed is None:
        return Outcome(NO_QUOTA, done=done, sums="没有任务量，不计完成率")
    whole = quota if compares in RATES else value
    state = REACHED if done >= needed else SHORT
    return Outcome(state, done, needed, completion(done, whole), _sums(named or RATES.get(compares, ""), value, done, needed, whole))


def _sums(named: str, value: Decimal, done: Decimal, needed: Decimal, whole: Decimal) -> str:
    rate = half_up(Fraction(done) / Fraction(whole) * 100, 2)
    if named:
        aim = f"{named} {plain(whole)} × {plain(value)}% = {plain(needed)} 亩"
    else:
        aim = f"目标 {plain(needed)} 亩"
    tail = "，已达" if done >= needed else f"，差 {plain(needed - done)} 亩"
    return f"{aim}；已处置 {exact_words(done)} 亩（完成率 {rate}%）{tail}"


def exact_words(mu: Decimal) -> str:
    """Two decimals, or as many as are needed: a limit must never look met when it is not."""
    return show(mu) if Decimal(show(mu)) == mu else plain(mu)


def per_week(short_by: Decimal | None, day: date, due_on: date | None) -> Fraction | None:
    """每周需 (亩): what is missing, spread evenly over the days left (TGT-13: 1000 亩 in 10 weeks = 100 a week).

    None when nothing is known, the goal has no day, or no day is left.
    """
    if short_by is None or due_on is None or due_on <= day:
        return None
    return Fraction(max(short_by, Decimal(0))) * 7 / (due_on - day).days


def pace_words(a_week: Fraction | None) -> str:
    """每周需 in words; what rounds to nothing is not nothing."""
    return "" if a_week is None else "不到 0.01" if 0 < a_week < Fraction(1, 200) else str(half_up(a_week, 2))
