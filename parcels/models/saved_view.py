from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted


class SavedView(NeverDeleted):
    """保存的视图: one person's filters, order and columns of the ledger, under a name."""

    user = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="用户")
    name = models.CharField("视图名称", max_length=20)
    query = models.CharField("筛选与排序", max_length=1000, blank=True)
    columns = models.JSONField("列", default=list)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "保存的视图"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], condition=Q(removed_at=None), name="view_name_once",
                                               violation_error_message="你已有同名的视图。")]

    def __str__(self):
        return self.name
