"""Prints one line for each requirement and claim: proven by how many passing tests, or open.

Used by ``make coverage-matrix`` as ``pytest -p tests.coverage_matrix``. An id is proven by a test function
marked with it when every run of that function (each parameter) passed, set-up and tear-down included.
"""

from collections import defaultdict
from pathlib import Path

ID_LIST = Path(__file__).resolve().parent.parent / "docs" / "requirements-ids.txt"


def known_ids():
    """Return the ids in their printed order as (requirements, claims)."""
    ids = [
        line.split("\t")[0]
        for line in ID_LIST.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [one for one in ids if "-" in one], [one for one in ids if "-" not in one]


class Tally:
    """Collects, per id, the test functions that passed and those that did not."""

    def __init__(self):
        self.ids_of = {}
        self.bad = set()
        self.ran = set()

    def add(self, nodeid, properties, *, when, outcome):
        """Note one phase of one run of one test."""
        function = nodeid.split("[")[0]
        ids = {value for key, value in properties if key in ("req", "claim")}
        if not ids:
            return
        self.ids_of.setdefault(function, set()).update(ids)
        if outcome != "passed":
            self.bad.add(function)
        elif when == "call":
            self.ran.add(function)

    def proven(self):
        """Return {id: number of test functions that prove it}."""
        counts = defaultdict(int)
        for function, ids in self.ids_of.items():
            if function in self.ran and function not in self.bad:
                for one in ids:
                    counts[one] += 1
        return counts


def matrix_lines(counts):
    """Return the printed lines, the summary last."""
    requirements, claims = known_ids()
    lines = [
        f"{one} proven {counts[one]}" if counts.get(one) else f"{one} open" for one in [*requirements, *claims]
    ]
    rows = sum(1 for one in requirements if counts.get(one))
    held = sum(1 for one in claims if counts.get(one))
    lines.append(f"{len(requirements)} rows: {rows} proven; {len(claims)} claims: {held} proven")
    return lines


tally = Tally()


def pytest_runtest_logreport(report):
    """Take each report, also those that come from xdist workers."""
    tally.add(report.nodeid, report.user_properties, when=report.when, outcome=report.outcome)


def pytest_unconfigure(config):
    """Print the matrix as the very last thing of the run."""
    if hasattr(config, "workerinput"):
        return
    print("\n".join(["", *matrix_lines(tally.proven())]))
