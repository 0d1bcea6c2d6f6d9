"""数到为止: what waits is counted up to 999; nobody needs more, and the database stops there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.sql import Query

from .prepared import as_text, planned_rows

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


class Question:
    """各有多少, in one statement that can be asked again: each part is its rows and the column of the instant since when one waits ('' = nobody
    asks). It is of the territory in which it was written."""

    def __init__(self, parts: Iterable[tuple[QuerySet, str]]):
        pieces, values, self.size = [], [], 0
        for at, (rows, since) in enumerate(parts):
            self.size += 1
            try:
                sql, given = _first(rows, since).sql_with_params()
            except EmptyResultSet:  # of this part the answer is known
                continue
            first = "MIN(a)" if since else "CAST(NULL AS timestamptz)"
            pieces.append(f"SELECT {at}, COUNT(*), {first} FROM ({sql}) AS part{at}")  # noqa: S608 - the framework's own statement
            values += given
        self._asked = as_text(" UNION ALL ".join(pieces), values) if pieces else None

    def answers(self) -> list[Counted]:
        """Of each part, up to 999."""
        found = [Counted()] * self.size
        rows = planned_rows(*self._asked) if self._asked else []
        for read in connection.ops.get_db_converters(Value(None, DateTimeField())):  # SQLite keeps instants as texts
            rows = [(at, count, read(since, None, connection)) for at, count, since in rows]
        for at, count, since in rows:
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
