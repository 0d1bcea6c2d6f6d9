"""被杀的工作进程: what the tests share that kill a worker again and again, in a database that another process can open."""

import os
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from landplan.lib import clock
from landplan.lib.scope import everything


def database_for_others(tmp_path: Path) -> str:
    """The address of the database of this test; on SQLite of a copy, since it lies in the memory of this process."""
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST'] or ''}:{given['PORT'] or ''}/{given['NAME']}"
    path = tmp_path / "world.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def run_program(module: str, tmp_path: Path, *, timeout: int) -> list[str]:
    """Run a module of the tests as a program of its own over that database: the words that it prints."""
    environment = os.environ | {"DATABASE_URL": database_for_others(tmp_path), "LANDPLAN_VAR": str(tmp_path),
                                "EVIDENCE_DIR": str(settings.EVIDENCE_DIR), "DJANGO_SETTINGS_MODULE": "landplan.settings"}
    done = subprocess.run([sys.executable, "-m", module], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split()


def in_child(work, *, moment: datetime) -> int:
    """Run in a process of its own, at that moment; its exit code, or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            with clock.at(moment), everything("a worker"):
                code = work() or 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
