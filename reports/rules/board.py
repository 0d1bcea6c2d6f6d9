"""看板的一格与名次: whole numbers of 10⁻⁶ 亩 and exact comparison, fast for thousands of figures.

The rule is `tasks.rules.ranking`'s (exact ratios, ties share a rank, the next is skipped; C-07, C-11); here it works on
whole numbers. The nearest floats of two rates stand in the order of the rates or are equal; where some are, the rates a÷b of
quotas up to Q, which differ by at least 1÷Q², are ordered by a·Q² div b, which is equal only for equal rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import gcd
from operator import sub
from typing import NamedTuple

from landplan.lib.area import MICRO
from tasks.rules.ranking import has_order

PERCENT = 10**8  # a goal's percentage is a whole number of 10⁻⁶ %
Pair = tuple[int | None, int | None]  # done, quota
# parts and wholes of a column, no whole where there is no ratio, or one whole for all, no part where there is none: rounded by who shows it
Ratios = tuple[Sequence[int | None], Sequence[int | None] | int]
Exact = int | Fraction  # a whole number wherever it is one: both have numerator and denominator


class Place(NamedTuple):
    """名次; None = 「—」 (no quota). `is_shared` = 并列."""

    rank: int | None
    is_shared: bool = False


UNRANKED = Place(None)


class Figure(NamedTuple):
    """一格 of the board. `quota` None = printed blank; `done` None = the ledger is empty (无数据, not 0); `before` is what was done at the
    start of the week and `quota_before` the quota then; `needed` is what the next goal asks for (None = no goal or no quota)."""

    quota: int | None
    done: int | None
    before: int | None = 0
    quota_before: int | None = None
    needed: Exact | None = None
    place: Place = UNRANKED
    place_before: Place = UNRANKED

    @property
    def rate(self) -> Fraction | None:
        """完成率, exact, may pass 1."""
        return Fraction(self.done, self.quota) if self.quota and self.done is not None else None

    @property
    def rate_before(self) -> Fraction | None:
        return Fraction(self.before, self.quota_before) if self.quota_before and self.before is not None else None

    @property
    def week(self) -> int | None:
        """本周完成 (10⁻⁶ 亩)."""
        return weeks_of([self.done], [self.before])[0]

    @property
    def rank_change(self) -> int | None:
        return moves_of([self.place], [self.place_before])[0]

    @property
    def short_by(self) -> Exact | None:
        return shorts_of([self.needed], [self.done])[0]

    @property
    def is_reached(self) -> bool:
        return self.needed is not None and self.done is not None and self.done >= self.needed


class Column(NamedTuple):
    """一列: the figures of one class for many rows, each part in the order of the rows."""

    quota: Sequence[int | None]
    done: Sequence[int | None]
    before: Sequence[int | None]
    quota_before: Sequence[int | None]
    needed: Sequence[Exact | None]
    place: Sequence[Place]
    place_before: Sequence[Place]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Column:
        """The column of figures that are there."""
        return cls(*zip(*figures, strict=True)) if (figures := list(figures)) else cls(*[()] * len(cls._fields))

    def in_order(self, places: Sequence[int]) -> Column:
        """The rows at these places, in their order."""
        return Column(*([part[n] for n in places] for part in self))

    @property
    def figures(self) -> list[Figure]:
        return list(map(Figure._make, zip(*self, strict=True)))


def places_of(pairs: Iterable[Pair]) -> list[Place]:
    """名次 of (done, quota) in the order given; who has no quota or of whom nothing is known has none (`tasks.rules.ranking`)."""
    pairs = list(pairs)
    keys = [done / quota if quota and done is not None else None for done, quota in pairs]
    places, shared = _places(keys)
    if any(shared):  # floats never turn an order round, but two rates may share one; of nothing done the rate is nothing, exactly
        keys = _exact_keys(pairs)
        places, shared = _places(keys)
    places |= {key: Place(places[key].rank, is_shared=True) for key in shared}
    return list(map(places.__getitem__, keys))


def compared(places: list[Place]) -> list[Place]:
    """上周的名次 to compare with: none where all shared the first place (`tasks.rules.ranking.has_order`)."""
    return places if has_order(place.rank for place in places) else [UNRANKED] * len(places)


def _places(keys: list[float | int | None]) -> tuple[dict, set]:
    """The place of each rate, and the rates that several have."""
    known = sorted([key for key in keys if key is not None])
    places = dict(zip(known, _upward(len(known)), strict=True))  # of equal ones the last that is written is the best
    shared = {key for key, following in pairwise(known) if key == following} if len(places) < len(known) else set()
    places[None] = UNRANKED
    return places, shared


def _exact_keys(pairs: Sequence[Pair]) -> list[int | None]:
    """Whole numbers in the order of the rates, equal only for equal rates."""
    quotas = [quota for _, quota in pairs if quota]
    common = gcd(*quotas)  # quotas are whole 亩 as a rule: without what they have in common the numbers are small
    scale = (max(quotas) // common) ** 2
    return [done * scale // (quota // common) if quota and done is not None else None for done, quota in pairs]


@cache
def _upward(count: int) -> tuple[Place, ...]:
    """The places of so many that share none, the last first."""
    return tuple(map(Place, range(count, 0, -1)))


def combined(pairs: Sequence[Pair]) -> Pair:
    """综合: Σ done and Σ quota of the classes."""
    return sum(done for done, _ in pairs), summed(quota for _, quota in pairs)


def summed(values: Iterable[int | None]) -> int | None:
    """任务量或完成量之和: what is blank or not known adds nothing, all of it is blank."""
    found = [value for value in values if value is not None]
    return sum(found) if found else None


def weeks_of(done: Sequence[int | None], before: Sequence[int | None]) -> list[int | None]:
    """本周 of a column: what was done since the start of the week, when nothing may have been known yet."""
    if None not in done and None not in before:
        return list(map(sub, done, before))
    return [None if now is None else now - (then or 0) for now, then in zip(done, before, strict=True)]


def moves_of(now: Iterable[Place], then: Iterable[Place]) -> list[int | None]:
    """名次较上周 of a column: + is 升, − is 降."""
    return [None if rank is None or before is None else before - rank for (rank, _), (before, _) in zip(now, then, strict=True)]


def shorts_of(needed: Iterable[Exact | None], done: Iterable[int | None]) -> list[Exact | None]:
    """距目标 of a column; 0 = reached."""
    return [None if wanted is None or one is None else wanted - one if wanted > one else 0 for wanted, one in zip(needed, done, strict=True)]


def rates_of(done: Sequence[int | None], quota: Sequence[int | None]) -> Ratios:
    """完成率 of a column; where nothing is known there is none."""
    if None not in done:
        return done, quota
    return [one or 0 for one in done], [None if one is None else whole for one, whole in zip(done, quota, strict=True)]


def changes_of(column: Column) -> Ratios:
    """完成率较上周: the exact difference of the two rates."""
    if None in column.done or None in column.before:
        done, quota = rates_of(column.done, column.quota)
        before, quota_before = rates_of(column.before, column.quota_before)
        column = column._replace(done=done, quota=quota, before=before, quota_before=quota_before)
    if column.quota == column.quota_before:
        return list(map(sub, column.done, column.before)), column.quota
    each = list(zip(column.done, column.before, column.quota, column.quota_before, strict=True))
    return ([done * old - before * quota if quota and old else 0 for done, before, quota, old in each],
            [quota * old if quota and old else None for *_, quota, old in each])


def in_mu(micros: Iterable[Exact | None]) -> Ratios:
    """亩 of exact amounts."""
    return _over(micros, 1, MICRO)


def paces_to(shorts: Iterable[Exact | None], days: int) -> Ratios:
    """每周需 (亩): what is missing, spread evenly (`tasks.rules.targets.per_week`); none where there is nothing to reach, or no day left."""
    return _over([short or None for short in shorts], 7, days * MICRO)


def _over(amounts: Iterable[Exact | None], times: int, whole: int) -> Ratios:
    amounts = list(amounts)
    if Fraction in set(map(type, amounts)):
        return ([0 if one is None else one.numerator * times for one in amounts],
                [None if one is None else one.denominator * whole for one in amounts])
    return amounts if times == 1 else [None if one is None else one * times for one in amounts], whole


def needed_column(quotas: Iterable[int | None], percent: int | None) -> list[Exact | None]:
    """目标所需 of each quota by a goal of `percent` 10⁻⁶ %; None without either."""
    common = gcd(percent or 0, PERCENT)
    times, by = (percent or 0) // common, PERCENT // common
    return [None if not quota or percent is None else Fraction(quota * times, by) if quota * times % by else quota * times // by
            for quota in quotas]


def needed_for(quota: int | None, percent: int | None) -> Exact | None:
    """`needed_column` of one."""
    return needed_column([quota], percent)[0]
