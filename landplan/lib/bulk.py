"""成批写入: many new rows of one model in few statements, the same on both engines. Called by services only.

On PostgreSQL rows go out by COPY, in its text format (a line a row, tabs between the columns, \\N for NULL, a backslash before what would be
mistaken for these), written column by column: most columns of a file hold one value, or plain texts that are looked at together. They go out
in a thread of their own, so that the program makes the next rows while the server writes those before them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import itemgetter

from django.db import connection, models
from psycopg.adapt import PyFormat, Transformer

CHUNK = 2_000
_BLOCK = 500  # rows that go out at a time
_AHEAD = 40  # blocks that are made before the server has taken those before them: some ten megabytes
_NULL = "\\N"
_MARKS = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# how a value stands in a line of COPY; the server reads any of them as it reads a literal
_WORDS: dict[type, Callable[[object], str]] = {
    int: str, Decimal: str, date: date.isoformat, datetime: datetime.isoformat, bool: {True: "t", False: "f"}.__getitem__,
    type(None): lambda value: _NULL}
_EXACT = frozenset({str, *_WORDS})  # values that are equal are written alike


def insert_rows(rows: Sequence[models.Model]) -> None:
    """成批写入 new rows of one model; each gets its id. On PostgreSQL by COPY, which costs a tenth of INSERT.

    Constraints and guards hold as for any other insert. Must run inside a transaction.
    """
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._base_manager.bulk_create(rows, batch_size=CHUNK)
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    _number(model, rows)
    taken = itemgetter(*(field.attname for field in fields))
    _copy(model, fields, (zip(*(taken(row.__dict__) for row in some), strict=True) for some in chunks(rows, _BLOCK)))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(first: models.Model, names: Sequence[str], rows: Iterable[tuple]) -> None:
    """成批写入 new rows that are like `first` but for the values under `names` (by column: `region_id`), of which nobody needs the objects.
    The rows may be made on the way, without asking the database. Must run inside a transaction."""
    model = type(first)
    if connection.vendor != "postgresql":
        insert_rows([row_like(first, dict(zip(names, row, strict=True))) for row in rows])
        return
    named = {field.attname: field for field in model._meta.concrete_fields
             if not field.generated and (not field.primary_key or field.attname in names)}
    fields = [*(named.pop(name) for name in names), *named.values()]
    same = [getattr(first, name) for name in named]
    left = iter(rows)
    blocks = iter(lambda: list(islice(left, _BLOCK)), [])
    _copy(model, fields, ([*zip(*some, strict=True), *([value] * len(some) for value in same)] for some in blocks))


def _copy(model: type[models.Model], fields: Sequence[models.Field], blocks: Iterable[Iterable[Sequence[object]]]) -> None:
    """COPY of blocks of columns."""
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN"
    writers = [_writer(field) for field in fields]
    # a number that somebody else took meanwhile is an IntegrityError, as of any other statement
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy, _behind(copy.write) as put:
        driver = Transformer(connection.connection)
        for block in blocks:
            words = [_words(values, write, driver) for values, write in zip(block, writers, strict=True)]
            put("\n".join([*map("\t".join, zip(*words, strict=True)), ""]))


@contextmanager
def _behind(write: Callable[[str], object]) -> Iterator[Callable[[str], None]]:
    """Texts are written in their order by another thread, which waits for the server and not for the program; no more than so many lie
    ready. What it could not write is raised here."""
    waiting: deque[Future] = deque()

    def put(text: str) -> None:
        if len(waiting) == _AHEAD:
            waiting.popleft().result()
        waiting.append(thread.submit(write, text))

    with ThreadPoolExecutor(1) as thread:
        yield put
        for one in waiting:
            one.result()


def _words(values: Sequence[object], write: Callable[[object], object] | None, driver: Transformer) -> Sequence[str]:
    """A column as COPY has it."""
    kinds = set(map(type, values))
    if len(kinds) == 1 and len(values) > 1 and kinds <= _EXACT and values.count(values[0]) == len(values):  # nearly half of the columns
        return [*_words(values[:1], write, driver)] * len(values)
    if write is not None:
        values = list(map(write, values))
        kinds = set(map(type, values))
    if kinds == {str} and not _MARKS.search("".join(values)):
        return values
    if len(kinds) == 1 and (word := _WORDS.get(*kinds)) is not None:
        return list(map(word, values))
    return [word(value) if (word := _WORDS.get(type(value))) is not None else _word(value, driver) for value in values]


def _word(value: object, driver: Transformer) -> str:
    """What is no plain value: a text (a code of choices is a kind of text of its own), or what the driver knows to write."""
    if not isinstance(value, str):
        written = driver.get_dumper(value, PyFormat.TEXT).dump(value)
        if written is None:
            return _NULL
        value = bytes(written).decode()
    return value.translate(_ESCAPED) if _MARKS.search(value) else str(value)


def row_like(first: models.Model, values: Mapping[str, object]) -> models.Model:
    """同样的一行: a new row like `first`, which is not saved, but for the values (by column: `region_id`). The defaults of a model are worked
    out once, not for every row of thousands."""
    row = object.__new__(type(first))
    row.__dict__.update(first.__dict__)
    row.__dict__.update(values)
    row._state = models.base.ModelState()
    row._state.fields_cache = first._state.fields_cache.copy()
    return row


def chunks(items: Sequence, size: int = CHUNK) -> Iterator[Sequence]:
    """分段: so many at a time."""
    return (items[start:start + size] for start in range(0, len(items), size))


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """编号: ids that nobody else gets, ascending, of so many rows that are about to be written. Must run inside a transaction."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [f'"{table}"', column, count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])  # its writers are serial, and it counts what it is given
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + count))


def _number(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Ids for the rows without, in their order."""
    missing = [row for row in rows if row.pk is None]
    for row, number in zip(missing, new_ids(model, len(missing)), strict=True):
        row.pk = number


def _writer(field: models.Field):
    """How a value of the field is written; None: as it is."""
    plain = (models.CharField, models.TextField, models.DateField, models.BooleanField, models.ForeignKey, models.IntegerField)
    if isinstance(field, plain) and type(field).get_db_prep_save is models.Field.get_db_prep_save and type(field).get_prep_value in _PLAIN:
        return None
    if isinstance(field, models.ForeignKey):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


_PLAIN = {models.CharField.get_prep_value, models.TextField.get_prep_value, models.DateField.get_prep_value, models.DateTimeField.get_prep_value,
          models.BooleanField.get_prep_value, models.IntegerField.get_prep_value}
