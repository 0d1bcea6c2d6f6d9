"""装载: how a server takes a million rows at once and comes to rest afterwards (PostgreSQL; SQLite needs nothing)."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection

TABLES = ["parcels_approvalbatch", "parcels_parcel", "parcels_disposal", "parcels_areaentry"]


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
