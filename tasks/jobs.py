"""每日应办: beat looks every minute whether the day's run is due; a message only wakes a worker to look at its row."""

import logging

from celery import shared_task

from landplan.lib.actors import system_actor
from landplan.lib.queue import wake
from landplan.lib.scope import everything

from .services import enqueue_work, run_delivery, waiting_deliveries
from .services import run_work as run_one

logger = logging.getLogger(__name__)
ACTOR = "每日应办"


@shared_task
def enqueue_due() -> int:
    """把到点的应办列入办理 and wake workers. Returns for how many. A message that is lost is sent again next minute."""
    with everything("what is due looks at every county"):
        found = enqueue_work(actor=system_actor(ACTOR))
    for run_id in found:
        wake(run_work, run_id)
    return len(found)


@shared_task
def look_for_deliveries() -> int:
    """等着外发的: wake a worker for each. Nothing waits while mail and webhook are off."""
    found = waiting_deliveries()
    for pk in found:
        wake(deliver, pk)
    return len(found)


@shared_task
def deliver(delivery_id: int) -> str:
    """外发一件. Returns its state."""
    with everything("a reminder goes out of any county"):
        row = run_delivery(delivery_id, actor=system_actor(ACTOR))
    return str(row.state) if row else "taken"


@shared_task
def run_work(run_id: int) -> str:
    """办一次. Returns the state of the run."""
    with everything("a run makes the duties of every county"):
        run = run_one(run_id, actor=system_actor(ACTOR))
    if run is None:
        return "taken"
    logger.info("%s: %s %s", run.key, run.get_state_display(), run.result or run.error)
    return str(run.state)
