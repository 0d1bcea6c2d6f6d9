"""真实进程: workers, beats and a Redis of its own for tests that kill them. All of them belong to one test and end with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from landplan.celery import app
from tests.killing import database_for_others

ROOT = Path(settings.BASE_DIR)


def wait_until(holds: Callable[[], object], seconds: float, what: str) -> float:
    """How long it took until `holds`; an AssertionError that says what did not come."""
    begin = time.monotonic()
    while not holds():
        assert time.monotonic() - begin < seconds, f"{what} did not come within {seconds} s"
        time.sleep(0.1)
    return time.monotonic() - begin


def free_port() -> int:
    """A local port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Processes:
    """进程: started through scripts/process.sh over the database of the test, each in a group of its own."""

    def __init__(self, folder: Path, **environment: str):
        self.folder, self.started, self.redis_port = folder, [], free_port()
        self.environment = os.environ | {"DATABASE_URL": database_for_others(folder), "LANDPLAN_VAR": str(folder), "LOOK_EVERY": "4",
                                         "EVIDENCE_DIR": str(settings.EVIDENCE_DIR), "REDIS_URL": self.redis_url} | environment

    def __enter__(self) -> Processes:
        self.start_redis()
        return self

    def __exit__(self, *error) -> None:
        for one in self.started:
            self.kill(one, signal.SIGCONT)  # one that was stopped does not hear its end
            self.kill(one)

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.redis_port}/0"

    def start_redis(self) -> None:
        """A Redis that keeps nothing on disk."""
        self.redis = self._start([shutil.which("redis-server"), "--bind", "127.0.0.1", "--port", str(self.redis_port), "--save", "",
                                  "--appendonly", "no", "--dir", str(self.folder)])
        wait_until(self._answers, 10, "Redis")

    def _answers(self) -> bool:
        try:
            return bool(self.asked().ping())
        except RedisError:
            return False

    def asked(self) -> Redis:
        """A client of it."""
        return Redis.from_url(self.redis_url, socket_timeout=2)

    def worker(self, name: str) -> subprocess.Popen:
        """One worker under a name."""
        return self._start([ROOT / "scripts/process.sh", "worker"], WORKER_NAME=name)

    def beat(self, name: str) -> subprocess.Popen:
        """One beat; each has its own schedule file, as on two machines."""
        (self.folder / name).mkdir(exist_ok=True)
        return self._start([ROOT / "scripts/process.sh", "beat"], LANDPLAN_VAR=str(self.folder / name))

    def _start(self, command: list, **environment: str) -> subprocess.Popen:
        with open(self.folder / "processes.log", "ab") as log:
            found = subprocess.Popen(command, env=self.environment | environment, stdout=log, stderr=log, start_new_session=True)
        found.own = environment
        self.started.append(found)
        return found

    def keep(self, one: subprocess.Popen) -> subprocess.Popen:
        """One that ended by itself is started again, as Compose does (restart: unless-stopped)."""
        if one.poll() is None:
            return one
        self.started.remove(one)
        return self._start(one.args, **one.own)

    def kill(self, one: subprocess.Popen, number: int = signal.SIGKILL) -> None:
        """A signal to it and all that it started."""
        try:
            os.killpg(one.pid, number)
        except ProcessLookupError:
            return
        if number == signal.SIGKILL:
            one.wait(10)


@contextmanager
def started(folder: Path, here, environ, **environment: str) -> Iterator[Processes]:
    """Processes with a Redis of the test's own; this process (the web side) sends its messages there too. `here` and `environ` are the
    test's `settings` and `monkeypatch`."""
    with Processes(folder, **environment) as found:
        here.REDIS_URL, here.VAR_DIR = found.redis_url, folder
        environ.setenv("CELERY_BROKER_URL", found.redis_url)
        _forget_connections()
        yield found
    _forget_connections()


def _forget_connections() -> None:
    """The next message of this process opens a connection by the settings of then."""
    app._pool = app.amqp._producer_pool = None
