from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices import BackfillWhat, CheckResult
from .parcel import Parcel


class Backfill(NeverDeleted, RegionScoped):
    """信息补录: a parcel counts as arrears because something was not entered; open until the day of the back-fill."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="backfills", verbose_name="宗地")
    what = models.CharField("补录什么", max_length=12, choices=BackfillWhat.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")
    done_on = models.DateField("补录日期", null=True, blank=True)
    done_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="补录人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "信息补录"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "what"], condition=Q(done_on=None), name="backfill_one_open",
                                    violation_error_message="这一项补录已登记，还没有完成。"),
            models.CheckConstraint(condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                                   name="backfill_done_is_whole"),
        ]

    def __str__(self):
        return f"{self.parcel.parcel_no} 补录{self.get_what_display()}"


class SpotCheck(AppendOnly, RegionScoped):
    """抽查: on which day somebody looked at a parcel, of the 新增台账 or of a sample (回头看, then with a `result`), and what was found."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="spot_checks", verbose_name="宗地")
    checked_on = models.DateField("抽查日期")
    finding = models.TextField("抽查情况")
    result = models.CharField("结果", max_length=8, choices=CheckResult.choices, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "抽查"
        ordering = ["-checked_on", "-id"]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.checked_on} 抽查"
