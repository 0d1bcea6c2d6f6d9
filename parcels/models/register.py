from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.area import UNIT_CHOICES, AreaField
from landplan.lib.scope import RegionScoped

from ..choices import ItemState, Register


class RegisterDue(NeverDeleted):
    """登记簿的完成日期 as a document prints it, loaded with its plan; a register without one has none."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="register_dues", verbose_name="适用区划")
    register = models.CharField("登记簿", max_length=12, choices=Register.choices)
    due_on = models.DateField("完成日期")
    document_no = models.CharField("文号", max_length=60)
    section = models.CharField("章节", max_length=60)
    quotation = models.CharField("原文", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "登记簿完成日期"
        ordering = ["region", "register"]
        constraints = [models.UniqueConstraint(fields=["region", "register"], name="register_due_once")]

    def __str__(self):
        return f"{self.get_register_display()} {self.due_on}"


class RegisterItem(NeverDeleted, RegionScoped):
    """专项登记的一项: a scattered parcel, or a legacy problem, with its state; area in 亩 (NULL is not entered)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    register = models.CharField("登记簿", max_length=12, choices=Register.choices)
    name = models.CharField("名称", max_length=120)
    location = models.CharField("坐落", max_length=200, blank=True)
    area = AreaField("面积", null=True, blank=True)
    area_typed = models.CharField("录入面积", max_length=30, blank=True)
    area_unit = models.CharField("录入单位", max_length=4, choices=UNIT_CHOICES, default="mu")
    content = models.TextField("情况或问题", blank=True)
    lead_unit = models.CharField("责任单位", max_length=100, blank=True)
    state = models.CharField("状态", max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    done_on = models.DateField("完成日期", null=True, blank=True)
    result_no = models.CharField("办成的文书号", max_length=80, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "专项登记"
        ordering = ["region__sort", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state=ItemState.DONE, done_on__isnull=False) | (~Q(state=ItemState.DONE) & Q(done_on=None)),
                                   name="register_item_done_has_day", violation_error_message="完成的要有完成日期。"),
            models.CheckConstraint(condition=Q(area=None) | Q(area__gt=0), name="register_item_area_positive",
                                   violation_error_message="面积要大于 0。"),
        ]
        indexes = [models.Index(fields=["register", "region", "state"], name="register_item_state")]

    def __str__(self):
        return f"{self.get_register_display()} {self.name}"
