"""备好的语句: what nearly every request asks. Its SQL is written once for a connection, since to build it anew takes several times as long
as to run it; and PostgreSQL plans it once for the connection, since to plan it takes longer than to run it, too (docs/performance.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators


def run_planned(sql: str, params: Sequence | None = None) -> CursorWrapper | ServerBindingCursor:
    """Runs a statement that stays the same but for its values: from its sixth run on a connection PostgreSQL keeps its plan
    (`prepare_threshold` of the settings). The plan knows no value, so it is for statements whose rows are found by equality or are few.

    One cursor of the connection runs all of them (to make one, as Django wraps it, takes as long as a small statement): its answer is to be
    read before the next is run.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.queries_logged or connection.execute_wrappers:  # who looks on is to see it
        cursor = connection.cursor()
        cursor.execute(sql, params)
        return cursor
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    cursor = connection.__dict__.get("planned")
    if cursor is None or cursor.connection is not connection.connection:
        cursor = connection.planned = ServerBindingCursor(connection.connection)
    with connection.wrap_database_errors:
        return cursor.execute(sql, params)


def planned_rows(sql: str, params: Sequence | None = None) -> list[tuple]:
    """Rows of a statement whose plan is kept."""
    return run_planned(sql, params).fetchall()


def as_text(sql: str, values: Sequence[object]) -> tuple[str, tuple | None]:
    """A statement, for `planned_rows`, that comes again with the same values, the territory among them: they become part of its text, so that
    its plan knows them (a partial index is found by no other) and serves exactly the same question only."""
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        return sql, tuple(values)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        return cursor.mogrify(sql, values), None


class Prepared:
    """`Prepared(lambda pk: Plan.objects.filter(pk=pk), pk=-1)`: `build` gives the queryset, and each of the `examples` the place of a value.

    An example is of the type that is given later and occurs nowhere else in the statement; a value that a lookup rewrites (the
    beginning of a text), or NULL, cannot be one. Never for data with a territory: it is part of the statement.
    """

    def __init__(self, build: Callable[..., QuerySet], **examples: object):
        self._build, self._examples = build, examples

    def objects(self, **values: object) -> list[Model]:
        """The model's instances, with what `select_related` brings."""
        written, params = self._ready(values)
        return written.instances(planned_rows(written.sql, params))

    def rows(self, **values: object) -> list[tuple]:
        """The rows of a `values_list` as the driver gives them: whole numbers and text only."""
        written, params = self._ready(values)
        return planned_rows(written.sql, params)

    def _ready(self, values: dict[str, object]) -> tuple[_Written, tuple]:
        """The statement of this thread's connection, with which it goes, and its values in their places."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept = connection.__dict__.setdefault("prepared", {})
        written = kept.get(self) or kept.setdefault(self, self._write(connection))
        given = {name: _adapted(connection, value) for name, value in values.items()}
        return written, tuple([given[name] if name else constant for name, constant in written.places])

    def _write(self, connection) -> _Written:
        compiler = self._build(**self._examples).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        marks = {(type(mark), mark): name for name, value in self._examples.items() if (mark := _adapted(connection, value)) is not None}
        places = [(marks.get((type(param), param), ""), param) for param in params]
        if missing := set(self._examples) - {name for name, _ in places}:
            raise ValueError(f"in {sql} nothing is {', '.join(sorted(missing))}: another example is needed, or a plain queryset")
        return _Written(sql, places, compiler)


class _Written:
    """A statement as it was written for a connection, and how its rows become instances: what `ModelIterable` finds out each time anew."""

    def __init__(self, sql: str, places: list[tuple[str, object]], compiler):
        self.sql, self.places, self._compiler = sql, places, compiler
        if compiler.klass_info:
            fields = compiler.klass_info["select_fields"]
            self._own = slice(fields[0], fields[-1] + 1)
            self._names = [column.target.attname for column, *_ in compiler.select[self._own]]
            self._beside = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
            self._converters = compiler.get_converters([column for column, *_ in compiler.select])

    def instances(self, rows: Iterable[Sequence]) -> list[Model]:
        """As `ModelIterable` makes them."""
        from_db, found = self._compiler.klass_info["model"].from_db, []
        for row in self._compiler.apply_converters(rows, self._converters) if self._converters else rows:
            one = from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for beside in self._beside:
                beside.populate(row, one)
            found.append(one)
        return found


def _adapted(connection, value: object) -> object:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def hold(owner: Model, name: str, rows: list[Model]) -> None:
    """What `prefetch_related` of a reverse relation leaves behind, with rows that were read already."""
    held = getattr(owner, name).all()
    held._result_cache, held._prefetch_done = rows, True
    back = owner._meta.get_field(name).field.name
    for row in rows:
        setattr(row, back, owner)
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held
