"""占用: a row is the job; whoever holds its lease does it. Any model with the fields of ``LeasedJob`` is worked like this.

A worker that is killed leaves its lease to run out, and another takes the row over. The one whose lease was taken over
finds another attempt in the row (``still_ours``) and gives up, so that two never both finish. Times are machine time
(``clock.real_now``), which the demo clock does not move. What a job does to business data is a service with its own
entry in the trail; moving a lease is not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import Q

from . import clock
from .errors import Refusal

LEASE = timedelta(seconds=45)  # with the minute of the beat: taken over within two minutes
ATTEMPTS = 5


class JobState(models.TextChoices):
    """办理的状态. 不再需要: what was to be done had been done, or was put on hold, before its turn came."""

    QUEUED = "queued", "待办"
    RUNNING = "running", "办理中"
    DONE = "done", "已办成"
    FAILED = "failed", "没有办成"
    SKIPPED = "skipped", "不再需要"


class LeasedJob(models.Model):
    """办理: a piece of work that runs by itself. This row is the job; a message only wakes a worker to look for it.

    `key` says what it is for, so that it is asked for once (get_or_create by it). A worker holds the row until
    `lease_until`; a lease that ran out may be taken by another. Mix `audit.models.NeverDeleted` in.
    """

    key = models.CharField("键", max_length=80, unique=True)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    due_at = models.DateTimeField("应办时间")
    not_before = models.DateTimeField("最早再办", null=True, blank=True)
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    heartbeat_at = models.DateTimeField("心跳", null=True, blank=True)
    attempts = models.PositiveIntegerField("次数", default=0)
    error = models.TextField("没有办成的原因", blank=True)
    result = models.TextField("结果", blank=True)
    created_at = models.DateTimeField("建立时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="%(class)s_state_due")]

    def __str__(self):
        return self.key

    @property
    def is_over(self) -> bool:
        """Whether nobody will work on it any more."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.SKIPPED)


def waiting(model: type[LeasedJob]) -> list[int]:
    """待办: the ids a worker should look at: queued and due, or with a lease that ran out. Send a message for each."""
    real = clock.real_now()
    ready = Q(state=JobState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=real))
    lapsed = Q(state=JobState.RUNNING, lease_until__lt=real)
    return list(model._default_manager.filter(ready | lapsed).values_list("id", flat=True))


@transaction.atomic
def take(model: type[LeasedJob], pk: int) -> LeasedJob | None:
    """占用: the row for this worker, if nobody holds it and its time has come; else None."""
    real = clock.real_now()
    skip = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    job = model._default_manager.select_for_update(**skip, of=("self",)).filter(pk=pk).first()
    waits = job is not None and job.state == JobState.QUEUED and (job.not_before is None or job.not_before <= real)
    lapsed = job is not None and job.state == JobState.RUNNING and job.lease_until < real
    if not (waits or lapsed):
        return None
    job.state, job.attempts, job.heartbeat_at, job.lease_until = JobState.RUNNING, job.attempts + 1, real, real + LEASE
    job.save(update_fields=["state", "attempts", "heartbeat_at", "lease_until"])
    return job


def still_ours(job: LeasedJob) -> LeasedJob | None:
    """还是我的: the row, locked, if it still belongs to this attempt; else None. Ask inside the transaction of the work."""
    row = type(job)._default_manager.select_for_update(of=("self",)).get(pk=job.pk)
    return row if row.state == JobState.RUNNING and row.attempts == job.attempts else None


def prolong(row: LeasedJob, *fields: str) -> LeasedJob:
    """心跳: a locked row (``still_ours``) of a long job lives on; `fields` of its progress are saved with it."""
    row.heartbeat_at = clock.real_now()
    row.lease_until = row.heartbeat_at + LEASE
    row.save(update_fields=["heartbeat_at", "lease_until", *fields])
    return row


@transaction.atomic
def fail(job: LeasedJob, error: str, *, for_good: bool = False) -> LeasedJob:
    """没有办成: tried again later, a few times; then, or at once `for_good`, it stays with its sentence for people to see."""
    row = still_ours(job)
    if row is None:
        return job
    real = clock.real_now()
    row.error = error
    row.state = JobState.FAILED if for_good or row.attempts >= ATTEMPTS else JobState.QUEUED
    row.not_before, row.lease_until = real + timedelta(minutes=row.attempts), None
    row.save(update_fields=["state", "error", "not_before", "lease_until"])
    return row


def finish(row: LeasedJob, state: JobState, result: str) -> LeasedJob:
    """办完: a locked row (``still_ours``) is over, in the transaction of the work itself."""
    row.state, row.result, row.error = state, result, ""
    row.lease_until, row.not_before, row.finished_at = None, None, clock.real_now()
    row.save(update_fields=["state", "result", "error", "lease_until", "not_before", "finished_at"])
    return row


def ask_again(job: LeasedJob) -> LeasedJob:
    """重新要办: a row that was over is wanted again, with all its attempts."""
    job.state, job.attempts, job.error, job.not_before, job.finished_at = JobState.QUEUED, 0, "", None, None
    job.save(update_fields=["state", "attempts", "error", "not_before", "finished_at"])
    return job


def run(model: type[LeasedJob], pk: int, work: Callable[[LeasedJob], LeasedJob | None], *, trouble: str) -> LeasedJob | None:
    """办一件: take the lease and do `work`; None when another has it or nothing is left to do.

    A ``Refusal`` is the sentence of why it was not done. Anything else is a fault of the program: `trouble` says what
    that means for the user, and the exception goes on to the log.
    """
    job = take(model, pk)
    if job is None:
        return None
    try:
        return work(job)
    except Refusal as refusal:
        return fail(job, refusal.message)
    except Exception as error:
        fail(job, f"程序出错（{type(error).__name__}），{trouble}")
        raise
