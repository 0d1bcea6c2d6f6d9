"""看板的一格与名次: whole numbers of 10⁻⁶ 亩 and exact comparison, fast for thousands of figures.

The rule is `tasks.rules.ranking`'s (exact ratios, ties share a rank, the next is skipped; C-07, C-11); here it works on
whole numbers. Rates a÷b of quotas up to Q differ by at least 1÷Q², so a·Q² div b orders them exactly and is equal only
for equal rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

PERCENT = 10**8  # a goal's percentage is a whole number of 10⁻⁶ %
Pair = tuple[int, int | None]  # done, quota
Exact = int | Fraction  # a whole number wherever it is one: both have numerator and denominator


class Place(NamedTuple):
    """名次; None = 「—」 (no quota). `is_shared` = 并列."""

    rank: int | None
    is_shared: bool = False


UNRANKED = Place(None)


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
        """名次较上周: + is 升, − is 降."""
        now, then = self.place.rank, self.place_before.rank
        return None if now is None or then is None else then - now

    @property
    def short_by(self) -> Exact | None:
        """距目标; 0 = reached."""
        return None if self.needed is None else max(self.needed - self.done, 0)

    @property
    def is_reached(self) -> bool:
        return self.needed is not None and self.done >= self.needed


def places_of(pairs: Iterable[Pair]) -> list[Place]:
    """名次 of (done, quota) in the order given."""
    pairs = list(pairs)
    scale = max((quota for _, quota in pairs if quota), default=1) ** 2
    keys = [done * scale // quota if quota else None for done, quota in pairs]
    ranks: dict[int | None, Place] = {None: UNRANKED}
    above = None
    for rank, key in enumerate(sorted([key for key in keys if key is not None], reverse=True), 1):
        ranks[key] = Place(ranks[key].rank, True) if key == above else Place(rank)
        above = key
    return [ranks[key] for key in keys]


def combined(pairs: Sequence[Pair]) -> Pair:
    """综合: Σ done and Σ quota of the classes; blank quotas add nothing, all blank is blank."""
    quotas = [quota for _, quota in pairs if quota is not None]
    return sum(done for done, _ in pairs), sum(quotas) if quotas else None


def needed_for(quota: int | None, percent: int | None) -> Exact | None:
    """目标所需 of a quota and a goal of `percent` 10⁻⁶ %; None without either."""
    if not quota or percent is None:
        return None
    whole, rest = divmod(quota * percent, PERCENT)
    return Fraction(quota * percent, PERCENT) if rest else whole
