from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField, ScaledField
from landplan.lib.money import MoneyField
from landplan.lib.scope import RegionScoped

from .parcel import Parcel


class Enterprise(NeverDeleted, RegionScoped):
    """企业 of a county that uses land; its code is known or not."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    name = models.CharField("企业名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "企业"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="enterprise_name_once", violation_error_message="本县区已登记过同名的企业。"),
            models.UniqueConstraint(fields=["region", "credit_code"], condition=~Q(credit_code=""), name="enterprise_code_once",
                                    violation_error_message="本县区已登记过这个统一社会信用代码。"),
        ]

    def __str__(self):
        return self.name


class EnterpriseYear(AppendOnly, RegionScoped):
    """企业年度指标 (元, 吨标准煤): entered once a year; a later number is a correction with its reason, the highest holds (LED-23)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="years", verbose_name="企业")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("第几次")
    output = MoneyField("产值", null=True)
    tax = MoneyField("税收", null=True)
    relief = MoneyField("退税和减免", null=True)
    profit = MoneyField("利润", null=True)
    investment = MoneyField("固定资产投资", null=True)
    energy = ScaledField("能耗（吨标准煤）", null=True)
    source = models.CharField("数据来源", max_length=200)
    reason = models.TextField("更正原因", blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "企业年度指标"
        ordering = ["enterprise", "-year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year", "number"], name="enterprise_year_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="enterprise_year_reason",
                                   violation_error_message="更正要写原因。"),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.year}年"

    @property
    def paid(self):
        """年纳税合计 (元): with what was refunded or waived; None when it is not entered."""
        return None if self.tax is None or self.relief is None else self.tax + self.relief


class LandUse(NeverDeleted, RegionScoped):
    """实际用地: how much of a parcel an enterprise uses, from which day until which (exclusive). With a `lessor` it is rented
    and lies within the lessor's own part."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="uses", verbose_name="企业")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="uses", verbose_name="宗地")
    area = AreaField("实际用地面积")
    lessor = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="leases", verbose_name="出租方")
    from_on = models.DateField("起")
    until_on = models.DateField("止（不含）", null=True)
    source = models.CharField("依据", max_length=200)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "实际用地"
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(area__gt=0), name="land_use_area_positive", violation_error_message="用地面积要大于 0。"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="land_use_order",
                                   violation_error_message="停用日期要晚于起用日期。"),
            models.CheckConstraint(condition=Q(lessor=None) | ~Q(lessor=F("enterprise")), name="land_use_not_own_lessor",
                                   violation_error_message="企业不能向自己承租。"),
        ]

    def __str__(self):
        return f"{self.enterprise} 用 {self.parcel.parcel_no}"
