from django.db import models

from audit.models import NeverDeleted

from ..choices import Rhythm
from .plan import Plan


class Duty(NeverDeleted):
    """应办事项: something that somebody must do or report by a day."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="duties", verbose_name="方案")
    code = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("事项", max_length=80)
    obligated = models.CharField("由谁办", max_length=60)
    reported_to = models.CharField("报给谁", max_length=60, blank=True)
    due_on = models.DateField("时限")
    text = models.CharField("原文", max_length=200)
    section = models.CharField("章节", max_length=60)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "应办事项"
        ordering = ["sort"]

    def __str__(self):
        return self.title


class Cycle(NeverDeleted):
    """报告周期: weekly, monthly … reports and reviews as printed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="cycles", verbose_name="方案")
    period = models.CharField("周期", max_length=12, choices=Rhythm.choices)
    what = models.CharField("内容", max_length=100)
    by = models.CharField("由谁", max_length=60)
    to = models.CharField("对谁", max_length=60)
    text = models.CharField("原文", max_length=200)
    section = models.CharField("章节", max_length=60)
    # where the document says so (what publishes a ranking begins with the ranking); else from its own day
    starts_on = models.DateField("从何时起", null=True, blank=True)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "报告周期"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["plan", "sort"], name="cycle_once")]

    def __str__(self):
        return self.what


class Threshold(NeverDeleted):
    """界限: a number of the document that decides something. `value` is kept as printed (1/3, 20, 2018-12-31)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="thresholds", verbose_name="方案")
    code = models.CharField("编号", max_length=20, unique=True)
    name = models.CharField("界限", max_length=100)
    value = models.CharField("值", max_length=40, blank=True)
    unit = models.CharField("单位", max_length=40, blank=True)
    text = models.CharField("原文", max_length=200)
    section = models.CharField("章节", max_length=60)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "界限"
        ordering = ["sort"]

    def __str__(self):
        return self.name
