from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped
from parcels.models import Attachment

from ..choices import ClosingState, ProgressState
from .work_task import Milestone, WorkTask, WorkTaskUnit


class TaskProgress(AppendOnly, RegionScoped):
    """任务进展: what one unit of a task says of its part. `region` is that of the unit: a county's words stay with the county."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    task = models.ForeignKey(WorkTask, models.PROTECT, related_name="progress", verbose_name="任务")
    unit = models.ForeignKey(WorkTaskUnit, models.PROTECT, related_name="progress", verbose_name="责任单位")
    unit_name = models.CharField("报的单位", max_length=100)
    state = models.CharField("进展", max_length=10, choices=ProgressState.choices)
    percent = models.PositiveSmallIntegerField("完成百分比", null=True, blank=True)
    text = models.TextField("进展情况")
    file = models.OneToOneField(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证")
    entered_at = models.DateTimeField("时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="填报人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "任务进展"
        ordering = ["-entered_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="progress_percent",
                                              violation_error_message="完成百分比超过 100。")]
        indexes = [models.Index(fields=["task", "-entered_at", "-id"], name="progress_of_task")]

    def __str__(self):
        return f"{self.task.number} {self.unit_name} {self.get_state_display()}"


class TaskClosing(NeverDeleted, RegionScoped):
    """办结: a milestone of a task is met, or a task without any is done. The lead says so, another person of the office confirms.

    Where the lead stands for many (各县区政府), each county closes for itself; else `region` is that of the plan.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    task = models.ForeignKey(WorkTask, models.PROTECT, related_name="closings", verbose_name="任务")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="closings", verbose_name="时限")
    unit_name = models.CharField("提出的单位", max_length=100)
    done_on = models.DateField("完成日期")
    text = models.TextField("完成情况")
    file = models.OneToOneField(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证")
    state = models.CharField("状态", max_length=10, choices=ClosingState.choices, default=ClosingState.PROPOSED)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人")
    opinion = models.TextField("确认意见", blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "任务办结"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "region"], condition=~Q(state=ClosingState.RETURNED), name="closing_of_milestone_once"),
            models.UniqueConstraint(fields=["task", "region"], condition=Q(milestone=None) & ~Q(state=ClosingState.RETURNED),
                                    name="closing_of_task_once"),
            models.CheckConstraint(condition=~Q(state=ClosingState.RETURNED) | ~Q(opinion=""), name="closing_returned_has_reason"),
        ]

    def __str__(self):
        return f"{self.task.number} {self.milestone or '任务'} {self.unit_name}"
