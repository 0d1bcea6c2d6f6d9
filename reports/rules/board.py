"""看板的一格与名次: whole numbers of 10⁻⁶ 亩 and exact comparison, fast for thousands of figures.

The rule is `tasks.rules.ranking`'s (exact ratios, ties share a rank, the next is skipped; C-07, C-11); here it works on
whole numbers. Rates a÷b of quotas up to Q differ by at least 1÷Q², so a·Q² div b orders them exactly and is equal only
for equal rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from math import gcd
from typing import NamedTuple

from landplan.lib.area import MICRO

PERCENT = 10**8  # a goal's percentage is a whole number of 10⁻⁶ %
Pair = tuple[int, int | None]  # done, quota
Ratio = tuple[int, int]  # part, whole: rounded by who shows it
Exact = int | Fraction  # a whole number wherever it is one: both have numerator and denominator


class Place(NamedTuple):
    """名次; None = 「—」 (no quota). `is_shared` = 并列."""

    rank: int | None
    is_shared: bool = False


UNRANKED = Place(None)
_place = cache(Place)  # as many as there are counties, twice


class Figure(NamedTuple):
    """一格 of the board. `quota` None = printed blank; `before` is what was done at the start of the week and
    `quota_before` the quota then; `needed` is what the next goal asks for (None = no goal or no quota)."""

    quota: int | None
    done: int
    before: int = 0
    quota_before: int | None = None
    needed: Exact | None = None
    place: Place = UNRANKED
    place_before: Place = UNRANKED

    @property
    def rate(self) -> Fraction | None:
        """完成率, exact, may pass 1."""
        return Fraction(self.done, self.quota) if self.quota else None

    @property
    def rate_before(self) -> Fraction | None:
        return Fraction(self.before, self.quota_before) if self.quota_before else None

    @property
    def week(self) -> int:
        """本周完成 (10⁻⁶ 亩)."""
        return self.done - self.before

    @property
    def rank_change(self) -> int | None:
        return moved(self.place, self.place_before)

    @property
    def short_by(self) -> Exact | None:
        return distance(self.needed, self.done)

    @property
    def is_reached(self) -> bool:
        return self.needed is not None and self.done >= self.needed


class Column(NamedTuple):
    """一列: the figures of one class for many rows, each part in the order of the rows."""

    quota: Sequence[int | None]
    done: Sequence[int]
    before: Sequence[int]
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
    """名次 of (done, quota) in the order given."""
    pairs = list(pairs)
    quotas = [quota for _, quota in pairs if quota]
    common = gcd(*quotas) or 1  # quotas are whole 亩 as a rule: without what they have in common the numbers are small
    scale = (max(quotas, default=1) // common) ** 2
    keys = [done * scale // (quota // common) if quota else None for done, quota in pairs]
    upward = sorted([key for key in keys if key is not None])
    best = dict(zip(upward, range(len(upward), 0, -1), strict=True))  # of equal ones the last that is written
    worst = dict(zip(reversed(upward), range(1, len(upward) + 1), strict=True))
    ranks = {key: _place(rank, rank != worst[key]) for key, rank in best.items()}
    return [UNRANKED if key is None else ranks[key] for key in keys]


def combined(pairs: Sequence[Pair]) -> Pair:
    """综合: Σ done and Σ quota of the classes."""
    return sum(done for done, _ in pairs), summed(quota for _, quota in pairs)


def summed(quotas: Iterable[int | None]) -> int | None:
    """任务量之和: blank quotas add nothing, all blank is blank."""
    known = [quota for quota in quotas if quota is not None]
    return sum(known) if known else None


def moved(now: Place, then: Place) -> int | None:
    """名次较上周: + is 升, − is 降."""
    return None if now.rank is None or then.rank is None else then.rank - now.rank


def distance(needed: Exact | None, done: int) -> Exact | None:
    """距目标; 0 = reached."""
    return None if needed is None else needed - done if needed > done else 0


def rate_of(done: int, quota: int | None) -> Ratio | None:
    """完成率 in %."""
    return (done * 100, quota) if quota else None


def change_of(done: int, quota: int | None, before: int, old: int | None) -> Ratio | None:
    """完成率较上周 in percent points: the exact difference of the two rates."""
    if not quota or not old:
        return None
    return ((done - before) * 100, quota) if quota == old else ((done * old - before * quota) * 100, quota * old)


def in_mu(micro: Exact | None) -> Ratio | None:
    """亩 of an exact amount."""
    return None if micro is None else (micro.numerator, micro.denominator * MICRO)


def pace_to(short: Exact | None, days: int) -> Ratio | None:
    """每周需 (亩): what is missing, spread evenly (`tasks.rules.targets.per_week`); None = nothing to reach, no day left."""
    return (short.numerator * 7, short.denominator * days * MICRO) if short and days else None


def needed_for(quota: int | None, percent: int | None) -> Exact | None:
    """目标所需 of a quota and a goal of `percent` 10⁻⁶ %; None without either."""
    if not quota or percent is None:
        return None
    whole, rest = divmod(quota * percent, PERCENT)
    return Fraction(quota * percent, PERCENT) if rest else whole
