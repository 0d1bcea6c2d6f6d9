"""P1 P2 P4 P5: the dashboard as JSON and as a page, built anew and unchanged."""

from __future__ import annotations

from django.core.cache import cache

from reports.selectors import dashboard as matters

from .data import NOW, Bench
from .measure import Line, in_turns
from .naive import Raw
from .people import Browser, Program


class Dashboard:
    """看板 of a set, by the interface and by the page."""

    def __init__(self, bench: Bench, level: str = ""):
        self.raw = Raw(bench, NOW)
        self.program, self.browser = Program(bench.people["office"]), Browser(bench.people["office"])
        self.address, self.page = f"/api/v1/plans/{bench.plan.id}/progress/{f'?level={level}' if level else ''}", "/dashboard/"

    def json(self):
        """As JSON, with nothing remembered."""
        forget()
        return self.program.get(self.address)

    def html(self):
        """As a page, with nothing remembered."""
        forget()
        return self.browser.get(self.page)

    def part(self, name: str):
        """What the page asks for once it stands: 要过问的事, the trend."""
        forget()
        return self.browser.get(f"{self.page}{name}/", **{"HX-Request": "true"})

    def empty(self):
        """A page that holds nothing."""
        return self.browser.get("/bench/empty/")


def forget() -> None:
    """Nothing is remembered: neither what is kept while nothing changes, nor what is kept for good."""
    cache.clear()
    matters._differences.cache_clear()


def measure(bench: Bench, rounds: int) -> list[Line]:
    """The lines of this set."""
    board = Dashboard(bench)
    return [*_built(board, rounds), *_unchanged(board, rounds)]


def _built(board: Dashboard, rounds: int) -> list[Line]:
    found = in_turns({
        "raw": board.raw.rows, "all": board.raw.all_rows, "json": board.json, "html": board.html, "matters": lambda: board.part("matters"),
        "trend": lambda: board.part("trend"), "joined": lambda: board.browser.get("/bench/joined/")}, rounds=rounds)
    raw = f"its {board.raw.rows()} rows, raw"
    return [Line("P1", "dashboard JSON, nothing remembered", found["json"], raw, found["raw"], 2.5),
            Line("P1", "dashboard JSON, nothing remembered", found["json"], f"all {board.raw.all_rows()} rows it rests on, raw", found["all"], None),
            Line("P2", "dashboard page, nothing remembered", found["html"], raw, found["raw"], 5),
            Line("P2", "要过问的事, which the page asks for once it stands", found["matters"], raw, found["raw"], None),
            Line("P2", "the trend, which it asks for then too", found["trend"], raw, found["raw"], None),
            Line("P4", "dashboard JSON", found["json"], "ORM join + DRF", found["joined"], 50, at_most=False)]


def _unchanged(board: Dashboard, rounds: int) -> list[Line]:
    json_tag, page_tag = board.program.get(board.address)["ETag"], board.browser.get(board.page)["ETag"]
    found = in_turns({
        "empty": board.empty,
        "page 304": lambda: board.browser.get(board.page, 304, **{"If-None-Match": page_tag}),
        "page": lambda: board.browser.get(board.page),
        "json 304": lambda: board.program.get(board.address, 304, **{"If-None-Match": json_tag})}, rounds=rounds, repeat=3)
    return [Line("P5", f"dashboard {what}", found[name], "empty view, select 1", found["empty"], 2)
            for what, name in (("page unchanged, 304", "page 304"), ("page unchanged, whole body", "page"), ("JSON unchanged, 304", "json 304"))]
