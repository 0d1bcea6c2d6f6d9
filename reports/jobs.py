"""周报的办理: beat looks every minute for what is due; a message only wakes a worker to look at a job's row."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything

from .services.jobs import enqueue_freezes
from .services.jobs import run_job as run_one

logger = logging.getLogger(__name__)
ACTOR = "周报定稿"


@shared_task
def enqueue_due() -> int:
    """把到点的列入办理 and wake workers for them. Returns for how many. A message that is lost is sent again next minute."""
    with everything("what is due in any plan"):
        found = enqueue_freezes(actor=system_actor(ACTOR))
    for job_id in found:
        _wake(run_job, job_id)
    return len(found)


@shared_task
def run_job(job_id: int) -> str:
    """办一件, then look whether the next week is due. Returns the state of the job."""
    with everything("the job is of a whole plan"):
        job = run_one(job_id, actor=system_actor(ACTOR))
    if job is None:
        return "taken"
    logger.info("%s: %s %s", job.key, job.get_state_display(), job.result or job.error)
    if job.finished_at is not None:
        _wake(enqueue_due)
    return str(job.state)


def _wake(task, *args) -> None:
    """Send a message. Without a queue nothing is lost: the row stands, and beat looks again next minute."""
    try:
        task.delay(*args)
    except (OSError, OperationalError) as error:
        logger.warning("queue: %s", error)
