from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import LowContent, LowPlanState
from .attachment import Attachment


class LowPlan(NeverDeleted, RegionScoped):
    """低效用地盘活利用方案 of a county or of a park: its contents, then 报批, approval by a number, publication.

    `document_no` is the document by which the county worked when it was begun: its contents are asked for by that one.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    park = models.CharField("园区", max_length=80, blank=True)
    title = models.CharField("方案名称", max_length=120)
    document_no = models.CharField("所依文件", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=LowPlanState.choices, default=LowPlanState.DRAFT)
    returned_reason = models.TextField("退回原因", blank=True)
    applied_at = models.DateTimeField("报批时间", null=True, blank=True)
    approval_no = models.CharField("批准文号", max_length=80, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    approved_by_name = models.CharField("批准机关", max_length=100, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    published_place = models.CharField("公布的地方", max_length=200, blank=True)
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="起草人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "低效方案"
        ordering = ["region__sort", "-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=[LowPlanState.APPROVED, LowPlanState.PUBLISHED])
                                   | (~Q(approval_no="") & Q(approved_on__isnull=False)), name="low_plan_approved_has_number"),
            models.CheckConstraint(condition=~Q(state=LowPlanState.PUBLISHED) | (~Q(published_place="") & Q(published_on__isnull=False)),
                                   name="low_plan_published_has_place"),
        ]

    def __str__(self):
        return self.title


class LowPlanContent(NeverDeleted, RegionScoped):
    """方案的一项内容: its words or its file, and the day of it."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    plan = models.ForeignKey(LowPlan, models.PROTECT, related_name="contents", verbose_name="方案")
    code = models.CharField("内容", max_length=12, choices=LowContent.choices)
    text = models.TextField("文字", blank=True)
    dated_on = models.DateField("日期")
    file = models.OneToOneField(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "低效方案的内容"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="low_plan_content_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="low_plan_content_is_something"),
        ]

    def __str__(self):
        return f"{self.plan} {self.get_code_display()}"
