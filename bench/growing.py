"""P3: the dashboard of the largest set against that of the smallest, in turns."""

from __future__ import annotations

from .dashboard import Dashboard
from .measure import Line, in_turns
from .store import Here, Stores


def measure(stores: Stores | Here, small: str, large: str, rounds: int) -> list[Line]:
    """The dashboard of two sets in turns; switching is not timed."""
    boards = {name: Dashboard(stores.use(name)) for name in (small, large)}

    def switch(work: str) -> None:
        name = work.removesuffix(" again")
        stores.use(name)
        boards[name].json()  # the first answer after a switch opens the connection

    found = in_turns({large: boards[large].json, f"{small} again" if small == large else small: boards[small].json}, rounds=rounds, before=switch)
    ours, other = found.values()
    return [Line("P3", f"dashboard JSON at {large}", ours, f"itself at {small}", other, 1.5)]
