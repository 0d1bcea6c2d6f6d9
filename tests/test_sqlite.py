"""SQLite as the settings open it (docs/decisions/sqlite-settings.md)."""

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

MUCH = 10_000  # rows of half a kilobyte: more than SQLite keeps in memory by itself


@pytest.fixture
def two(tmp_path):
    """Two connections to a file of their own, as two processes open theirs; neither waits."""
    given = connection.settings_dict
    settings = {**given, "NAME": tmp_path / "of_its_own.sqlite3", "OPTIONS": {**given["OPTIONS"], "timeout": 0}}
    found = ConnectionHandler({"default": settings, "other": {**settings}})
    yield found["default"], found["other"]
    found.close_all()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_long_list_that_is_being_written_keeps_nobody_from_reading(two):
    writer, reader = (one.cursor() for one in two)
    writer.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)")
    writer.execute("BEGIN IMMEDIATE")
    writer.executemany("INSERT INTO line (text) VALUES (%s)", [["字" * 200]] * MUCH)
    assert reader.execute("SELECT COUNT(*) FROM line").fetchone() == (0,)
    writer.execute("COMMIT")
    assert reader.execute("SELECT COUNT(*) FROM line").fetchone() == (MUCH,)
