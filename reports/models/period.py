from datetime import datetime

from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped
from tasks.models import Plan

from ..choices import PeriodKind, PeriodState
from ..rules.spans import period_words
from .snapshot import PeriodSnapshot


class PeriodReport(NeverDeleted):
    """定期报告: a month, quarter, half-year, year or stage of a plan, (after, until], with its three dates.

    `until` is as of when the figures are, `due_on` by which day the units report, `publish_on` by which day the result is
    to be told. `edition` is the last frozen one. Its state follows from what is kept here and the clock (`state_at`).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name="方案")
    kind = models.CharField("周期", max_length=12, choices=PeriodKind.choices)
    key = models.CharField("期", max_length=10)
    after = models.DateTimeField("起（不含）")
    until = models.DateTimeField("数据截止（含）")
    due_on = models.DateField("报送期限")
    publish_on = models.DateField("通报日期")
    opened_at = models.DateTimeField("建立时间")
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    checked_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对人")
    check_note = models.TextField("核对意见", blank=True)
    edition = models.PositiveIntegerField("已定稿版本", default=0)
    frozen_at = models.DateTimeField("首次定稿时间", null=True, blank=True)
    published_edition = models.PositiveIntegerField("已通报版本", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "定期报告"
        ordering = ["plan", "kind", "until"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "key"], name="period_once"),
            models.CheckConstraint(condition=Q(after__lt=F("until")), name="period_is_a_span"),
            models.CheckConstraint(condition=Q(edition=0, frozen_at=None) | Q(edition__gt=0, frozen_at__isnull=False, checked_at__isnull=False),
                                   name="period_frozen_is_whole"),
            models.CheckConstraint(condition=Q(published_edition__lte=F("edition")), name="period_published_is_frozen"),
            models.CheckConstraint(condition=Q(checked_at=None, checked_by=None) | Q(checked_at__isnull=False, checked_by__isnull=False),
                                   name="period_checked_is_whole"),
        ]

    def __str__(self):
        return period_words(self.kind, self.key)

    @property
    def is_frozen(self) -> bool:
        return self.edition > 0

    def state_at(self, now: datetime) -> str:
        """走到哪一步."""
        if self.is_frozen:
            return PeriodState.PUBLISHED if self.published_edition == self.edition else PeriodState.FROZEN
        if self.checked_at:
            return PeriodState.CHECKED
        return PeriodState.COLLECTING if now > self.until else PeriodState.OPEN


class PeriodLeave(AppendOnly, RegionScoped):
    """准予例外: the office lets a county report later, or not at all (`until_on` empty), with its reason. The last one holds."""

    report = models.ForeignKey(PeriodReport, models.PROTECT, related_name="leaves", verbose_name="定期报告")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    until_on = models.DateField("延至", null=True, blank=True)
    reason = models.CharField("理由", max_length=300)
    granted_at = models.DateTimeField("准予时间")
    granted_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="准予人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "准予例外"
        ordering = ["id"]

    def __str__(self):
        return f"{self.region} {self.report}"


class PeriodNotice(AppendOnly):
    """通报: a frozen edition as it was issued - its number and days, the Word file and its digest. Never changed."""

    snapshot = models.OneToOneField(PeriodSnapshot, models.PROTECT, related_name="notice", verbose_name="定稿")
    doc_no = models.CharField("文号", max_length=80)
    dated_on = models.DateField("成文日期")
    printed_on = models.DateField("印发日期")
    published_at = models.DateTimeField("通报时间")
    published_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="通报人")
    file_name = models.CharField("文件名", max_length=120)
    file = models.BinaryField("文件")
    sha256 = models.CharField("文件校验码", max_length=64)
    template_label = models.CharField("模板版本", max_length=60, blank=True)
    template_sha256 = models.CharField("模板校验码", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["published_at", "id"]

    def __str__(self):
        return f"{self.snapshot} 通报"


class NoticeSetting(NeverDeleted):
    """通报的抬头与版记 of a plan, edited by the office. One row a plan; without it the stated defaults hold."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="notice_setting", verbose_name="方案")
    issuer = models.CharField("发文机关", max_length=80, blank=True)
    recipients = models.CharField("主送", max_length=120, blank=True)
    organizer = models.CharField("主办", max_length=80, blank=True)
    supervisor = models.CharField("督办", max_length=80, blank=True)
    copied = models.CharField("抄送", max_length=200, blank=True)
    printer = models.CharField("印发机关", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "通报设置"

    def __str__(self):
        return f"{self.plan} 通报设置"
