from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import UNIT_CHOICES, AreaField
from landplan.lib.scope import RegionScoped

from ..choices import DisposalState, IdleSource, Kind
from ..rules.terms import papers_needed
from .measure import Measure
from .parcel import Parcel

WAITING = [DisposalState.RETURNED, DisposalState.SUBMITTED, DisposalState.VERIFIED]


class Disposal(NeverDeleted, RegionScoped):
    """处置: what was done with part or all of a parcel's area (亩), on which day, by which document.

    `region`, `kind` and `idle_source` are copied from the parcel (kind: the one valid at acceptance).
    `terms` are what its measure asks for (rules.terms).
    `accepted_area` is the area that counts: set at acceptance, moved by corrections, 0 after a reversal.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="disposals", verbose_name="宗地")
    number = models.PositiveIntegerField("笔")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    idle_source = models.CharField("闲置来源", max_length=20, choices=IdleSource.choices, blank=True)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name="措施")
    disposes = models.BooleanField("计入处置", default=True)
    area = AreaField("处置面积")
    area_typed = models.CharField("录入面积", max_length=30, blank=True)
    area_unit = models.CharField("录入单位", max_length=4, choices=UNIT_CHOICES, default="mu")
    disposed_on = models.DateField("处置日期", null=True, blank=True)
    doc_no = models.CharField("文书号", max_length=80, blank=True)
    system_on = models.DateField("部系统日期", null=True, blank=True)
    is_backfill = models.BooleanField("补录", default=False)
    remark = models.TextField("备注", blank=True)
    term_set = models.CharField("要件", max_length=40, blank=True)  # of its measure when it was last saved
    terms = models.JSONField("要件内容", default=dict)  # exact texts, by the keys of the set

    state = models.CharField("状态", max_length=12, choices=DisposalState.choices, default=DisposalState.DRAFT)
    accepted_area = AreaField("计入面积", null=True, blank=True)
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    repeat_area = AreaField("不重复计入的面积", default=Decimal(0))  # was credited in an earlier round (再次闲置)
    created_at = models.DateTimeField("登记时间")
    created_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    submitted_at = models.DateTimeField("上报时间", null=True, blank=True)
    verified_at = models.DateTimeField("审核时间", null=True, blank=True)
    verified_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    accepted_at = models.DateTimeField("验收时间", null=True, blank=True)
    accepted_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="验收人")
    returned_reason = models.TextField("退回原因", blank=True)
    updated_at = models.DateTimeField("更新时间")
    version = models.PositiveIntegerField("版本", default=1)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "处置"
        ordering = ["parcel", "number"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "number"], name="disposal_number_once"),
            models.CheckConstraint(condition=Q(area__gt=0), name="disposal_area_positive",
                                   violation_error_message="处置面积要大于 0。"),
            models.CheckConstraint(condition=~Q(state=DisposalState.ACCEPTED)
                                   | Q(accepted_at__isnull=False, accepted_by__isnull=False, verified_by__isnull=False),
                                   name="disposal_accepted_is_whole"),
            models.CheckConstraint(condition=Q(repeat_area__gte=0) & Q(repeat_area__lte=F("area")), name="disposal_repeat_fits"),
            models.CheckConstraint(
                condition=(Q(verified_by=None) | ~Q(verified_by=F("created_by")))
                & (Q(accepted_by=None) | (~Q(accepted_by=F("created_by")) & ~Q(accepted_by=F("verified_by")))),
                name="disposal_three_persons", violation_error_message="登记、审核、验收要由三个人办。"),
        ]
        indexes = [
            models.Index(fields=["region", "state", "updated_at", "id"], name="disposal_region_state"),
            models.Index(fields=["state", "updated_at", "id"], name="disposal_state"),
            models.Index(fields=["region", "state"], name="disposal_waiting", condition=Q(state__in=WAITING), include=[
                "area", "kind", "disposes", "created_by", "verified_by", "submitted_at", "verified_at"]),
            models.Index(fields=["term_set", "region", "id"], name="disposal_term_set", condition=~Q(term_set="")),
            models.Index(fields=["created_by", "state"], name="disposal_author"),
            models.Index(fields=["updated_at", "id"], name="disposal_latest"),
            models.Index(fields=["region", "updated_at", "id"], name="disposal_region_latest"),
        ]

    @property
    def done_area(self) -> Decimal | None:
        """办成的面积 (亩): what counts and what was credited in an earlier round already."""
        return None if self.accepted_area is None else self.accepted_area + self.repeat_area

    def __str__(self):
        return f"{self.parcel.parcel_no} 第{self.number}笔"

    @property
    def papers_needed(self) -> list[dict]:
        """须有的佐证 ({code, label}): those of the measure, and those that its terms ask for by what is chosen."""
        return papers_needed(self.measure.evidence, self.term_set, self.terms)


class DisposalRevision(AppendOnly, RegionScoped):
    """上报稿: what was submitted, whole, each time; the reviewer compares with the one before."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="revisions", verbose_name="处置")
    number = models.PositiveIntegerField("稿次")
    payload = models.JSONField("内容")
    at = models.DateTimeField("上报时间")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="上报人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "上报稿"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["disposal", "number"], name="revision_once")]
