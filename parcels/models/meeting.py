from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import Assessment, MeetingKind
from .lawsuit import Lawsuit
from .parcel import Parcel
from .project import Project


class Meeting(NeverDeleted, RegionScoped):
    """会议: of government and court (府院联席), or of promotion, expropriation and supply (招商、征地、供地会商). Posts and units only."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("会议", max_length=10, choices=MeetingKind.choices)
    held_on = models.DateField("开会日期")
    host = models.CharField("主持岗位", max_length=100, blank=True)
    attendees = models.CharField("参加单位", max_length=300)
    summary_no = models.CharField("会议纪要", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["kind", "-held_on", "-id"], name="meeting_latest")]

    def __str__(self):
        return f"{self.held_on} {self.get_kind_display()}"


class MeetingItem(NeverDeleted, RegionScoped):
    """议题: what was brought up - about a case, a parcel or a project - and what came of it."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name="会议")
    matter = models.CharField("议题", max_length=300)
    lawsuit = models.ForeignKey(Lawsuit, models.PROTECT, null=True, blank=True, related_name="meeting_items", verbose_name="案件")
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, blank=True, related_name="meeting_items", verbose_name="宗地")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="meeting_items", verbose_name="项目")
    assessment = models.CharField("项目实施评估", max_length=10, choices=Assessment.choices, blank=True)
    result = models.TextField("结果", blank=True)
    lead_unit = models.CharField("责任单位", max_length=100, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "会议议题"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(assessment="") | Q(project__isnull=False), name="meeting_item_assessed_project",
                                   violation_error_message="写了项目实施评估，没有选项目。"),
            models.CheckConstraint(condition=Q(done_on=None) | ~Q(result=""), name="meeting_item_done_has_result",
                                   violation_error_message="办结的要写结果。"),
        ]

    def __str__(self):
        return self.matter[:60]
