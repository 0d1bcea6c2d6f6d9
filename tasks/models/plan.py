from datetime import date, datetime, timedelta

from django.db import models

from audit.models import NeverDeleted
from landplan.lib.weeks import cutoffs, end_of_day

from ..choices import (
    AnswerDays,
    ExpiryDays,
    GoalBase,
    LastDay,
    MonthRule,
    ReminderDays,
    SnapshotLead,
    SupplyFormula,
    YearBase,
)
from ..rules.settings import AUTO_FREEZE, CUTOFF
from .document import Document


class Plan(NeverDeleted):
    """方案: what a region undertook in a document, and the settings that the document leaves open.

    Each setting stands with its default and basis in `tasks.rules.settings`. The document is public: no territory.
    """

    document = models.OneToOneField(Document, models.PROTECT, related_name="plan", verbose_name="文件")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="plans", verbose_name="区划")
    first_cutoff_on = models.DateField("首个周报截止日", null=True, blank=True)
    last_cutoff_on = models.DateField("末个周报截止日", null=True, blank=True)
    cutoff_time = models.TimeField("周截止时刻", default=CUTOFF)
    has_auto_freeze = models.BooleanField("到点自动定稿", default=True)
    auto_freeze_time = models.TimeField("自动定稿时刻", default=AUTO_FREEZE)
    counts_used_unsupplied = models.BooleanField("未供即用计入批而未供任务量", default=True)
    has_combined_rank = models.BooleanField("综合完成率与排名", default=True)
    approved_from = models.DateField("纳入范围：批准日期起", null=True, blank=True)
    approved_until = models.DateField("纳入范围：批准日期止", null=True, blank=True)
    goal_base = models.CharField("闲置、低效阶段比例的基数", max_length=12, choices=GoalBase.choices, default=GoalBase.QUOTA)
    year_base = models.CharField("年度比例的基数", max_length=12, choices=YearBase.choices, default=YearBase.OPENING)
    supply_formula = models.CharField("供地率算法", max_length=12, choices=SupplyFormula.choices, default=SupplyFormula.SUPPLIED)
    last_day = models.CharField("最后有效日", max_length=12, choices=LastDay.choices, default=LastDay.EVE)
    reminder_days = models.CharField("到期前几天提醒", max_length=12, choices=ReminderDays.choices, default=ReminderDays.USUAL)
    month_rule = models.CharField("每月最后一周", max_length=8, choices=MonthRule.choices, default=MonthRule.LAST_CUTOFF)
    snapshot_lead = models.CharField("阶段表取数到哪一日", max_length=2, choices=SnapshotLead.choices, default=SnapshotLead.SAME)
    answer_days = models.CharField("政策咨询答复期限", max_length=4, choices=AnswerDays.choices, default=AnswerDays.WEEK)
    expiry_days = models.CharField("有效期满前几天提醒", max_length=4, choices=ExpiryDays.choices, default=ExpiryDays.QUARTER)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        ordering = ["region__sort", "-document__dated_on", "id"]

    def __str__(self):
        return self.document.number

    @property
    def name(self) -> str:
        """方案标题."""
        return self.document.title

    @property
    def number(self) -> str:
        """文号."""
        return self.document.number

    @property
    def base_at(self) -> datetime | None:
        """基准时刻: the end of the base date; only facts after it count (cumulative figures)."""
        return end_of_day(self.document.base_on) if self.document.base_on else None

    @property
    def counts_after(self) -> datetime | None:
        """此刻之后的才计入: the last instant of the base date; None = everything counts."""
        return self.base_at - timedelta(microseconds=1) if self.base_at else None

    @property
    def valid_until(self) -> date | None:
        """最后有效的一日 (C-22): the document keeps the eve of the anniversary, the setting may move it to the day itself."""
        day = self.document.valid_until
        return day + timedelta(days=1) if day and self.last_day == LastDay.ANNIVERSARY else day

    def weekly_cutoffs(self) -> list[datetime]:
        """各周截止时刻 from the first to the last; empty when the plan has no weekly report."""
        if not (self.first_cutoff_on and self.last_cutoff_on):
            return []
        return cutoffs(self.first_cutoff_on, self.last_cutoff_on, self.cutoff_time)


class PlanNote(NeverDeleted):
    """印发原文的出入: a contradiction or gap of the document, with how it is handled here."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="notes", verbose_name="方案")
    ref = models.CharField("编号", max_length=10)
    section = models.CharField("章节", max_length=60)
    found = models.TextField("原文如此")
    handling = models.TextField("处理")
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "印发原文的出入"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="plan_note_once")]

    def __str__(self):
        return self.ref


class PlanWord(NeverDeleted):
    """方案用语: which kinds of land a word of the document means (CLS-01)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="words", verbose_name="方案")
    word = models.CharField("用语", max_length=40)
    kinds = models.JSONField("类别")
    is_umbrella = models.BooleanField("总称")
    section = models.CharField("章节", max_length=60)
    note = models.CharField("说明", max_length=100, blank=True)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "方案用语"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["plan", "word"], name="plan_word_once")]

    def __str__(self):
        return self.word
