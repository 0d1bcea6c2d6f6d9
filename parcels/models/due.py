from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from .disposal import Disposal
from .parcel import Parcel


class DisposalDue(NeverDeleted, RegionScoped):
    """到期事项 that the terms of a disposal bring with them: until when, and what comes next.

    Kept by the services in step with the terms: `met_on` when the record itself says that it was met, `due_on` empty when the
    terms no longer bring it. `closed_*`: a person says how it ended.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="dues", verbose_name="宗地")
    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="dues", verbose_name="处置")
    key = models.CharField("代码", max_length=40)
    label = models.CharField("事项", max_length=60)
    due_on = models.DateField("到期", null=True)
    next_step = models.CharField("下一步", max_length=300)
    met_on = models.DateField("已办日期", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="办结人")
    closed_note = models.CharField("办结情况", max_length=300, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "到期事项"
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["disposal", "key"], name="due_once")]
        indexes = [models.Index(fields=["region", "due_on", "id"], name="due_open",
                                condition=Q(met_on=None, closed_at=None, due_on__isnull=False))]

    def __str__(self):
        return f"{self.disposal} {self.label}"

    @property
    def is_open(self) -> bool:
        """还没有办."""
        return self.due_on is not None and self.met_on is None and self.closed_at is None
