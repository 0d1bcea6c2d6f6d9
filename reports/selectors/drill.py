"""查明细: the entries that make a figure of the board - the same scope, span and basis, so that they add up to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from parcels.models import AreaEntry
from parcels.selectors.as_of import RECORDED, entries_in, micro
from tasks.choices import QuotaClass
from tasks.rules.quota import kinds_of

from .progress import COMBINED, Board, Row, start_of

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
        return sum(one.week if self.span == WEEK else one.done for one in figures)

    @property
    def after(self) -> datetime | None:
        """起 (excluded) of the span."""
        start = start_of(self.board.plan)
        week = self.board.week.after
        return (max(week, start) if start else week) if self.span == WEEK else start

    @property
    def column(self) -> str:
        """Which instant of an entry decides: of record, or the one that it concerns."""
        return "recorded_at" if self.board.basis == RECORDED else "effective_at"


@dataclass(frozen=True)
class Page:
    """一页: rows, and the keys of the pages beside it (None = there is none)."""

    rows: list[AreaEntry]
    after: str | None
    before: str | None


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


def page_of(figure: Figure, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """按键翻页, newest first: the key is the deciding instant and the id of the row at the edge."""
    rows, column = with_words(entries_of(figure)), figure.column
    here, back = _key(after), _key(before)
    if back:
        found = list(rows.filter(_beyond(column, "gt", back)).order_by(column, "id")[: size + 1])[::-1]
        shown = found[-size:]
        if shown:
            return Page(shown, _name(column, shown[-1]), _name(column, shown[0]) if len(found) > size else None)
    found = list((rows.filter(_beyond(column, "lt", here)) if here else rows).order_by(f"-{column}", "-id")[: size + 1])
    shown = found[:size]
    return Page(shown, _name(column, shown[-1]) if len(found) > size else None, _name(column, shown[0]) if here and shown else None)


def in_order(figure: Figure) -> QuerySet[AreaEntry]:
    """The whole list, newest first."""
    return with_words(entries_of(figure)).order_by(f"-{figure.column}", "-id")


def _name(column: str, row: AreaEntry) -> str:
    return f"{getattr(row, column).isoformat()}_{row.id}"


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _, number = text.rpartition("_")
    try:
        found = datetime.fromisoformat(moment.replace(" ", "+")), int(number)
    except ValueError:
        return None
    return found if found[0].tzinfo and abs(found[1]) < 2**62 else None


def _beyond(column: str, way: str, key: tuple[datetime, int]) -> Q:
    """Rows beyond the key; the first part is a range that an index answers."""
    return Q(**{f"{column}__{way}e": key[0]}) & (Q(**{f"{column}__{way}": key[0]}) | Q(**{f"id__{way}": key[1]}))
