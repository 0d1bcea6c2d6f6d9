"""P10 P11: figures as of any past day, and the figures of a week as its freezing reads them."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from landplan.lib.weeks import WEEK, closing_cutoff
from parcels.selectors.as_of import sums_at
from reports.selectors.week_facts import facts_of, recorded_in

from .data import NOW, Bench, past_days
from .measure import Line, in_turns
from .naive import SCAN, WEEK_SCAN, Raw, fetch


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set."""
    raw, plan = Raw(bench, NOW), bench.plan
    days, scanned = cycle(past_days(29)), cycle(past_days(29))
    until = closing_cutoff(NOW) - WEEK - timedelta(weeks=2)
    found = in_turns({
        "raw": raw.rows, "past": lambda: sums_at([next(days)], since=plan.counts_after), "scan": lambda: fetch(SCAN, next(scanned)),
        "cells": lambda: recorded_in(plan, until - WEEK, until), "week scan": lambda: fetch(WEEK_SCAN, until - WEEK, until),
        "facts": lambda: facts_of(plan, until - WEEK, until), "scans": lambda: (fetch(WEEK_SCAN, until - WEEK, until), fetch(SCAN, until)),
    }, rounds=rounds)
    return [Line("P10", "figures as of a past day", found["past"], f"the dashboard's {raw.rows()} rows, raw", found["raw"], 2.5),
            Line("P10", "figures as of a past day", found["past"], "scan of the covering index", found["scan"], 20, at_most=False),
            Line("P11", "cells of a week to freeze", found["cells"], "scan of the disposals", found["week scan"], 30, at_most=False),
            Line("P11", "figures of a freeze, with numbers and cumulative", found["facts"], "scans, week and cumulative", found["scans"],
                 30, at_most=False)]
