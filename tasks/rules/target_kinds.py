"""目标的其他算法: shares of a stock, ratios of a park, and goals that only a document can confirm - each with its sum in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import plain
from landplan.lib.numbers import half_up

from ..choices import Compares
from .ranking import completion
from .targets import ALLOWED, NO_DATA, NO_QUOTA, REACHED, SHORT, WAITING, Outcome, exact_words

# a goal without a figure (基本完成, 完成): everything
ALL = Decimal(100)
ZERO = Decimal(0)
# ways that hold a part against a whole, county by county
SHARES = (Compares.YEAR_RATE, Compares.COHORT_RATE, Compares.SUPPLY_RATE, Compares.PREPARED, Compares.USED_DONE, Compares.REGISTER,
          Compares.BACKFILL, Compares.STANDARD)
# ways that hold a ratio of parks against a figure
PARKS = (Compares.TAX, Compares.PARK_TAX, Compares.ENERGY, Compares.SMART)
# counted in pieces, not in 亩
COUNTED = {Compares.REGISTER: "项", Compares.BACKFILL: "项", Compares.PARK_TAX: "个园区", Compares.SMART: "家"}


@dataclass(frozen=True)
class Term:
    """一项: what it is called, how much, and its sign in the sum."""

    label: str
    amount: Decimal
    sign: int = 1


def judge_share(value: Decimal | None, done: Sequence[Term], base: Sequence[Term], *, unit: str = "亩", cap: Decimal | None = None,
                named: str = "基数", lacking: str = "") -> Outcome:
    """部分占整体: the terms of `done` added up against `value` % of the sum of `base`, never more than `cap` is needed.

    `lacking` says why nothing can be computed when there is no base."""
    value, part, whole = value if value is not None else ALL, _sum(done), _sum(base)
    if whole <= 0:
        return Outcome(NO_QUOTA, done=part, sums=lacking or f"{named}为 0，不可计算", unit=unit)
    needed = (whole * value).scaleb(-2)
    is_capped = cap is not None and cap < needed
    needed = cap if is_capped else needed
    aim = f"{_words(named, base, whole)} × {plain(value)}% = {plain((whole * value).scaleb(-2))} {unit}"
    aim += f"，按年初存量封顶 {plain(cap)} {unit}" if is_capped else ""
    rate = completion(part, whole)
    tail = "，已达" if part >= needed else f"，差 {_amount(needed - part, unit)} {unit}"
    told = f"{percent(rate, value)}%"
    sums = f"{aim}；{_words('', done, part, unit)} {unit}（{told}）{tail}"
    return Outcome(REACHED if part >= needed else SHORT, part, needed, rate, sums, unit, told)


def _sum(terms: Sequence[Term]) -> Decimal:
    return sum((one.amount * one.sign for one in terms), ZERO)


def _words(named: str, terms: Sequence[Term], total: Decimal, unit: str = "") -> str:
    """整备 200.00 + 盘活 399.99 = 599.99; one term alone needs no sum."""
    said = _amount if unit else (lambda amount, _: plain(amount))
    parts = [f"{('− ' if one.sign < 0 else '+ ') if at else ''}{one.label} {said(one.amount, unit)}" for at, one in enumerate(terms)]
    return parts[0] if len(parts) == 1 else f"{f'{named}：' if named else ''}{' '.join(parts)} = {said(total, unit)}"


def _amount(amount: Decimal, unit: str) -> str:
    return exact_words(amount) if unit == "亩" else plain(amount)


def percent(rate: Fraction, aim: Decimal) -> str:
    """百分比 with two decimals, more of them while rounding would make an aim look met that is not."""
    for places in range(2, 7):
        shown = half_up(rate * 100, places)
        if rate * 100 >= aim or shown < aim:
            return str(shown)
    return f"略低于 {plain(aim)}"


def judge_ratio(value: Decimal | None, ratio: Fraction | None, *, unit: str, how: str, lacking: str = "") -> Outcome:
    """比值达到: a ratio, exact, against the figure; `how` is the sum that gives it."""
    if ratio is None or value is None:
        return Outcome(NO_DATA, sums=lacking or "无数据", unit=unit)
    is_met, shown = ratio >= Fraction(value), percent(ratio / 100, value)
    tail = "，已达" if is_met else f"，差 {half_up(Fraction(value) - ratio, 6).normalize():f} {unit}"
    sums = f"{how} = {shown} {unit}；目标 {plain(value)} {unit}{tail}"
    return Outcome(REACHED if is_met else SHORT, half_up(ratio, 6).normalize(), value, None, sums, unit)


def mean_fall(years: dict[int, Fraction]) -> tuple[Fraction | None, str]:
    """年均下降 (%): the mean of (E0 − E1) ÷ E0 over the years that follow each other, and how it was reached."""
    pairs = [(year, years[year - 1], years[year]) for year in sorted(years) if years.get(year - 1)]
    falls = [(before - now) / before for _, before, now in pairs]
    if not falls:
        return None, ""
    words = "、".join(f"{year}年 ({_six(before)} − {_six(now)}) ÷ {_six(before)} = {half_up(fall * 100, 2)}%"
                     for (year, before, now), fall in zip(pairs, falls, strict=True))
    return sum(falls, Fraction(0)) / len(falls) * 100, words + ("，平均" if len(falls) > 1 else "")


def _six(value: Fraction) -> str:
    return plain(half_up(value, 6))


def judge_confirmed(done_on: date | None, document_no: str, due_on: date | None, day: date) -> Outcome:
    """由文件确认: done from the day that the document says; before that it waits, and is late after its day."""
    if done_on is not None and done_on <= day:
        late = f"，晚于时限 {due_on}" if due_on and done_on > due_on else ""
        return Outcome(REACHED, sums=f"{done_on} 完成，确认文件 {document_no}{late}")
    return Outcome(WAITING, sums="没有确认文件" + (f"，已过时限 {due_on}" if due_on and day > due_on else ""))


def allowed() -> Outcome:
    """可以: what a document permits is no goal to be reached."""
    return Outcome(ALLOWED, sums="文件写的是可以办理，不作达标判断")
