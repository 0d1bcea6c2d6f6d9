from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.leases import LeasedJob
from landplan.lib.scope import RegionScoped
from parcels.models import Attachment

from ..choices import ObligationKind, ObligedPer
from .duty import Cycle
from .plan import Plan


class Obligation(NeverDeleted):
    """应建应发: what the document wants issued or set up - a supporting rule, a county's own plan, an organisation - and by whom.

    `parts` are what it must hold by the document's own words (时序安排, 责任分工); without them nothing can be found incomplete.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="obligations", verbose_name="方案")
    code = models.CharField("编号", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=12, choices=ObligationKind.choices)
    title = models.CharField("事项", max_length=80)
    obligated = models.CharField("由谁办", max_length=60)
    per = models.CharField("每个什么一份", max_length=8, choices=ObligedPer.choices)
    due_on = models.DateField("时限", null=True, blank=True)
    parts = models.JSONField("应有内容", default=list, blank=True)
    text = models.CharField("原文", max_length=200)
    section = models.CharField("章节", max_length=60)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "应建应发事项"
        ordering = ["sort"]

    def __str__(self):
        return self.title


class ObligationRecord(NeverDeleted, RegionScoped):
    """已建已发: the document by which it was issued or set up. Posts and units only, no names of persons."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="records", verbose_name="事项")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    park = models.ForeignKey("parcels.Park", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="园区")
    doc_no = models.CharField("文号", max_length=80)
    title = models.CharField("文件标题", max_length=200, blank=True)
    issued_on = models.DateField("印发日期")
    leader_post = models.CharField("负责岗位", max_length=100, blank=True)
    members = models.CharField("组成单位和岗位", max_length=500, blank=True)
    parts = models.JSONField("已有内容", default=list, blank=True)
    file = models.OneToOneField(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "应建应发登记"
        ordering = ["-entered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "region"], condition=Q(unit=None, park=None, voided_at=None),
                                    name="obligation_record_once"),
            models.UniqueConstraint(fields=["obligation", "park"], condition=Q(park__isnull=False, voided_at=None), name="obligation_park_once"),
            models.UniqueConstraint(fields=["obligation", "unit"], condition=Q(unit__isnull=False, voided_at=None), name="obligation_unit_once"),
        ]

    def __str__(self):
        return f"{self.obligation} {self.doc_no}"


class PeriodDuty(NeverDeleted, RegionScoped):
    """周期任务: what a cycle of the document asks of one unit for one period; made by the daily job, once (TSK-08)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="duties", verbose_name="报告周期")
    period = models.CharField("期", max_length=8)
    label = models.CharField("期名", max_length=20)
    first_on = models.DateField("期初")
    due_on = models.DateField("时限")
    made_at = models.DateTimeField("生成时间")
    done_on = models.DateField("办结日期", null=True, blank=True)
    note = models.CharField("办结情况", max_length=500, blank=True)
    doc_no = models.CharField("文号", max_length=80, blank=True)
    closed_at = models.DateTimeField("登记时间", null=True, blank=True)
    closed_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "周期任务"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "period", "region"], name="period_duty_once"),
            models.CheckConstraint(condition=Q(done_on=None) | ~Q(note=""), name="period_duty_done_has_note"),
        ]

    def __str__(self):
        return f"{self.label} {self.cycle.what}"


class WorkRun(LeasedJob, NeverDeleted):
    """每日应办: one run a day makes what the cycles ask for and sends what is to be remembered."""

    day = models.DateField("日期")

    class Meta(LeasedJob.Meta):
        verbose_name = verbose_name_plural = "每日应办"
