"""量: works timed in turns, so that a busy moment of the machine strikes all of them; only their ratios count."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Timing:
    """一项的用时: milliseconds, one a round."""

    rounds: tuple[float, ...]

    @property
    def ms(self) -> float:
        return median(self.rounds)

    def over(self, other: Timing) -> float:
        """How many times the other: the median of the ratios of each round."""
        return median(mine / theirs for mine, theirs in zip(self.rounds, other.rounds, strict=True))


def in_turns(works: dict[str, Callable[[], object]], *, rounds: int, warm: int = 2, repeat: int = 1,
             before: Callable[[str], object] = lambda name: None) -> dict[str, Timing]:
    """Each work once a round, beginning with another one each time; `warm` rounds are not counted.

    A work of a fraction of a millisecond is repeated within its round. `before` prepares the work of that name, untimed.
    """
    names, found, warm = list(works), {name: [] for name in works}, min(warm, rounds - 1)
    gc.collect()
    for turn in range(warm + rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            before(name)
            spent = _time(works[name], repeat)
            if turn >= warm:
                found[name].append(spent)
    return {name: Timing(tuple(spent)) for name, spent in found.items()}


def _time(work: Callable[[], object], repeat: int) -> float:
    gc.disable()
    try:
        begun = perf_counter()
        for _ in range(repeat):
            work()
        return (perf_counter() - begun) * 1000 / repeat
    finally:
        gc.enable()


@dataclass(frozen=True)
class Line:
    """一行: a goal with our figure and the other's, measured in turns. `at_most` False: the other is at least so many times ours. Without a
    `limit` no goal is set: the ratio is told."""

    goal: str
    what: str
    ours: Timing
    against: str
    other: Timing
    limit: float | None = None
    at_most: bool = True

    @property
    def ratio(self) -> float:
        return self.ours.over(self.other) if self.at_most else self.other.over(self.ours)

    @property
    def is_met(self) -> bool:
        if self.limit is None:
            return True
        return self.ratio <= self.limit if self.at_most else self.ratio >= self.limit

    def cells(self) -> tuple[str, ...]:
        wanted = ("none set", "told") if self.limit is None else (f"{'≤' if self.at_most else '≥'} {self.limit:g}×",
                                                                  "met" if self.is_met else "NOT MET")
        return (self.goal, self.what, f"{self.ours.ms:.2f}", self.against, f"{self.other.ms:.2f}", f"{self.ratio:.2f}×", *wanted)
