"""迁移过的空库: on SQLite the migrated database is kept under var/ and used again while nothing that makes it changed.

The name of the file is a hash over all migrations, models and guards and the versions of the packages: a change of any
of them runs every migration anew. `migrate` itself still runs, and finds nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-template"
MAKES_IT = ("*/migrations/*.py", "*/models/*.py", "*/apps.py", "audit/guards.py", "landplan/lib/area.py", "landplan/lib/money.py",
            "landplan/settings.py", "requirements*.txt")


def file_now() -> Path:
    """Where the database of the code as it stands would be kept."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for pattern in MAKES_IT:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:32]}.sqlite3"


def use() -> None:
    """Load the kept database into the test database when it is opened, or keep the one that is made now."""
    if connection.vendor != "sqlite":
        return
    file, make = file_now(), connection.creation.create_test_db
    kept = file.read_bytes() if file.exists() else b""

    def load(sender, connection, **kwargs):
        if kept and "memorydb" in str(connection.settings_dict["NAME"]):
            connection_created.disconnect(load)
            with closing(sqlite3.connect(":memory:")) as copy:
                copy.deserialize(kept)
                copy.backup(connection.connection)

    def make_and_keep(*args, **kwargs):
        name = make(*args, **kwargs)
        if not kept:
            _keep(file)
        return name

    connection_created.connect(load, weak=False)
    connection.creation.create_test_db = make_and_keep


def _keep(file: Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    aside = file.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(aside)) as copy:
        connection.connection.backup(copy)
    os.replace(aside, file)
