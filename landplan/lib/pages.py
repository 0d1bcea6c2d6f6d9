"""翻页: one page of a long list by the key of the row at its edge, never by a page number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Page:
    """一页: rows, and the keys at its edges (None = nothing there)."""

    rows: list
    after: str | None
    before: str | None


def page_by_instant(rows: QuerySet, column: str, *, after: str = "", before: str = "", size: int) -> Page:
    """按时刻翻页, newest first: the key is the instant in `column` and the id of the row at the edge."""
    here, back = _key(after), _key(before)
    if back:
        found = list(rows.filter(_beyond(column, "gt", back)).order_by(column, "id")[: size + 1])[::-1]
        shown = found[-size:]
        return Page(shown, _name(column, shown[-1]) if shown else None, _name(column, shown[0]) if len(found) > size else None)
    found = list((rows.filter(_beyond(column, "lt", here)) if here else rows).order_by(f"-{column}", "-id")[: size + 1])
    shown = found[:size]
    return Page(shown, _name(column, shown[-1]) if len(found) > size else None, _name(column, shown[0]) if here and shown else None)


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
