"""P7: the ledger at any depth and under any filter, against its first page, its raw SQL, and COUNT + OFFSET."""

from __future__ import annotations

from django.http import QueryDict

from landplan.lib import clock
from parcels.filters import LedgerFilter
from parcels.models import Parcel
from parcels.selectors.ledger import Line as Row
from parcels.selectors.ledger import Order, in_order, key_of, lines_of
from parcels.tables import Look, Reader, columns_of, default_keys

from .data import Bench
from .measure import Line, in_turns
from .naive import asked_by, counted_page, run
from .people import Browser, Program

ASKED = (
    "", "sort=-parcel_no", "sort=area", "sort=-left", "sort=deadline_on", "sort=-deadline_on", "sort=-updated_at", "kind=idle",
    "kind=unsupplied&kind=unexpropriated", "quota=unsupplied", "region=980007", "region=980007&kind=idle&status=partial", "status=open",
    "status=written_off", "cause=planning", "idle_source=inspection", "deadline=overdue", "deadline=none", "due_by=2021-06-01", "gap=any",
    "gap=3", "open=yes", "open=no", "batch=7", "q=990007", "q=地块12",
)
ABSENT = "q=无此名称"


class Ledger:
    """台账 under one address: its rows as the page reads them, in its usual columns, a key in their middle, and the same as one statement."""

    def __init__(self, asked: str):
        self.asked, query = asked, QueryDict(asked)
        self.order = Order.of(query.get("sort", ""))
        self.filter = LedgerFilter(query, queryset=Parcel.objects.all())
        self.paths = Reader(columns_of("", default_keys(has_counties=True)), Look(clock.today(), {}), Row._fields).paths
        count = self.filter.qs.count()
        middle = in_order(self.filter.qs, self.order)[count // 2:count // 2 + 1]
        self.after = next((key_of(self.order, parcel) for parcel in middle), "")
        self.asks = asked_by(self.middle)

    def first(self):
        """The rows of the first page."""
        return lines_of(self.filter.qs, self.order, self.paths)

    def middle(self):
        """The rows of the page in the middle."""
        return lines_of(self.filter.qs, self.order, self.paths, after=self.after)

    def address(self, after: bool = False) -> str:
        """Of the page."""
        return f"/ledger/?{self.asked}{f'&after={self.after}' if after else ''}"

    def raw(self):
        """The statement of the middle page's rows by the driver."""
        run(self.asks)


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set."""
    return [*_pages(bench, rounds), *_filters(rounds), _absent(rounds)]


def _pages(bench: Bench, rounds: int) -> list[Line]:
    """The unfiltered ledger: whole pages, their rows, and the same by COUNT and OFFSET. What a whole page asks is asked once it was seen: with
    nothing kept it would be more."""
    browser, program, plain = Browser(bench.people["office"]), Program(bench.people["office"]), Ledger("")
    following = program.get("/api/v1/parcels/").json()["next"]
    works = {"middle": lambda: browser.get(plain.address(after=True)), "interface": lambda: program.get(following)}
    asks = {name: (work(), asked_by(work))[1] for name, work in works.items()}
    times = in_turns({
        **works, "first": lambda: browser.get(plain.address()), "rows": plain.middle, "raw": plain.raw,
        "counted": lambda: counted_page(bench.parcels // 2), "middle raw": lambda: run(asks["middle"]),
        "interface raw": lambda: run(asks["interface"])}, rounds=rounds)
    return [Line("P7", "ledger page, middle", times["middle"], "its first page", times["first"], 1.5),
            Line("P7", "ledger rows, middle", times["rows"], "their statement, raw", times["raw"], 8),
            Line("P7", "ledger rows, middle", times["rows"], "COUNT + OFFSET", times["counted"], 100, at_most=False),
            Line("P7", "interface, page of parcels", times["interface"], f"its {len(asks['interface'])} statements, raw", times["interface raw"], 8),
            Line("P7", "whole ledger page, middle", times["middle"], f"its {len(asks['middle'])} statements, raw", times["middle raw"], 8),
            Line("P7", "interface, page of parcels", times["interface"], "the statement of the ledger's rows alone, raw", times["raw"], None),
            Line("P7", "whole ledger page, middle", times["middle"], "the statement of its rows alone, raw", times["raw"], None)]


def _filters(rounds: int) -> list[Line]:
    """Rows under every filter and order: the worst of them at its middle, against its own first page and its statement."""
    depth, over = [], []
    for asked in ASKED:
        one = Ledger(asked)
        times = in_turns({"first": one.first, "middle": one.middle, "raw": one.raw}, rounds=rounds, warm=1)
        name = f"of {len(ASKED)} filters and orders the worst ({asked or 'none'}), middle"
        depth.append(Line("P7", name, times["middle"], "its first page", times["first"], 1.5))
        over.append(Line("P7", name, times["middle"], "its statement, raw", times["raw"], 8))
    return [max(lines, key=lambda line: line.ratio) for lines in (depth, over)]


def _absent(rounds: int) -> Line:
    """A word that no parcel has: the one filter for which every parcel is read."""
    absent, plain = Ledger(ABSENT), Ledger("")
    times = in_turns({"absent": absent.first, "plain": plain.first}, rounds=rounds, warm=1)
    return Line("P7", "ledger rows, a word that no parcel has", times["absent"], "first page without a filter", times["plain"], 1.5)
