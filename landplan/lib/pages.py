"""翻页: one page of a long list by the key of the row at its edge, never by a page number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Model, Q, QuerySet

_whole: ContextVar[int | None] = ContextVar("landplan_whole", default=None)


@contextmanager
def whole_lists(limit: int) -> Iterator[None]:
    """整个清单: inside, lists are not cut into pages but give up to `limit` rows, as an export of what the screen shows needs them."""
    token = _whole.set(limit)
    try:
        yield
    finally:
        _whole.reset(token)


def most(shown: int) -> int:
    """一页最多几行: as many as the page shows, or the whole list while it is exported."""
    return _whole.get() or shown


@dataclass(frozen=True)
class Page:
    """一页: rows, and the keys at its edges (None = nothing there)."""

    rows: list
    after: str | None
    before: str | None


def page_by_instant(rows: QuerySet, column: str, *, after: str = "", before: str = "", size: int) -> Page:
    """按时刻翻页, newest first: the key is the instant in `column` and the id of the row at the edge."""
    here, back, size = _key(after), _key(before), most(size)
    if back:
        found = list(rows.filter(_beyond(column, "gt", back)).order_by(column, "id")[: size + 1])[::-1]
        shown = found[-size:]
        return Page(shown, _name(column, shown[-1]) if shown else None, _name(column, shown[0]) if len(found) > size else None)
    found = list((rows.filter(_beyond(column, "lt", here)) if here else rows).order_by(f"-{column}", "-id")[: size + 1])
    shown = found[:size]
    return Page(shown, _name(column, shown[-1]) if len(found) > size else None, _name(column, shown[0]) if here and shown else None)


def page_by_place(rows: QuerySet, shown: QuerySet, *, after: str = "", before: str = "", size: int) -> tuple[Page, int]:
    """按名次翻页, for lists of some thousand rows in an order that no column says: the key is the id of the row at the edge.

    `shown` are the same rows with what a page tells of each. Also answers how many rows there are.
    """
    ids = {str(pk): pk for pk in rows.values_list("pk", flat=True)}
    page = page_of_keys(list(ids), after=after, before=before, size=size)
    found = shown.in_bulk([ids[key] for key in page.rows])
    return replace(page, rows=[found[ids[key]] for key in page.rows]), len(ids)


def page_of_keys(keys: Sequence[str], *, after: str = "", before: str = "", size: int) -> Page:
    """按行的键翻页, for lists that are put together in memory: the keys of the rows on the page. A key that is not there (any more) begins anew."""
    size, places = most(size), {key: place for place, key in enumerate(keys)}
    first = places[after] + 1 if after in places else max(0, places.get(before, 0) - size)
    here = list(keys[first:first + size])
    return Page(here, here[-1] if first + size < len(keys) else None, here[0] if first and here else None)


def _name(column: str, row: Model) -> str:
    return f"{getattr(row, column).isoformat()}_{row.pk}"


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _, number = text.rpartition("_")
    try:
        found = datetime.fromisoformat(moment.replace(" ", "+")), int(number)  # a + of the zone comes back as a space
    except ValueError:
        return None
    return found if found[0].tzinfo and abs(found[1]) < 2**62 else None


def _beyond(column: str, way: str, key: tuple[datetime, int]) -> Q:
    """Rows beyond the key; the first part is a range that an index answers."""
    return Q(**{f"{column}__{way}e": key[0]}) & (Q(**{f"{column}__{way}": key[0]}) | Q(**{f"id__{way}": key[1]}))
