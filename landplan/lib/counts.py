"""数到为止: what waits is counted up to 999; nobody needs more, and the database stops there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.sql import Query

from .prepared import planned_text

MOST = 999
BEYOND = f"{MOST}+"
WHY = f"多于 {MOST}，没有再往下数"


def shown(count: int) -> str:
    """数目: 23, or 999+."""
    return BEYOND if count > MOST else str(count)


def capped_count(rows: QuerySet) -> str:
    """宗数 as it is shown."""
    return shown(rows.order_by()[:MOST + 1].count())


@dataclass(frozen=True)
class Counted:
    """一种: how many, 1000 standing for all beyond; and, where it was asked, the instant since when the first of them waits."""

    count: int = 0
    since: datetime | None = None


def counted(parts: Iterable[tuple[QuerySet, str]]) -> list[Counted]:
    """各有多少, in one statement: each part is its rows and the column of the instant since when one waits ('' = nobody asks)."""
    parts, pieces, values = list(parts), [], []
    for at, (rows, since) in enumerate(parts):
        try:
            sql, given = _first(rows, since).sql_with_params()
        except EmptyResultSet:  # of this part the answer is known
            continue
        first = "MIN(a)" if since else "CAST(NULL AS timestamptz)"
        pieces.append(f"SELECT {at}, COUNT(*), {first} FROM ({sql}) AS part{at}")  # noqa: S608 - the framework's own statement
        values += given
    found = [Counted()] * len(parts)
    for at, count, since in _fetched(" UNION ALL ".join(pieces), values):
        found[at] = Counted(count, since)
    return found


def _first(rows: QuerySet, since: str) -> Query:
    """The first thousand, as their instants or, where nobody asks since when, as ones, of which an index has enough."""
    query = rows.query.exists(limit=False)
    if since:
        query.add_annotation(F(since), "a")
        query.add_ordering("a")
    query.set_limits(high=MOST + 1)
    return query


def _fetched(sql: str, values: list) -> list[tuple]:
    if not sql:
        return []
    rows = planned_text(sql, values)
    for read in connection.ops.get_db_converters(Value(None, DateTimeField())):  # SQLite keeps instants as texts
        rows = [(at, count, read(since, None, connection)) for at, count, since in rows]
    return rows
