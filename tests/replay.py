"""造一次，放多次: the rows that a builder makes through the services are remembered, and put back in later tests.

A world costs some hundred queries through every service; putting its rows back costs one statement a table. What comes
back is the same to the byte: ids, instants, the audit chain, the files of the evidence store.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from functools import wraps
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from units.models import Region

MADE_BY_MIGRATE = ("auth_permission",)  # and tables of Django's own


@dataclass
class Kept:
    """What one builder made."""

    made: bytes
    rows: dict[str, tuple[list[str], list[tuple]]]
    files: dict[Path, bytes]
    hashers: tuple[str, ...]


def remembered(build: Callable) -> Callable:
    """Calls `build` once in a process; later, in a database that is empty again, puts its rows back.

    A database that holds a region already, or another way of hashing passwords, is built in for real.
    """
    kept: list[Kept] = []

    @wraps(build)
    def put_back_or_build():
        if Region.objects.exists() or (kept and kept[0].hashers != _hashers()):
            return build()
        if kept:
            return _put_back(kept[0])
        before = set(_filled_tables())
        made = build()
        rows = {table: _rows_of(table) for table in _filled_tables() if table not in before}
        kept.append(Kept(pickle.dumps(made), rows, _files_of(rows), _hashers()))
        return made

    return put_back_or_build


def _hashers() -> tuple[str, ...]:
    return tuple(settings.PASSWORD_HASHERS)


def _models() -> dict[str, type]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def empty() -> None:
    """Back to the database as `migrate` left it (PostgreSQL): no trigger fires for a replica. Django's own flush cuts off two hundred
    tables and makes content types, permissions and guards anew, which takes a second after each transactional test."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in [*_filled_tables(), "django_session"]:
            if not table.startswith(MADE_BY_MIGRATE):
                cursor.execute(f"DELETE FROM {table}")


def _filled_tables() -> list[str]:
    tables = [table for table in _models() if not table.startswith("django_")]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables))
        return [table for (table,) in cursor.fetchall()]


def _rows_of(table: str) -> tuple[list[str], list[tuple]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _files_of(rows: dict) -> dict[Path, bytes]:
    numbers = [row[columns.index("storage_id")] for columns, found in rows.values() if "storage_id" in columns for row in found]
    paths = [Path(settings.EVIDENCE_DIR) / number[:2] / number for number in numbers]
    return {path: path.read_bytes() for path in paths}


def _put_back(kept: Kept):
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.rows.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            one = f"({', '.join(['%s'] * len(columns))})"
            for start in range(0, len(rows), 100):
                some = rows[start:start + 100]
                cursor.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * len(some))}",
                               [str(value) if isinstance(value, time) else value for row in some for value in row])
        models = [model for table, model in _models().items() if table in kept.rows]
        if statements := connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute("".join(statements))
    for path, content in kept.files.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return pickle.loads(kept.made)
