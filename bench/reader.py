"""C45: the ledger's page while a worker decides a workbook that does not end, against itself on a quiet machine.

What one answer in twenty takes longer than, once in each half of a round. The reader is the application's own, with its limits.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles

from django.conf import settings

from .data import Bench
from .importing import workbook
from .measure import Line, Timing, in_turns
from .people import Browser

ROWS, ASKED, LIMIT, ROUNDS = 20_000, 40, 1.5, 7
_READ = """import signal, sys; sys.path.insert(0, sys.argv[1])
signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # what it reads with ends with it
from pathlib import Path
from landplan.lib.intake.book import read_book
while True: read_book(Path(sys.argv[2]), name="a.xlsx")"""


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The line of this set."""
    page = partial(Browser(bench.people["office"]).get, "/ledger/")
    quiet, beside, asked = [], [], min(ASKED, 5 * rounds)
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "a.xlsx", min(ROWS, bench.parcels))
        for _ in range(min(rounds, ROUNDS)):
            quiet.append(_slowest(page, asked))
            with _reading(path):
                beside.append(_slowest(page, asked))
    return [Line("C45", "ledger page while a workbook is read, p95", Timing(tuple(beside)), "the same, nothing read", Timing(tuple(quiet)), LIMIT)]


def _slowest(page: Callable[[], object], asked: int) -> float:
    """Milliseconds that nineteen answers of twenty do not take."""
    return quantiles(in_turns({"page": page}, rounds=asked).pop("page").rounds, n=20)[-1]


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    reader = subprocess.Popen([sys.executable, "-c", _READ, str(settings.BASE_DIR), str(path)])
    try:
        time.sleep(1)  # past its own start, which is not the reading
        yield
        if reader.poll() is not None:
            raise RuntimeError("the reader ended before the pages were asked")
    finally:
        reader.terminate()
        reader.wait()
