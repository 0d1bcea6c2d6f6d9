"""查明细: the entries that make a figure of the board - the same scope, span and basis, so that they add up to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from landplan.lib.pages import Page, page_by_instant
from parcels.models import AreaEntry
from parcels.selectors.as_of import RECORDED, entries_in, micro
from tasks.choices import QuotaClass
from tasks.rules.quota import kinds_of

from .progress import COMBINED, Board, Row

PAGE = 50
TOTAL, WEEK = "total", "week"


@dataclass(frozen=True)
class Figure:
    """看板的一个数: which rows (counties), which class, in which span. `micro` is the figure as the board has it."""

    board: Board
    rows: list[Row]
    quota_class: str
    span: str

    @property
    def micro(self) -> int:
        figures = [row.figures[self.quota_class] for row in self.rows]
        return sum((one.week if self.span == WEEK else one.done) or 0 for one in figures)  # of an empty ledger there is no entry

    @property
    def is_known(self) -> bool:
        """Of empty ledgers alone nothing is known (无数据)."""
        return any(row.figures[self.quota_class].done is not None for row in self.rows)

    @property
    def after(self) -> datetime | None:
        """起 (excluded) of the span."""
        start = self.board.plan.counts_after
        week = self.board.week.after
        return (max(week, start) if start else week) if self.span == WEEK else start

    @property
    def column(self) -> str:
        """Which instant of an entry decides: of record, or the one that it concerns."""
        return "recorded_at" if self.board.basis == RECORDED else "effective_at"


def entries_of(figure: Figure) -> QuerySet[AreaEntry]:
    """组成这个数的入账."""
    switch = figure.board.plan.counts_used_unsupplied
    classes = QuotaClass.values if figure.quota_class == COMBINED else [figure.quota_class]
    kinds = [kind for one in classes for kind in kinds_of(one, switch)]
    rows = entries_in(figure.board.moment, figure.after, figure.board.basis).filter(kind__in=kinds)
    regions = [row.region_id for row in figure.rows]
    return rows.filter(region_id=regions[0]) if len(regions) == 1 else rows.filter(region_id__in=regions)


def sum_of(rows: QuerySet[AreaEntry]) -> tuple[int, int]:
    """(10⁻⁶ 亩, 笔数) of the entries themselves."""
    found = rows.order_by().aggregate(a=Sum(micro("area")), n=Count("id"))
    return int(found["a"] or 0), found["n"]


def with_words(rows: QuerySet[AreaEntry]) -> QuerySet[AreaEntry]:
    """With what a line about each shows."""
    return rows.select_related("region", "parcel", "disposal__measure", "recorded_by")


def page_of(figure: Figure, *, after: str = "", before: str = "") -> Page:
    """按决定的时刻翻页, newest first; where the way back leads to nothing, forward from `after` or from the head."""
    rows = with_words(entries_of(figure))
    found = page_by_instant(rows, figure.column, after=after, before=before, size=PAGE)
    return found if found.rows or not before else page_by_instant(rows, figure.column, after=after, size=PAGE)


def in_order(figure: Figure) -> QuerySet[AreaEntry]:
    """The whole list, newest first."""
    return with_words(entries_of(figure)).order_by(f"-{figure.column}", "-id")
