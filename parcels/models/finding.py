from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices import Cause, FindingEnd, Kind
from .parcel import Parcel


class FactSheet(AppendOnly, RegionScoped):
    """核实表: the facts of a parcel as they were recorded once (parcels.rules.findings.facts); the highest number holds.

    `values` and `years` are texts, exact; a finding points to the sheet that it rests on.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="fact_sheets", verbose_name="宗地")
    number = models.PositiveIntegerField("第几次")
    values = models.JSONField("事实", default=dict)
    years = models.JSONField("各年", default=list)
    source = models.CharField("核实依据", max_length=200)
    at = models.DateTimeField("核实时间")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="核实人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "核实表"
        ordering = ["parcel", "number"]
        constraints = [models.UniqueConstraint(fields=["parcel", "number"], name="fact_sheet_once")]

    def __str__(self):
        return f"{self.parcel.parcel_no} 第{self.number}次核实"


class FindingStandard(NeverDeleted, RegionScoped):
    """认定标准: the document in which a county says what it finds inefficient (CLS-19)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    doc_no = models.CharField("文号", max_length=80)
    title = models.CharField("标题", max_length=120)
    issued_on = models.DateField("印发日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "认定标准"
        ordering = ["region", "issued_on", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "doc_no"], name="standard_once_in_region",
                                               violation_error_message="本县区已登记过这份认定标准。")]

    def __str__(self):
        return self.doc_no


class FindingQuerySet(models.QuerySet):
    def standing(self):
        """有效的认定."""
        return self.filter(ended_at=None)


class Finding(NeverDeleted, RegionScoped):
    """认定: what a person found about a parcel, by which document, on which facts and rule; it ends by a result.

    `reading` is the rule's reasoning in words as it was on that day: later rules change no old finding.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="findings", verbose_name="宗地")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    type_code = models.CharField("类型代码", max_length=20)
    type_label = models.CharField("认定类型", max_length=40)
    opinion = models.TextField("认定意见")
    doc_no = models.CharField("认定文号", max_length=80)
    found_on = models.DateField("认定日期")
    units = models.CharField("参加单位", max_length=300)
    notice_no = models.CharField("告知文书", max_length=80, blank=True)
    notified_on = models.DateField("告知使用权人日期", null=True, blank=True)
    cause = models.CharField("形成原因", max_length=20, choices=Cause.choices, blank=True)
    filing_no = models.CharField("省厅备案号", max_length=80, blank=True)
    filed_on = models.DateField("省厅备案日期", null=True, blank=True)
    rule_version = models.CharField("规则版本", max_length=60)
    reading = models.JSONField("判断", default=dict)
    sheet = models.ForeignKey(FactSheet, models.PROTECT, null=True, related_name="+", verbose_name="核实表")
    standard = models.ForeignKey(FindingStandard, models.PROTECT, null=True, related_name="+", verbose_name="认定标准")
    found_at = models.DateTimeField("登记时间")
    found_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="认定人")
    result = models.CharField("结果", max_length=12, choices=FindingEnd.choices, blank=True)
    result_no = models.CharField("结果文书", max_length=80, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_at = models.DateTimeField("结束登记时间", null=True, blank=True)
    ended_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="结束登记人")

    objects = ScopedManager.from_queryset(FindingQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "认定"
        ordering = ["-found_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "kind"], condition=Q(ended_at=None), name="finding_one_standing",
                                    violation_error_message="这宗地已有有效的认定。"),
            models.CheckConstraint(condition=Q(ended_at=None) | (~Q(result="") & ~Q(result_no="") & Q(ended_on__isnull=False)),
                                   name="finding_ends_with_result", violation_error_message="出清单要有结果和文书。"),
        ]
        indexes = [models.Index(fields=["kind", "found_at", "id"], condition=Q(ended_at=None), name="finding_standing"),
                   models.Index(fields=["region", "kind", "found_at", "id"], name="finding_region")]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.type_label}"
