"""装载: how a server takes a million rows at once and comes to rest afterwards (PostgreSQL; SQLite needs nothing)."""

from __future__ import annotations

import json
from contextlib import contextmanager

from django.db import connection, models

TABLES = ["parcels_approvalbatch", "parcels_parcel", "parcels_disposal", "parcels_areaentry", "parcels_factsheet", "parcels_supply",
          "parcels_parcelmilestone"]


@contextmanager
def bulk_loading():
    """Inside a transaction: no time limit, no checks row by row, indexes made once at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for setting in ("statement_timeout = 0", "work_mem = '128MB'", "maintenance_work_mem = '256MB'", "session_replication_role = replica"):
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s) "
                       "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)", [TABLES])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def tidy() -> None:
    """Statistics and visibility as a server at rest has them."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
            cursor.execute("RESET statement_timeout")


def write_rows(cursor, model: type[models.Model], source: str, /, **columns: str) -> None:
    """INSERT … SELECT; columns that are not named get NULL, their default or an empty text."""
    found = dict(columns)
    for field in model._meta.concrete_fields:
        if field.attname not in found and not field.primary_key:
            found[field.attname] = "NULL" if field.null else _default(field)
    names = ", ".join(f'"{name}"' for name in found)
    cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(found.values())} FROM {source}")
    if "id" in columns and connection.vendor == "postgresql":
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), (SELECT MAX(id) FROM {model._meta.db_table}))")


def _default(field: models.Field) -> str:
    if isinstance(field, models.JSONField):
        return f"'{json.dumps(field.get_default())}'"
    value = field.get_db_prep_save(field.get_default(), connection) if field.has_default() else ""
    return str(value).upper() if isinstance(value, bool | int) else "''"
