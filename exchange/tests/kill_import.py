"""A worker that is killed again and again in the middle of an import of 5 000 rows: run by test_import_kill.py as a program of its own.

Each attempt is a child process that gets SIGKILL at a random moment while it checks again and writes; after each a reader looks, and
the lease is let run out. At the end one attempt may finish. Prints how many were killed, and of how many statements the job consists.
"""

import os
import random
import signal
import sys
import threading
from datetime import timedelta
from functools import partial

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  the apps must be loaded first

from exchange.models import ImportFile, ImportJob  # noqa: E402  the apps must be loaded first
from exchange.services import run_import  # noqa: E402  the apps must be loaded first
from landplan.lib import clock, leases  # noqa: E402  the apps must be loaded first
from landplan.lib.actors import system_actor  # noqa: E402  the apps must be loaded first
from parcels.models import KindSpan, Parcel  # noqa: E402  the apps must be loaded first
from tests.killing import in_child  # noqa: E402  the apps must be loaded first

MORNING, ACTOR, POINTS, ROWS = clock.shanghai(2021, 9, 24, 10), system_actor("导入"), 20, 5000
NEXT = 2  # statements after which a killer that is late has its turn at once
child = partial(in_child, moment=MORNING)


class Undo(Exception):
    """The counted run is taken back."""


def attempt(turn: int, at: int | None = None, delay: float = 0.0) -> int:
    """Take the job, whose earlier lease ran out, and do it; killed `delay` seconds after statement `at` began, two statements later at most."""
    seen, offset, real = [], (leases.LEASE + timedelta(seconds=1)) * turn, clock.real_now
    clock.real_now = lambda: real() + offset

    def count(execute, sql, *args):
        if not counts(sql):
            return execute(sql, *args)
        seen.append(1)
        if at and len(seen) == at:
            threading.Timer(delay, kill).start()
        if at and len(seen) >= at + NEXT:
            kill()
        return execute(sql, *args)

    with connection.execute_wrapper(count):
        run_import(leases.waiting(ImportJob)[0], actor=ACTOR)
    return 0


def counts(sql: str) -> bool:
    """A statement of the work; the counted run has savepoints where a real one has transactions."""
    return "SAVEPOINT" not in sql


def kill() -> None:
    """As the machine would."""
    os.kill(os.getpid(), signal.SIGKILL)


def counted() -> int:
    """How many statements the whole job takes (as an exit code)."""
    seen = []
    try:
        with transaction.atomic():
            job = leases.waiting(ImportJob)[0]
            with connection.execute_wrapper(lambda execute, sql, *args: (seen.append(counts(sql)), execute(sql, *args))[1]):
                run_import(job, actor=ACTOR)
            raise Undo
    except Undo:
        return min(sum(seen), 255)


def looked() -> int:
    """What a reader finds: nothing at all (0), everything (1), or a half (2). First the server is let see that the one it worked for is gone."""
    with transaction.atomic():
        list(ImportJob.objects.select_for_update())
    counts = Parcel.objects.filter(name__startswith="批量").count(), KindSpan.objects.filter(parcel__name__startswith="批量").count()
    done = ImportFile.objects.filter(state="done").count()
    return {((0, 0), 0): 0, ((ROWS, ROWS), 1): 1}.get((counts, done), 2)


def main() -> None:
    """Kill at random moments, look, and in the end let it finish."""
    connection.close()
    chance, length = random.Random(20210924), child(counted)
    assert length > 2 * NEXT, length
    for turn in range(1, POINTS + 1):
        at, delay = chance.randint(1, length - NEXT), chance.random() / 2
        assert child(lambda turn=turn, at=at, delay=delay: attempt(turn, at, delay)) == -signal.SIGKILL, (turn, at)
        assert child(looked) == 0, f"after kill {turn} at statement {at} of {length} something stayed"
    assert child(lambda: attempt(POINTS + 1)) == 0
    assert child(looked) == 1, "the retry did not finish it"
    assert child(lambda: len(leases.waiting(ImportJob))) == 0, "nothing is left to do"
    print(POINTS, length, file=sys.stdout)


if __name__ == "__main__":
    main()
