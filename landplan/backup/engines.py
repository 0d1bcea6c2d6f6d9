"""两种数据库的备份与恢复: never a copy of a live file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from . import manifest

SQLITE_DUMP, POSTGRES_DUMP = "landplan.sqlite3", "landplan.pgdump"


class BackupError(Exception):
    """备份或恢复不成: the sentence names the cause."""


def dump_name() -> str:
    return POSTGRES_DUMP if connection.vendor == "postgresql" else SQLITE_DUMP


def dump_sqlite(folder: Path) -> tuple[dict, dict, list]:
    """Online backup; the facts are read from the copy, so that they are of one moment."""
    copy = folder / SQLITE_DUMP
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
    with _opened(copy) as other:
        return manifest.table_facts(other), manifest.audit_head(other), evidence_rows(other)


def dump_postgres(folder: Path) -> tuple[dict, dict, list]:
    """pg_dump of the same snapshot that the facts are read from."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
              f"--file={folder / POSTGRES_DUMP}"])
        return manifest.table_facts(connection), manifest.audit_head(connection), evidence_rows(connection)


def restore_sqlite(folder: Path, wanted: dict) -> None:
    """Into a file aside; checked there; put in place only when everything is equal."""
    target = Path(connection.settings_dict["NAME"])
    aside = target.with_suffix(".restoring")
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / SQLITE_DUMP)) as source, closing(sqlite3.connect(aside)) as copy:
        source.backup(copy)
    with _opened(aside) as other:
        found = manifest.differences(wanted, manifest.table_facts(other))
    if found:
        aside.unlink()
        raise BackupError("；".join(found))
    connection.close()
    os.replace(aside, target)


def restore_postgres(folder: Path, wanted: dict) -> None:
    """Into an empty database, in one transaction; the caller empties it again when anything differs."""
    _run(["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
          f"--dbname={connection.settings_dict['NAME']}", str(folder / POSTGRES_DUMP)])
    found = manifest.differences(wanted, manifest.table_facts(connection))
    if found:
        raise BackupError("；".join(found))


def make_empty() -> None:
    """Back to the empty database that a restore began with. Only after `is_empty`, and a restore that failed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        return
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    for file in (target, target.with_suffix(".restoring")):
        file.unlink(missing_ok=True)


def is_empty() -> bool:
    """Is there nothing in the database that a restore would overwrite?"""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def evidence_rows(source) -> list:
    """(number, sha256) of every file of the store that the rows of a database name: papers, attachments, templates, imported files."""
    with source.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT storage_id, sha256 FROM {table}" for table in tables_with_files())  # noqa: S608 - our tables
                       + " ORDER BY storage_id")
        return cursor.fetchall()


def tables_with_files() -> list[str]:
    """Tables whose rows name a file of the store."""
    return sorted(model._meta.db_table for model in apps.get_models() if any(field.name == "storage_id" for field in model._meta.fields))


@contextmanager
def _opened(path: Path):
    """A second SQLite file behind the same reading interface."""
    other = type(connections[DEFAULT_DB_ALIAS])({**connection.settings_dict, "NAME": str(path)}, alias="copy")
    try:
        yield other
    finally:
        other.close()


def _run(command: list[str]) -> None:
    settings = connection.settings_dict
    environ = {**os.environ, "PGHOST": settings["HOST"] or "", "PGPORT": str(settings["PORT"] or ""),
               "PGUSER": settings["USER"] or "", "PGPASSWORD": settings["PASSWORD"] or "", "PGDATABASE": settings["NAME"]}
    environ = {name: value for name, value in environ.items() if value != ""}
    try:
        done = subprocess.run(command, env=environ, capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise BackupError(f"没有 {command[0]}。请安装 PostgreSQL 客户端程序。") from missing
    if done.returncode:
        raise BackupError(f"{command[0]} 出错：{done.stderr.strip()[-500:]}")
