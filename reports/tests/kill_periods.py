"""A look for due periods that is killed again and again: run by test_periods.py as a program of its own, with its own database.

After each kill a reader looks: every period that is there has its entry in the trail, and none is there twice. At the end one look may
finish. Prints how many were killed.
"""

import os
import signal
import sys
from functools import partial

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  the apps must be loaded first

from audit.models import AuditEntry  # noqa: E402  the apps must be loaded first
from landplan.lib import clock  # noqa: E402  the apps must be loaded first
from landplan.lib.actors import system_actor  # noqa: E402  the apps must be loaded first
from reports.models import PeriodReport  # noqa: E402  the apps must be loaded first
from reports.selectors.periods import due_periods, reporting_plans  # noqa: E402  the apps must be loaded first
from reports.services.periods import open_due_periods  # noqa: E402  the apps must be loaded first
from tests.killing import in_child  # noqa: E402  the apps must be loaded first

ACTOR = system_actor("定期报告")
EVENING = clock.shanghai(2021, 9, 24, 19)
child = partial(in_child, moment=EVENING)


class Undo(Exception):
    """The counted run is taken back."""


def attempt(at: int) -> int:
    """A look that is killed at its statement `at`."""
    seen = []

    def count(execute, *args):
        seen.append(1)
        if len(seen) >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    with connection.execute_wrapper(count):
        open_due_periods(actor=ACTOR)
    return 0


def counted() -> int:
    """How many statements a whole look takes (as an exit code)."""
    seen = []
    try:
        with transaction.atomic(), connection.execute_wrapper(lambda execute, *args: (seen.append(1), execute(*args))[1]):
            open_due_periods(actor=ACTOR)
            raise Undo
    except Undo:
        return min(len(seen), 255)


def whole() -> int:
    """What is there is whole: each period once, each with its entry."""
    return 0 if PeriodReport.objects.count() == AuditEntry.objects.filter(action="open_period").count() else 3


def finished() -> int:
    """One look makes the rest, the next one nothing."""
    open_due_periods(actor=ACTOR)
    return 0 if whole() == 0 and not [one for plan in reporting_plans() for one in due_periods(plan, clock.now())] else 4


def main() -> None:
    """Kill, look, and in the end let it finish."""
    killed = 0
    for share in range(1, 21):
        left = child(counted)
        at = max(1, left * share // 21)
        if child(lambda at=at: attempt(at)) == -signal.SIGKILL:
            killed += 1
        assert child(whole) == 0, f"a half period after the kill at {at} of {left}"
    assert child(finished) == 0
    print(killed, file=sys.stdout)


if __name__ == "__main__":
    main()
