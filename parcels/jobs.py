"""宗地的办理: beat looks every minute whether the nightly look is due; a message only wakes a worker to look at a run's row."""

import logging

from celery import shared_task

from landplan.lib.actors import system_actor
from landplan.lib.queue import wake
from landplan.lib.scope import everything

from .services import enqueue_nights
from .services import run_night as run_one

logger = logging.getLogger(__name__)
ACTOR = "夜间核对"


@shared_task
def enqueue_due() -> int:
    """把到点的核对列入办理 and wake workers. Returns for how many. A message that is lost is sent again next minute."""
    with everything("what is due looks at every county"):
        found = enqueue_nights(actor=system_actor(ACTOR))
    for run_id in found:
        wake(run_night, run_id)
    return len(found)


@shared_task
def run_night(run_id: int) -> str:
    """办一次核对. Returns the state of the run."""
    with everything("a run looks at the parcels of every county"):
        run = run_one(run_id, actor=system_actor(ACTOR))
    if run is None:
        return "taken"
    logger.info("%s: %s %s", run.key, run.get_state_display(), run.result or run.error)
    return str(run.state)
