"""数据库: one for each data set, on the server (or in the folder) that the settings name; removed at the end, or kept (PostgreSQL)."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from .data import Bench, build, is_whole, known
from .nation import COUNTIES, PROVINCES


class Stores:
    """The sets by name; `use` makes one of them the database of this process. `keep`: a set of an earlier run is taken as it is."""

    def __init__(self, keep: bool = False):
        self.made: dict[str, Bench] = {}
        self.nations: dict[str, Bench] = {}  # by the set whose disposals they hold as well
        self.keep = keep
        self.first = connection.settings_dict["NAME"]
        self.folder = tempfile.TemporaryDirectory(prefix="landplan-bench-")

    def make(self, name: str, size: int) -> None:
        """A set of so many disposals."""
        self.made[name] = self._made(name, size)

    def make_nation(self, of: str) -> None:
        """Beside a set as many disposals again, in thousands of counties that are rolled up to provinces."""
        self.nations[of] = self._made(f"{of}_nation", self.made[of].size, COUNTIES, PROVINCES)

    def use_nation(self, of: str) -> Bench:
        """Switch to the nation beside a set."""
        return self._switch(f"{of}_nation", self.nations[of])

    def _made(self, name: str, size: int, *shape: int) -> Bench:
        """Create the database, its tables and its rows."""
        self._go(self.first)
        if self._stands(name):
            self._go(self._name(name))
            call_command("migrate", verbosity=0)
            return known(size)
        if connection.vendor == "postgresql":  # the first database is the pattern of the others
            call_command("migrate", verbosity=0)
            connection.close()
            self._sql(f'CREATE DATABASE "bench_{name}" TEMPLATE "{self.first}"')
        self._go(self._name(name))
        call_command("migrate", verbosity=0)
        return build(size, *shape)

    def use(self, name: str) -> Bench:
        """Switch to a set."""
        return self._switch(name, self.made[name])

    def _switch(self, name: str, bench: Bench) -> Bench:
        if connection.settings_dict["NAME"] != self._name(name):
            self._go(self._name(name))
        return bench

    def close(self) -> None:
        """Remove every set."""
        self._go(self.first)
        if connection.vendor == "postgresql" and not self.keep:
            for name in (*self.made, *(f"{of}_nation" for of in self.nations)):
                self._sql(f'DROP DATABASE "bench_{name}"')
        connection.close()
        self.folder.cleanup()

    def _stands(self, name: str) -> bool:
        """Is the set there, built to its end? One that was stopped half-way is removed."""
        if not self.keep or connection.vendor != "postgresql":
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._name(name)])
            if cursor.fetchone() is None:
                return False
        self._go(self._name(name))
        if is_whole():
            return True
        self._sql(f'DROP DATABASE "{self._name(name)}"')
        return False

    def _name(self, name: str) -> str:
        return f"bench_{name}" if connection.vendor == "postgresql" else str(Path(self.folder.name) / f"{name}.sqlite3")

    def _sql(self, statement: str) -> None:
        """From another database: that of the server itself."""
        self._go("postgres")
        with connection.cursor() as cursor:
            cursor.execute(statement)
        self._go(self.first)

    @staticmethod
    def _go(name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name
        cache.clear()


class Here:
    """The one set of a test, in the database of the test; a nation is rolled up for itself and for the other side of its line."""

    def __init__(self, bench: Bench):
        self.made = {"here": bench}
        self.nations = self.made if bench.plan.region.level == "nation" else {}

    def use(self, name: str) -> Bench:
        return self.made["here"]

    use_nation = use


@contextmanager
def stores(keep: bool = False):
    """Sets that are removed whatever happens, unless they are kept."""
    found = Stores(keep)
    try:
        yield found
    finally:
        found.close()
