from django.db import models
from django.db.models import Q

from audit.models import AppendOnly

from ..choices import Basis, EditionKind
from .weekly import WeeklyReport


class Snapshot(AppendOnly):
    """定稿: every figure of a report as it was frozen, with its sources, and the file's bytes. Never changed.

    `payload` is canonical JSON with exact numbers as text; the file is made of it alone. `audit_head` is the head of
    the audit chain at freezing, printed in the file too. Edition n names edition n-1 (`replaces`).
    """

    edition = models.PositiveIntegerField("版本")
    kind = models.CharField("版本类别", max_length=10, choices=EditionKind.choices)
    basis = models.CharField("口径", max_length=10, choices=Basis.choices)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替换的版本")
    frozen_at = models.DateTimeField("定稿时间")
    frozen_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="定稿人")
    frozen_title = models.CharField("定稿人岗位姓名", max_length=200)
    reason = models.TextField("版本说明", blank=True)
    payload = models.TextField("定稿内容")
    file_name = models.CharField("文件名", max_length=120)
    file = models.BinaryField("文件")
    sha256 = models.CharField("文件校验码", max_length=64)
    audit_seq = models.BigIntegerField("留痕序号")
    audit_head = models.CharField("留痕校验码", max_length=64)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.report} 第{self.edition}版"


def _names_the_old(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(edition=1, replaces=None) | Q(edition__gt=1, replaces__isnull=False), name=name)


class ReportSnapshot(Snapshot):
    """周报的定稿."""

    report = models.ForeignKey(WeeklyReport, models.PROTECT, related_name="snapshots", verbose_name="周报")

    class Meta:
        verbose_name = verbose_name_plural = "定稿"
        ordering = ["report", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["report", "edition"], name="snapshot_edition_once"),
            _names_the_old("snapshot_names_what_it_replaces"),
        ]


class PeriodSnapshot(Snapshot):
    """定期报告的定稿; `file` is the workbook, the notice is made of the same content when it is published."""

    report = models.ForeignKey("reports.PeriodReport", models.PROTECT, related_name="snapshots", verbose_name="定期报告")

    class Meta:
        verbose_name = verbose_name_plural = "定期报告的定稿"
        ordering = ["report", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["report", "edition"], name="period_snapshot_edition_once"),
            _names_the_old("period_snapshot_names_what_it_replaces"),
        ]
