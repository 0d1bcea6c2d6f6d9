from django.db import models

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from .parcel import Parcel


class ViolationCase(NeverDeleted, RegionScoped):
    """违法查处 of new 未供即用: land in use before it was supplied (平龙政办〔2022〕50号 二（三）4), and how that was dealt with.

    Opened by the services from the days of the parcel; number, decision and result are entered by the clerk. `supplied_on` is empty
    while the land is not supplied.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="violations", verbose_name="宗地")
    used_on = models.DateField("开始使用日期")
    supplied_on = models.DateField("供应日期", null=True, blank=True)
    opened_at = models.DateTimeField("发现时间")
    opened_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    case_no = models.CharField("立案编号", max_length=80, blank=True)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    decision_no = models.CharField("查处文书", max_length=80, blank=True)
    result = models.TextField("查处结果", blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "违法查处"
        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["parcel", "used_on"], name="violation_once",
                                               violation_error_message="这宗地这一次使用已经立了案。")]
        indexes = [models.Index(fields=["region", "opened_at", "id"], name="violation_region"),
                   models.Index(fields=["opened_at", "id"], name="violation_latest")]

    def __str__(self):
        return f"{self.parcel.parcel_no} {self.case_no or '立案编号未填'}"
