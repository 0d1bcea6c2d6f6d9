from django.db import models

from audit.models import NeverDeleted

from ..choices import MilestoneKind
from .plan import Plan


class WorkTask(NeverDeleted):
    """工作任务: one task of a plan with its units in printed order and its deadlines."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="方案")
    number = models.CharField("编号", max_length=12, unique=True)
    title = models.CharField("任务", max_length=120)
    section = models.CharField("章节", max_length=60)
    units_text = models.TextField("责任单位原文")
    open_ended = models.CharField("未尽用语", max_length=20, blank=True)
    is_lead_inferred = models.BooleanField("牵头为推定", default=False)
    text_says_lead = models.CharField("正文所写牵头", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "工作任务"
        ordering = ["sort"]

    def __str__(self):
        return f"{self.number} {self.title}"


class WorkTaskUnit(NeverDeleted):
    """责任单位 of a task, in printed order; the first leads. A collective (各县区政府) has no `unit` of its own."""

    task = models.ForeignKey(WorkTask, models.PROTECT, related_name="units", verbose_name="任务")
    order = models.PositiveIntegerField("次序")
    name = models.CharField("单位", max_length=60)
    printed = models.CharField("印发写法", max_length=60)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位库")
    is_collective = models.BooleanField("统称", default=False)
    is_lead = models.BooleanField("牵头", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "任务责任单位"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "order"], name="task_unit_once"),
            models.UniqueConstraint(fields=["task"], condition=models.Q(is_lead=True), name="task_one_lead"),
        ]

    def __str__(self):
        return self.name


class Milestone(NeverDeleted):
    """时限: one dated milestone of a task. A task without any has no deadline (未规定) and is never overdue (X-21)."""

    task = models.ForeignKey(WorkTask, models.PROTECT, related_name="milestones", verbose_name="任务")
    order = models.PositiveIntegerField("次序")
    kind = models.CharField("性质", max_length=12, choices=MilestoneKind.choices)
    due_on = models.DateField("时限")
    text = models.CharField("原文", max_length=120)
    scope = models.CharField("范围", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务时限"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["task", "order"], name="milestone_once")]

    def __str__(self):
        return self.text
