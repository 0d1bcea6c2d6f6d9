"""办理: what runs by itself. A row is the job; whoever holds its lease does it, in one transaction with marking it done.

Killed half-way nothing of it stays, the lease runs out and another takes it. Two workers never both finish: the one
whose lease was taken over finds another attempt in the row and gives up.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.errors import Refusal

from ..choices import JobKind, JobState
from ..models import Job
from ..selectors.weeks import Week, due_week, week_of, weekly_plans
from .freezing import AUTOMATIC, freeze_week
from .weeks import lock_week

LEASE = timedelta(seconds=45)  # with the minute of the beat: taken over within two minutes
ATTEMPTS = 5


@transaction.atomic
def enqueue_freezes(*, actor: Actor) -> list[int]:
    """把到点的定稿列入办理: one job for each plan's earliest due week; and what lies about (lost message, lease run out).

    Returns the ids of jobs that a worker should look at. Weeks follow in order: the next one is due when this is frozen.
    """
    now = clock.now()
    for plan in weekly_plans():
        if week := due_week(plan, now):
            _enqueue(week)
    real = clock.real_now()
    ready = Q(state=JobState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=real))
    return list(Job.objects.filter(ready | Q(state=JobState.RUNNING, lease_until__lt=real)).values_list("id", flat=True))


def run_job(job_id: int, *, actor: Actor) -> Job | None:
    """办一件: take the lease, do the work, mark it done; None when another has it or nothing is left to do."""
    job = take_job(job_id, actor=actor)
    if job is None:
        return None
    try:
        return _do(job, actor)
    except Refusal as refusal:
        return fail_job(job, actor=actor, error=refusal.message)
    except Exception as error:
        fail_job(job, actor=actor, error=f"程序出错（{type(error).__name__}），没有定稿。请系统管理员查看日志；办公室可以手工定稿。")
        raise


@transaction.atomic
def take_job(job_id: int, *, actor: Actor) -> Job | None:
    """占用: the job for this worker, if nobody holds it. `actor` is the system."""
    real = clock.real_now()
    skip = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    job = Job.objects.select_for_update(**skip).filter(pk=job_id).first()
    waits = job is not None and job.state == JobState.QUEUED and (job.not_before is None or job.not_before <= real)
    lapsed = job is not None and job.state == JobState.RUNNING and job.lease_until < real
    if not (waits or lapsed):
        return None
    job.state, job.attempts, job.heartbeat_at, job.lease_until = JobState.RUNNING, job.attempts + 1, real, real + LEASE
    job.save(update_fields=["state", "attempts", "heartbeat_at", "lease_until"])
    return job


@transaction.atomic
def fail_job(job: Job, *, actor: Actor, error: str) -> Job:
    """没有办成: tried again later, a few times; then it stays for the office to see."""
    row = _still_ours(job)
    if row is None:
        return job
    real = clock.real_now()
    row.error = error
    row.state = JobState.FAILED if row.attempts >= ATTEMPTS else JobState.QUEUED
    row.not_before, row.lease_until = real + timedelta(minutes=row.attempts), None
    row.save(update_fields=["state", "error", "not_before", "lease_until"])
    return row


@transaction.atomic
def _do(job: Job, actor: Actor) -> Job | None:
    row = _still_ours(job)
    if row is None:
        return None
    week = week_of(row.report.plan, row.report.number)
    if week.is_held:
        return _finish(row, JobState.SKIPPED, f"第{week.number}期已挂起：{week.report.hold_reason}")
    if week.is_frozen:
        return _finish(row, JobState.DONE, f"第{week.number}期已由人定稿")
    snapshot = freeze_week(week, actor=actor, reason=AUTOMATIC)
    return _finish(row, JobState.DONE, f"第{week.number}期已定稿，校验码 {snapshot.sha256}")


def _still_ours(job: Job) -> Job | None:
    row = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    return row if row.state == JobState.RUNNING and row.attempts == job.attempts else None


def _finish(row: Job, state: JobState, result: str) -> Job:
    row.state, row.result, row.error = state, result, ""
    row.lease_until, row.not_before, row.finished_at = None, None, clock.real_now()
    row.save(update_fields=["state", "result", "error", "lease_until", "not_before", "finished_at"])
    return row


def _enqueue(week: Week) -> None:
    """A job for the week; one that was passed over while the week was on hold is wanted again."""
    report = lock_week(week)
    key = f"{JobKind.FREEZE_WEEK}:{week.plan.number}:{local(week.until):%Y-%m-%d}"
    job, _ = Job.objects.get_or_create(key=key, defaults={
        "kind": JobKind.FREEZE_WEEK, "report": report, "due_at": week.auto_at, "created_at": clock.real_now()})
    if job.state == JobState.SKIPPED:
        job.state, job.attempts = JobState.QUEUED, 0
        job.save(update_fields=["state", "attempts"])
