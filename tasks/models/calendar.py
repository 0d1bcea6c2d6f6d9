from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted


class CalendarToken(NeverDeleted):
    """日历订阅: the address under which one post's deadlines are read by a calendar program. Only the digest of its secret is kept;
    it ends when it is revoked, and with the post."""

    post = models.ForeignKey("units.Post", models.PROTECT, related_name="calendar_tokens", verbose_name="岗位")
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["post"], condition=Q(revoked_at=None), name="calendar_one_open")]

    def __str__(self):
        return f"{self.post} 日历订阅"
