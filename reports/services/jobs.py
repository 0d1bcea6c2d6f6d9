"""办理: the weekly freeze as a leased job (``landplan.lib.leases``), in one transaction with marking it done."""

from __future__ import annotations

from django.db import transaction

from landplan.lib import clock, leases
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.leases import JobState

from ..choices import JobKind
from ..models import Job
from ..selectors.weeks import Week, due_week, week_of, weekly_plans
from .freezing import AUTOMATIC, freeze_week
from .weeks import lock_week


@transaction.atomic
def enqueue_freezes(*, actor: Actor) -> list[int]:
    """把到点的定稿列入办理: one job for each plan's earliest due week; and what lies about (lost message, lease run out).

    Returns the ids of jobs that a worker should look at. Weeks follow in order: the next one is due when this is frozen.
    """
    now = clock.now()
    for plan in weekly_plans():
        if week := due_week(plan, now):
            _enqueue(week)
    return leases.waiting(Job)


def run_job(job_id: int, *, actor: Actor) -> Job | None:
    """办一件: take the lease, do the work, mark it done; None when another has it or nothing is left to do."""
    return leases.run(Job, job_id, lambda job: _do(job, actor), trouble="没有定稿。请系统管理员查看日志；办公室可以手工定稿。")


@transaction.atomic
def _do(job: Job, actor: Actor) -> Job | None:
    row = leases.still_ours(job)
    if row is None:
        return None
    week = week_of(row.report.plan, row.report.number)
    if week.is_held:
        return leases.finish(row, JobState.SKIPPED, f"第{week.number}期已挂起：{week.report.hold_reason}")
    if week.is_frozen:
        return leases.finish(row, JobState.DONE, f"第{week.number}期已由人定稿")
    snapshot = freeze_week(week, actor=actor, reason=AUTOMATIC)
    return leases.finish(row, JobState.DONE, f"第{week.number}期已定稿，校验码 {snapshot.sha256}")


def _enqueue(week: Week) -> None:
    """A job for the week; one that was passed over while the week was on hold is wanted again."""
    report = lock_week(week)
    key = f"{JobKind.FREEZE_WEEK}:{week.plan.number}:{local(week.until):%Y-%m-%d}"
    job, _ = Job.objects.get_or_create(key=key, defaults={
        "kind": JobKind.FREEZE_WEEK, "report": report, "due_at": week.auto_at, "created_at": clock.real_now()})
    if job.state == JobState.SKIPPED:
        leases.ask_again(job)
