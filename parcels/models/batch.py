from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from audit.models import NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped

from ..choices import AllotFirst, Authority


class ApprovalBatch(NeverDeleted, RegionScoped):
    """批次 or 单独选址项目: one approval of conversion and expropriation, with its areas in 亩."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    approval_no = models.CharField("批准文号", max_length=80)
    name = models.CharField("批次或项目名称", max_length=120)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    authority = models.CharField("批准机关", max_length=20, choices=Authority.choices, blank=True)
    is_single_site = models.BooleanField("单独选址", default=False)
    area = AreaField("批准面积")
    area_new_construction = AreaField("新增建设用地", null=True, blank=True)
    area_agricultural = AreaField("农用地", null=True, blank=True)
    area_arable = AreaField("耕地", null=True, blank=True)
    area_supplied = AreaField("基准日前已供面积", null=True, blank=True)
    used_area = AreaField("已出账面积", default=0)  # sum of the entries, kept in the transaction of each
    allot_first = models.CharField("优先调配", max_length=12, choices=AllotFirst.choices, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "批次"
        ordering = ["approved_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "approval_no"], name="batch_once_in_region",
                                    violation_error_message="本县区已登记过这个批准文号。请用已有的批次。"),
            models.CheckConstraint(condition=Q(area__gt=0), name="batch_area_positive",
                                   violation_error_message="批准面积要大于 0。"),
            models.CheckConstraint(condition=Q(used_area=0) | Q(area__gte=F("used_area") + Coalesce(F("area_supplied"), 0)),
                                   name="batch_not_overdrawn", violation_error_message="批次的账目超过批准面积。"),
        ]

    @property
    def left(self) -> Decimal:
        """未供面积 (亩): 批准 − 基准日前已供 − 已出账."""
        return self.area - (self.area_supplied or Decimal(0)) - self.used_area

    def __str__(self):
        return self.approval_no
