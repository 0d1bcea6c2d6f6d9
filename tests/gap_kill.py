"""The gap between COMMIT and queue: run by test_job_faults.py as a program of its own over the database of the test.

For every delivery that had failed the office asks for another try on the page of the jobs, each time in a process of its own that gets
SIGKILL when the change is committed and before the queue hears of it. Prints how many were killed there.
"""

import os
import signal
import sys

import django

django.setup()

from django.db import connection  # noqa: E402  the apps must be loaded first
from django.urls import reverse  # noqa: E402  the apps must be loaded first

from landplan.lib import clock, queue  # noqa: E402  the apps must be loaded first
from tasks.models import Delivery  # noqa: E402  the apps must be loaded first
from tests.killing import in_child  # noqa: E402  the apps must be loaded first
from tests.world import MORNING, signed_in  # noqa: E402  the apps must be loaded first
from units.models import Post  # noqa: E402  the apps must be loaded first
from units.selectors import actor_of  # noqa: E402  the apps must be loaded first


def die(*args) -> None:
    """In place of the message."""
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Ask and die, once for each."""
    office = signed_in(actor_of(Post.objects.select_related("user", "unit__region").get(role="office")), SERVER_NAME="localhost")
    ids = list(Delivery.objects.values_list("id", flat=True))
    with clock.at(MORNING):
        assert office.get(reverse("exchange:background")).status_code == 200  # every address is loaded once, here
    connection.close()  # the children open their own
    queue.wake = die

    def ask(pk: int) -> int:
        return office.post(reverse("exchange:background_again", args=["delivery", pk])).status_code % 256

    ends = [in_child(lambda pk=pk: ask(pk), moment=MORNING) for pk in ids]
    print(ends.count(-signal.SIGKILL), file=sys.stdout)


if __name__ == "__main__":
    main()
