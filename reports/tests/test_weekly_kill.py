"""C36: kill -9 of the worker at twenty points of the freeze job leaves no half report, and the next run completes it."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def database_url(world, tmp_path):
    """The world in a database that another process can open."""
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST'] or ''}:{given['PORT'] or ''}/{given['NAME']}"
    path = tmp_path / "world.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


@pytest.mark.claim("C36")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_twenty_points_leaves_no_half_report_and_the_next_one_finishes(database_url, tmp_path):
    environment = os.environ | {"DATABASE_URL": database_url, "LANDPLAN_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "landplan.settings"}
    done = subprocess.run([sys.executable, "-m", "reports.tests.kill_job"], cwd=settings.BASE_DIR, env=environment, capture_output=True,
                          text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split()[-1] == "20"
