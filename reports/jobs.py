"""周报、定期报告的办理: beat looks every minute for what is due; a message only wakes a worker to look at a job's row."""

import logging

from celery import shared_task

from landplan.lib.actors import system_actor
from landplan.lib.queue import wake
from landplan.lib.scope import everything

from .services.jobs import enqueue_freezes
from .services.jobs import run_job as run_one
from .services.periods import open_due_periods

logger = logging.getLogger(__name__)
ACTOR = "周报定稿"


@shared_task
def enqueue_due() -> int:
    """把到点的列入办理 and wake workers for them. Returns for how many. A message that is lost is sent again next minute."""
    with everything("what is due in any plan"):
        found = enqueue_freezes(actor=system_actor(ACTOR))
    for job_id in found:
        wake(run_job, job_id)
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
        wake(enqueue_due)
    return str(job.state)


@shared_task
def open_periods() -> int:
    """到期的月、季、半年、年、阶段各建一次. Returns how many were made; a look that is lost or killed is made up by the next one."""
    with everything("what is due in any plan"):
        return len(open_due_periods(actor=system_actor("定期报告")))
