from django.db import models

from audit.models import NeverDeleted
from landplan.lib.leases import LeasedJob

from ..choices import JobKind


class Job(LeasedJob, NeverDeleted):
    """办理: what reports do by themselves, such as the freeze of a week at its hour."""

    kind = models.CharField("类别", max_length=20, choices=JobKind.choices)
    report = models.ForeignKey("reports.WeeklyReport", models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name="周报")

    class Meta(LeasedJob.Meta):
        verbose_name = verbose_name_plural = "办理"
