"""测速: `make bench` on a throw-away PostgreSQL; `make bench BENCH="--sizes 10000 --goals P7"` for a part of it."""

from __future__ import annotations

import argparse
import logging
import sys
from time import perf_counter

from landplan.lib import clock
from landplan.lib.scope import everything

from .data import NOW
from .run import GOALS, run
from .store import stores
from .table import goals_table, growth_table


def main() -> int:
    """Build, measure, print. Answers 1 when a goal is not met."""
    asked = _arguments()
    logging.disable(logging.WARNING)
    with stores(asked.keep) as found:
        for size in asked.sizes:
            begun = perf_counter()
            with clock.at(NOW), everything("bench"):
                found.make(named(size), size)
            print(f"{named(size)}: ready in {perf_counter() - begun:.0f} s, totals equal the ledger", flush=True)
        if not asked.goals or "P3" in asked.goals:
            begun = perf_counter()
            with clock.at(NOW), everything("bench"):
                found.make_nation(named(asked.sizes[-1]))
            print(f"the nation beside it: ready in {perf_counter() - begun:.0f} s, totals equal the ledger", flush=True)
        lines = run(found, set(asked.goals), asked.rounds, say=lambda text: print(text, file=sys.stderr, flush=True))
    largest = lines[named(asked.sizes[-1])]
    print("\n" + goals_table(sorted(largest, key=lambda line: (line.goal[0] != "P", int(line.goal[1:])))))
    print("\n" + growth_table(lines))
    return 0 if all(line.is_met for line in largest) else 1


def named(size: int) -> str:
    """10k, 100k, 1M."""
    return f"{size // 10**6}M" if size % 10**6 == 0 else f"{size // 1000}k" if size % 1000 == 0 else str(size)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="speed of landplan, as ratios taken in one run")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="disposals of each set, ascending")
    parser.add_argument("--goals", nargs="+", default=[], choices=GOALS, help="P1 (with P2 P4 P5) P3 P6 P7 P8 P9 P10 (with P11) P12 N1 C45 Y1; all")
    parser.add_argument("--keep", action="store_true", help="leave the sets in their databases, or take those left by another run (KEEP=FOLDER)")
    parser.add_argument("--rounds", type=int, default=15, help="alternations of each measure (at least 9 count)")
    return parser.parse_args()
