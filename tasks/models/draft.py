from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import DraftKind, DraftState
from .plan import Plan


class PlanDraft(NeverDeleted, RegionScoped):
    """拟定中的方案 or the first table of quotas of a plan that prints none: `data` is what `load_plan` reads, and may change until a second
    person of the office issues it. Issued, its table is printed and locked; what changes later is a numbered 任务调整."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    kind = models.CharField("拟定什么", max_length=10, choices=DraftKind.choices)
    source = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+", verbose_name="照哪份方案")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="drafts", verbose_name="方案")
    data = models.JSONField("内容")
    state = models.CharField("状态", max_length=10, choices=DraftState.choices, default=DraftState.DRAFT)
    begun_at = models.DateTimeField("开始时间")
    begun_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="拟定人")
    edited_at = models.DateTimeField("最后修改")
    edited_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="最后修改人")
    issued_at = models.DateTimeField("印发时间", null=True)
    issued_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="印发人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "拟定中的方案"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(issued_by=None) | (~Q(issued_by=models.F("edited_by")) & ~Q(issued_by=models.F("begun_by"))),
                                   name="draft_second_person", violation_error_message="拟定和印发要由两个人办。"),
            models.UniqueConstraint(fields=["plan"], condition=Q(kind=DraftKind.QUOTAS, state=DraftState.DRAFT), name="draft_quotas_once",
                                    violation_error_message="这份方案的任务分解正在拟定。"),
        ]

    def __str__(self):
        return f"{self.data.get('document', {}).get('number') or self.plan or '未定文号'} {self.get_kind_display()}"

    @property
    def table(self) -> dict:
        """任务分解 as it stands in the draft."""
        return self.data["printed_tables"][0]
