"""P3: the dashboard of the largest set against that of the smallest, and that of a nation rolled up to its provinces against it, in turns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from .dashboard import Dashboard
from .data import Bench
from .measure import Line, Timing, in_turns
from .store import Here, Stores


def measure(stores: Stores | Here, small: str, large: str, rounds: int) -> list[Line]:
    """The dashboard of two sets."""
    ours, other = _by_turns([(partial(stores.use, name), "") for name in (large, small)], rounds)
    return [Line("P3", f"dashboard JSON at {large}", ours, f"itself at {small}", other, 1.5)]


def rolled_up(stores: Stores | Here, large: str, rounds: int) -> list[Line]:
    """Thousands of counties by province, against the counties of a city one by one, with as many disposals."""
    ours, other = _by_turns([(partial(stores.use_nation, large), "province"), (partial(stores.use, large), "")], rounds)
    nation, city = len(stores.nations[large].regions), len(stores.made[large].regions)
    return [Line("P3", f"dashboard JSON at {large}, {nation} counties rolled up to provinces", ours, f"itself, {city} counties", other, 1.5)]


def _by_turns(sides: list[tuple[Callable[[], Bench], str]], rounds: int) -> list[Timing]:
    """Each side: what makes its set the database, and the level asked for. Switching is not timed."""
    boards = [Dashboard(use(), level) for use, level in sides]

    def switch(side: str) -> None:
        sides[int(side)][0]()
        boards[int(side)].json()  # the first answer after a switch opens the connection

    return list(in_turns({str(n): board.json for n, board in enumerate(boards)}, rounds=rounds, before=switch).values())
