from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted

from .park import Park


class ControlSet(NeverDeleted):
    """控制性指标 as published for a region or one of its parks: one version, from a day until the next one (half-open).

    Its values are exact texts by key of `rules.controls.ITEMS`. A published paper belongs to whoever lies under it, as a plan does:
    no territory of its own (`selectors.controls.visible_sets`). A parcel keeps the version of the day of its supply.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    park = models.ForeignKey(Park, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="园区")
    number = models.PositiveIntegerField("第几版")
    document_no = models.CharField("文号", max_length=80)
    published_on = models.DateField("发布日期")
    from_on = models.DateField("施行日期")
    until_on = models.DateField("止（不含）", null=True, blank=True)
    values = models.JSONField("指标", default=dict)
    note = models.CharField("说明", max_length=300, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "控制性指标"
        ordering = ["region", "park", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "park", "number"], name="control_set_once"),
            models.UniqueConstraint(fields=["region", "number"], condition=Q(park=None), name="control_set_region_once"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="control_set_span",
                                   violation_error_message="止期要晚于施行日期。"),
        ]

    def __str__(self):
        return f"第{self.number}版 {self.document_no}"

    @property
    def place(self) -> str:
        """管哪里."""
        return self.park.name if self.park else self.region.name
