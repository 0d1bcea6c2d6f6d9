"""A worker that is killed again and again: run by test_weekly_kill.py as a program of its own, with its own database.

Each attempt is a child process that gets SIGKILL at one statement of the freeze job; after each a reader looks, and the
lease is let run out. At the end one attempt may finish. Prints how many were killed.
"""

import os
import signal
import sys
from datetime import timedelta
from functools import partial

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  the apps must be loaded first

from audit.models import AuditEntry  # noqa: E402  the apps must be loaded first
from landplan.lib import clock  # noqa: E402  the apps must be loaded first
from landplan.lib.actors import system_actor  # noqa: E402  the apps must be loaded first
from landplan.lib.leases import LEASE  # noqa: E402  the apps must be loaded first
from reports.models import Job, ReportSnapshot, WeeklyReport  # noqa: E402  the apps must be loaded first
from reports.services.jobs import enqueue_freezes, run_job  # noqa: E402  the apps must be loaded first
from tests.killing import in_child  # noqa: E402  the apps must be loaded first

EVENING = clock.shanghai(2021, 9, 24, 20)
ACTOR = system_actor("周报定稿")
POINTS = 20
child = partial(in_child, moment=EVENING)


class Undo(Exception):
    """The counted run is taken back."""


def attempt(at: int | None, turn: int, after: bool = False) -> int:
    """Take the job and do it, killed at statement `at`, or after it is done and before the queue hears of it."""
    seen, offset, real = [], (LEASE + timedelta(seconds=1)) * turn, clock.real_now
    clock.real_now = lambda: real() + offset

    def count(execute, *args):
        seen.append(1)
        if at and len(seen) >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    job_id = enqueue_freezes(actor=ACTOR)[0]
    with connection.execute_wrapper(count):
        run_job(job_id, actor=ACTOR)
    if after:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0


def counted() -> int:
    """How many statements the whole job takes (as an exit code)."""
    seen = []
    try:
        with transaction.atomic():
            job_id = enqueue_freezes(actor=ACTOR)[0]
            with connection.execute_wrapper(lambda execute, *args: (seen.append(1), execute(*args))[1]):
                run_job(job_id, actor=ACTOR)
            raise Undo
    except Undo:
        return min(len(seen), 255)


def nothing_yet() -> int:
    """A reader sees the week as it was: no half of a report."""
    whole = (ReportSnapshot.objects.count(), WeeklyReport.objects.filter(edition__gt=0).count(),
             AuditEntry.objects.filter(action="freeze_week").count(), Job.objects.exclude(state__in=["queued", "running"]).count())
    return 0 if whole == (0, 0, 0, 0) else 3


def one_report() -> int:
    """One report, one entry, one finished job."""
    return 0 if (ReportSnapshot.objects.count(), WeeklyReport.objects.get(edition=1).snapshots.count(), Job.objects.get().state,
                 AuditEntry.objects.filter(action="freeze_week").count()) == (1, 1, "done", 1) else 4


def main() -> None:
    """Kill, look, and in the end let it finish."""
    total = child(counted)
    assert total - 8 >= POINTS, f"the job takes {total} statements"
    points = [1 + (total - 8) * i // (POINTS - 1) for i in range(POINTS)]
    killed = 0
    for turn, point in enumerate(points, 1):
        assert child(lambda point=point, turn=turn: attempt(point, turn)) == -signal.SIGKILL, f"not killed at {point} of {total}"
        assert child(nothing_yet) == 0, f"a half report after the kill at {point} of {total}"
        killed += 1
    assert child(lambda: attempt(None, len(points) + 1, after=True)) == -signal.SIGKILL
    assert child(one_report) == 0
    assert child(lambda: int(bool(enqueue_freezes(actor=ACTOR)))) == 0, "nothing is left to do"
    print(killed, file=sys.stdout)


if __name__ == "__main__":
    main()
