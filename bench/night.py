"""N1: the nightly look - rules, clocks, dues and flags of up to 100 000 parcels in one pass - against its own rows, fetched by the driver.

The night that is timed is one after another: the flags stand already, as they do on every night but the first.
"""

from __future__ import annotations

from collections.abc import Callable

from landplan.lib import leases
from landplan.lib.actors import system_actor
from parcels.models import NightRun, Parcel
from parcels.selectors.flag_facts import rules_by_county
from parcels.services import ask_night
from parcels.services.night import CHUNK, check_chunk

from .data import Bench
from .measure import Line, in_turns
from .naive import asked_by, run

MOST = 100_000
LIMIT = 6
ROUNDS = 7  # a round is a whole pass
ACTOR = system_actor("测速")


def look() -> int:
    """A pass over the first parcels of the set, in the transactions of the job; how many."""
    rules = rules_by_county()
    job = leases.take(NightRun, ask_night(actor=ACTOR).id)
    row = job
    while row.checked < MOST and not row.is_over:
        row = check_chunk(job, rules, CHUNK, actor=ACTOR)
    if not row.is_over:
        leases.finish(row, leases.JobState.SKIPPED, "")
    return row.checked


def reading(work: Callable[[], int]) -> list[tuple[str, tuple]]:
    """The statements with which the pass reads, as they go to the driver."""
    return [(sql, values) for sql, values in asked_by(work) if sql.startswith("SELECT") and "FOR UPDATE" not in sql and "nightrun" not in sql]


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The line of this set."""
    look()
    statements = reading(look)
    found = in_turns({"night": look, "raw": lambda: run(statements)}, rounds=min(rounds, ROUNDS), warm=1)
    count = min(MOST, Parcel.objects.current().count())
    return [Line("N1", f"nightly look, {count * 1000 / found['night'].ms:.0f} parcels a second", found["night"],
                 f"the rows of its {len(statements)} statements, raw", found["raw"], LIMIT)]
