"""P10 P11: figures as of any past day, and the figures of a week as its freezing reads them."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from landplan.lib.weeks import WEEK, closing_cutoff
from reports.selectors.week_facts import facts_of
from tasks.selectors.done import done_at

from .data import NOW, Bench, past_days
from .measure import Line, in_turns
from .naive import SCAN, WEEK_SCAN, Raw, fetch


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set."""
    raw, plan = Raw(bench, NOW), bench.plan
    days, scanned = cycle(past_days(29)), cycle(past_days(29))
    until = closing_cutoff(NOW) - WEEK - timedelta(weeks=2)
    found = in_turns({"raw": raw.rows, "past": lambda: done_at(plan, next(days)), "scan": lambda: fetch(SCAN, next(scanned)),
                      "week": lambda: facts_of(plan, until - WEEK, until), "week scan": lambda: fetch(WEEK_SCAN, until - WEEK, until)}, rounds=rounds)
    return [Line("P10", "figures as of a past day", found["past"], f"the dashboard's {raw.rows()} rows, raw", found["raw"], 2.5),
            Line("P10", "figures as of a past day", found["past"], "scan of the covering index", found["scan"], 20, at_most=False),
            Line("P11", "figures of a week to freeze", found["week"], "scan of the disposals", found["week scan"], 30, at_most=False)]
