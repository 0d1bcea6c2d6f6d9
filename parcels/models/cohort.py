from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted


class Cohort(NeverDeleted):
    """形成年代: a span of approval days (both included, NULL = open) that a document speaks of, with its clause (CLS-06)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="cohorts", verbose_name="适用区划")
    code = models.CharField("代码", max_length=40)
    label = models.CharField("形成年代", max_length=60)
    approved_from = models.DateField("批准日期起", null=True, blank=True)
    approved_until = models.DateField("批准日期止", null=True, blank=True)
    document_no = models.CharField("文号", max_length=60)
    section = models.CharField("章节", max_length=60)
    quotation = models.TextField("原文", blank=True)
    note = models.TextField("说明", blank=True)
    sort = models.PositiveIntegerField("排序", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "形成年代"
        ordering = ["region", "sort", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="cohort_once_in_region"),
            models.CheckConstraint(condition=Q(approved_from=None) | Q(approved_until=None) | Q(approved_until__gte=F("approved_from")),
                                   name="cohort_span_order", violation_error_message="批准日期止早于批准日期起。"),
        ]

    def __str__(self):
        return self.label

    @property
    def span(self) -> str:
        """起止 in words."""
        first, last = self.approved_from, self.approved_until
        return f"{first or ''} 至 {last or ''}".strip() if first else f"{last}（含）以前" if last else "不限"

    def holds(self, prefix: str = "") -> Q:
        """条件 on parcels (or on what points to them by `prefix`): approved within the span."""
        return self.holds_batch(f"{prefix}batch__")

    def holds_batch(self, prefix: str = "") -> Q:
        """条件 on batches."""
        found = Q(**{f"{prefix}approved_on__isnull": False})
        found &= Q(**{f"{prefix}approved_on__gte": self.approved_from}) if self.approved_from else Q()
        return found & (Q(**{f"{prefix}approved_on__lte": self.approved_until}) if self.approved_until else Q())
