from django.db import models

from audit.models import NeverDeleted

from ..choices import JobKind, JobState


class Job(NeverDeleted):
    """办理: a piece of work that runs by itself. This row is the job; a Celery message only wakes a worker to look for it.

    `key` says what it is for, so that it is asked for once. A worker holds it until `lease_until` (machine time, which
    the demo clock does not move); a lease that ran out may be taken by another.
    """

    kind = models.CharField("类别", max_length=20, choices=JobKind.choices)
    key = models.CharField("键", max_length=80, unique=True)
    report = models.ForeignKey("reports.WeeklyReport", models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name="周报")
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
        verbose_name = verbose_name_plural = "办理"
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="job_state_due")]

    def __str__(self):
        return self.key
