from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped
from tasks.choices import QuotaClass
from tasks.models import Plan

from ..choices import ReturnState


class WeeklyReport(NeverDeleted):
    """周报: one week of a plan, (after, until]. `edition` is the last frozen one, 0 while it is open.

    The week is public to its plan; what a county returned stands in `WeekReturn`, which is scoped.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="weeks", verbose_name="方案")
    number = models.PositiveIntegerField("期号")
    after = models.DateTimeField("起（不含）")
    until = models.DateTimeField("截止（含）")
    edition = models.PositiveIntegerField("已定稿版本", default=0)
    frozen_at = models.DateTimeField("首次定稿时间", null=True, blank=True)
    hold_reason = models.TextField("挂起原因", blank=True)
    held_at = models.DateTimeField("挂起时间", null=True, blank=True)
    held_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="挂起人")
    opened_at = models.DateTimeField("建立时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "周报"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "until"], name="week_report_once"),
            models.UniqueConstraint(fields=["plan", "number"], name="week_report_number_once"),
            models.CheckConstraint(condition=Q(after__lt=models.F("until")), name="week_report_is_a_span"),
            models.CheckConstraint(condition=Q(edition=0, frozen_at=None) | Q(edition__gt=0, frozen_at__isnull=False),
                                   name="week_report_frozen_is_whole"),
            models.CheckConstraint(condition=Q(held_at=None, hold_reason="") | (Q(held_at__isnull=False) & ~Q(hold_reason="")),
                                   name="week_report_hold_has_reason"),
        ]

    def __str__(self):
        return f"第{self.number}期周报"

    @property
    def is_frozen(self) -> bool:
        return self.edition > 0

    @property
    def is_held(self) -> bool:
        return self.held_at is not None


class WeekReturn(NeverDeleted, RegionScoped):
    """县区周报: one county's return of one week; every return as it was made is an edition of it."""

    report = models.ForeignKey(WeeklyReport, models.PROTECT, related_name="returns", verbose_name="周报")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    state = models.CharField("状态", max_length=10, choices=ReturnState.choices)
    number = models.PositiveIntegerField("第几次报送", default=1)
    returned_at = models.DateTimeField("报送时间")
    sent_back_at = models.DateTimeField("退回时间", null=True, blank=True)
    sent_back_reason = models.TextField("退回原因", blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "县区周报"
        ordering = ["report", "region__sort"]
        constraints = [
            models.UniqueConstraint(fields=["report", "region"], name="week_return_once"),
            models.CheckConstraint(condition=~Q(state=ReturnState.AGAIN) | (Q(sent_back_at__isnull=False) & ~Q(sent_back_reason="")),
                                   name="week_return_sent_back_has_reason"),
        ]

    def __str__(self):
        return f"{self.region} {self.report}"


class WeekReturnEdition(AppendOnly, RegionScoped):
    """一次报送: a return as it was made, with its remark; its figures are `WeekFigure`. Never changed."""

    week_return = models.ForeignKey(WeekReturn, models.PROTECT, related_name="editions", verbose_name="县区周报")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    number = models.PositiveIntegerField("第几次报送")
    remark = models.TextField("备注", blank=True)
    is_late = models.BooleanField("迟报")
    at = models.DateTimeField("报送时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="报送人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "报送"
        ordering = ["week_return", "number"]
        constraints = [models.UniqueConstraint(fields=["week_return", "number"], name="week_edition_once")]

    def __str__(self):
        return f"第{self.number}次报送"


class WeekFigure(AppendOnly, RegionScoped):
    """报送的一个数: the accepted facts proposed at that moment, and the figure stated instead (None = confirmed)."""

    edition = models.ForeignKey(WeekReturnEdition, models.PROTECT, related_name="figures", verbose_name="报送")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    quota_class = models.CharField("任务口径", max_length=12, choices=QuotaClass.choices)
    proposed = AreaField("测算数")
    stated = AreaField("县区另报数", null=True, blank=True)
    reason = models.TextField("原因", blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "报送的数"
        constraints = [
            models.UniqueConstraint(fields=["edition", "quota_class"], name="week_figure_once"),
            models.CheckConstraint(condition=Q(stated=None) | ~Q(reason=""), name="week_figure_other_has_reason",
                                   violation_error_message="另报的数要写原因。"),
        ]

    def __str__(self):
        return self.get_quota_class_display()
