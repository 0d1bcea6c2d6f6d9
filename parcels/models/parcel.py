from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib import words  # noqa: F401 - the lookup `has`
from landplan.lib.area import MAX_MICRO, MICRO, UNIT_CHOICES, AreaField
from landplan.lib.codes import CodeField
from landplan.lib.money import MoneyField
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices import (
    SUCCEEDED,
    Cause,
    IdleSource,
    InefficientType,
    Kind,
    ParcelStatus,
    PlanningResult,
    SupplyMode,
    UsedType,
)
from ..rules.parcel import left_of

# the largest area a parcel may have: below what 10 digits of 亩 hold, so that sums never overflow
AREA_LIMIT = Decimal(MAX_MICRO // MICRO // 1000)
_SUCCEEDED = sorted(SUCCEEDED)  # in one order, as the indexes below have it


class ParcelQuerySet(models.QuerySet):
    def current(self):
        """在账: without those whose land lives on in other parcels, so that no area is counted twice."""
        return self.exclude(status__in=_SUCCEEDED)

    def open(self):
        """未销号, of those that are 在账."""
        return self.exclude(status=ParcelStatus.WRITTEN_OFF).current()

    def overdue(self, today):
        """逾期: the deadline day is over and the parcel is not written off."""
        return self.open().filter(deadline_on__lt=today)

    def due_within(self, today, days):
        """临期: due today or within so many days, and not written off."""
        return self.open().filter(deadline_on__gte=today, deadline_on__lte=today + timedelta(days=days))

    def with_gaps(self):
        """缺项: at least one of the five elements is missing."""
        return self.current().filter(elements__lt=5)

    def relapsing(self, today):
        """再次闲置风险 (rules.relapse): supplied or disposed of, the full year after the day it had to begin is over (stops and
        supplement agreements counted), and not begun. Land that stands as idle is idle already; it is idle again when it was written
        off and came back (恢复在册)."""
        supplied = models.Exists(Supply.objects.filter(parcel=models.OuterRef("pk"), voided_at=None))
        came = Q(pk__in=Parcel.unscoped.filter(came__supplied__gt=0).values("pk"))
        return self.current().filter(supplied | came | Q(accepted_area__gt=0), ~Q(kind=Kind.IDLE) | Q(status=ParcelStatus.RELISTED),
                                     started_on=None, clock_year1_on__lt=today)

    def unsponsored(self):
        """无包保: not written off and no 包保领导 post is named."""
        return self.open().filter(sponsor_post="")


class Parcel(NeverDeleted, RegionScoped):
    """宗地: one parcel of the ledger, with its five elements and the balance of its area (亩).

    `accepted_area` (已验收) and `in_transit_area` (在途: submitted or verified) are kept in the transactions that
    change them; `available` (可登记) is what is left. The database refuses a balance below zero.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", db_index=False, verbose_name="县区")
    parcel_no = CodeField("地块编号", max_length=40)
    name = models.CharField("地块名称", max_length=120)
    location = models.CharField("坐落", max_length=200, blank=True)
    park = models.CharField("所在园区", max_length=80, blank=True)
    cadastral_code = models.CharField("宗地代码", max_length=19, blank=True)
    supervision_no = models.CharField("电子监管号", max_length=40, blank=True)
    land_user = models.CharField("用地单位", max_length=120, blank=True)
    purpose = models.CharField("土地用途", max_length=60, blank=True)

    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    idle_source = models.CharField("闲置来源", max_length=20, choices=IdleSource.choices, blank=True)
    inefficient_type = models.CharField("低效类型", max_length=20, choices=InefficientType.choices, blank=True)

    used_type = models.CharField("未供即用类型", max_length=20, choices=UsedType.choices, blank=True)

    area = AreaField("面积")
    area_typed = models.CharField("录入面积", max_length=30, blank=True)
    area_unit = models.CharField("录入单位", max_length=4, choices=UNIT_CHOICES, default="mu")
    accepted_area = AreaField("已验收面积", default=Decimal(0))
    in_transit_area = AreaField("在途面积", default=Decimal(0))
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    relapsed_area = AreaField("再次闲置面积", default=Decimal(0))  # credited in an earlier round, to be dealt with again without credit

    cause = models.CharField("形成原因", max_length=20, choices=Cause.choices, blank=True)
    cause_note = models.TextField("原因说明", blank=True)
    planned_measure = models.CharField("拟采取措施", max_length=40, blank=True)
    deadline_on = models.DateField("完成时限", null=True, blank=True)
    lead_unit = models.CharField("责任单位", max_length=100, blank=True)
    partner_units = models.CharField("配合单位", max_length=200, blank=True)
    sponsor_post = models.CharField("包保领导岗位", max_length=100, blank=True)
    sponsor_unit = models.CharField("分包乡办或单位", max_length=100, blank=True)

    batch = models.ForeignKey("parcels.ApprovalBatch", models.PROTECT, null=True, blank=True, related_name="parcels",
                              db_index=False, verbose_name="批次")
    expropriation_no = models.CharField("征收文书", max_length=80, blank=True)
    expropriated_on = models.DateField("征收完成日期", null=True, blank=True)
    agreed_start_on = models.DateField("约定动工日期", null=True, blank=True)
    started_on = models.DateField("实际动工日期", null=True, blank=True)
    # what stops, agreements and the delivery make of it; kept by services.kept_clocks, proven by selectors.kept_clocks
    clock_start_on = models.DateField("应动工日", null=True, blank=True)
    clock_year1_on = models.DateField("未动工满一年", null=True, blank=True)
    clock_year2_on = models.DateField("未动工满两年", null=True, blank=True)
    agreed_finish_on = models.DateField("约定竣工日期", null=True, blank=True)
    finished_on = models.DateField("实际竣工日期", null=True, blank=True)
    planning_result = models.CharField("多规合一核对", max_length=12, choices=PlanningResult.choices, default=PlanningResult.UNKNOWN)
    planning_on = models.DateField("核对日期", null=True, blank=True)
    planning_code = models.CharField("规划编号", max_length=80, blank=True)
    remark = models.TextField("备注", blank=True)

    status = models.CharField("状态", max_length=12, choices=ParcelStatus.choices, default=ParcelStatus.REGISTERED)
    elements = models.PositiveSmallIntegerField("五要素完整度", default=0)
    cleared_on = models.DateField("条件齐备日期", null=True, blank=True)  # 可供, or the obstacles to a start are gone
    allocate_first = models.BooleanField("优先划拨", default=False)
    is_filed = models.BooleanField("建档完成", default=False)
    filed_at = models.DateTimeField("建档时间", null=True, blank=True)
    written_off_at = models.DateTimeField("销号时间", null=True, blank=True)
    reshape = models.ForeignKey("parcels.Reshape", models.PROTECT, null=True, blank=True, related_name="parcels",
                                db_index=False, verbose_name="分割合并")  # the one that waits, or that closed this parcel
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    updated_at = models.DateTimeField("更新时间")
    version = models.PositiveIntegerField("版本", default=1)
    is_demo = models.BooleanField("演示数据", default=False)

    objects = ScopedManager.from_queryset(ParcelQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "宗地"
        ordering = ["parcel_no", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel_no"], name="parcel_no_once",
                                    violation_error_message="这个地块编号已有。请换一个，或打开已有的宗地。"),
            models.CheckConstraint(condition=Q(area__gt=0) & Q(area__lte=AREA_LIMIT), name="parcel_area_in_range",
                                   violation_error_message="面积要大于 0。"),
            models.CheckConstraint(
                condition=Q(accepted_area__gte=0) & Q(in_transit_area__gte=0)
                & Q(area__gte=F("accepted_area") + F("in_transit_area")),
                name="parcel_never_oversold", violation_error_message="处置面积超过宗地面积。"),
            models.CheckConstraint(condition=Q(relapsed_area__gte=0) & Q(area__gte=F("accepted_area") + F("relapsed_area")),
                                   name="parcel_credited_once", violation_error_message="同一面积只计一次。"),
            models.CheckConstraint(condition=Q(kind=Kind.IDLE) | Q(idle_source=""), name="parcel_source_only_idle",
                                   violation_error_message="只有供后闲置的宗地才有闲置来源。"),
        ]
        indexes = [  # each costs every new parcel a microsecond; an import writes thousands
            models.Index(fields=["region", "parcel_no", "id"], name="parcel_region_no"),
            models.Index(fields=["batch"], name="parcel_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["reshape"], name="parcel_reshape", condition=Q(reshape__isnull=False)),
            models.Index(fields=["region", "kind", "status", "parcel_no", "id"], name="parcel_region_kind"),
            models.Index(fields=["kind", "parcel_no", "id"], name="parcel_kind_no"),
            models.Index(fields=["deadline_on", "id"], name="parcel_deadline"),
            models.Index(fields=["region", "deadline_on"], include=["area", "accepted_area", "elements"], name="parcel_overdue",
                         condition=~Q(status=ParcelStatus.WRITTEN_OFF) & ~Q(status__in=_SUCCEEDED)),
            models.Index(fields=["area", "id"], name="parcel_area"),
            models.Index(fields=["updated_at", "id"], name="parcel_updated"),
            models.Index(F("area") - F("accepted_area"), "id", name="parcel_left"),
            models.Index(fields=["parcel_no", "id"], condition=Q(elements__lt=5), name="parcel_gaps"),
            models.Index(fields=["parcel_no", "id"], condition=Q(sponsor_post=""), name="parcel_unsponsored"),
            models.Index(fields=["clock_start_on", "id"], name="parcel_not_begun",
                         condition=Q(started_on=None, clock_start_on__isnull=False)),
            models.Index(fields=["clock_year1_on", "id"], name="parcel_full_year",
                         condition=Q(started_on=None, clock_year1_on__isnull=False)),
            models.Index(fields=["agreed_finish_on", "id"], name="parcel_not_finished",  # the nightly reminders
                         condition=Q(finished_on=None, agreed_finish_on__isnull=False)),
            models.Index(fields=["region", "kind"], include=["status", "area", "accepted_area"], name="parcel_sums"),
            models.Index(fields=["updated_at", "id"], name="parcel_ready", condition=Q(
                status__in=[ParcelStatus.PARTIAL, ParcelStatus.RELISTED], in_transit_area=0, area=F("accepted_area"))),
        ]

    def __str__(self):
        return f"{self.parcel_no} {self.name}"

    @property
    def is_open(self) -> bool:
        """未销号, and its land did not go into other parcels."""
        return self.status != ParcelStatus.WRITTEN_OFF and not self.is_succeeded

    @property
    def is_succeeded(self) -> bool:
        """已分割 or 已合并."""
        return self.status in SUCCEEDED

    @property
    def available(self) -> Decimal:
        """可登记面积 (亩) = 面积 − 已验收 − 在途."""
        return self.area - self.accepted_area - self.in_transit_area

    @property
    def unfinished(self) -> Decimal:
        """未处置面积 (亩) = 面积 − 已验收."""
        return left_of(self.area, self.accepted_area)


class KindSpan(NeverDeleted, RegionScoped):
    """类别沿革: from which day to which day (half-open) the parcel was of a kind, by which document."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="kind_spans", verbose_name="宗地")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    idle_source = models.CharField("闲置来源", max_length=20, choices=IdleSource.choices, blank=True)
    from_on = models.DateField("起")
    until_on = models.DateField("止（不含）", null=True, blank=True)
    doc_no = models.CharField("依据文号", max_length=80, blank=True)
    reason = models.TextField("原因", blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "类别沿革"
        ordering = ["parcel", "from_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(until_on=None), name="kind_one_current"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="kind_span_order",
                                   violation_error_message="类别变更的日期早于现类别的起始日期。"),
        ]


class Supply(NeverDeleted, RegionScoped):
    """供应: one supply of the parcel's land, by 划拨, 出让 or 租赁. Price in 元."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="supplies", verbose_name="宗地")
    mode = models.CharField("供应方式", max_length=12, choices=SupplyMode.choices)
    doc_no = models.CharField("合同或划拨决定书", max_length=80)
    supplied_on = models.DateField("供应日期")
    area = AreaField("供应面积")
    price = MoneyField("价款", null=True, blank=True)
    project = models.ForeignKey("parcels.Project", models.PROTECT, null=True, blank=True, related_name="supplies", verbose_name="供给的项目")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "供应"
        ordering = ["supplied_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(area__gt=0), name="supply_area_positive",
                                              violation_error_message="供应面积要大于 0。")]

    def __str__(self):
        return f"{self.get_mode_display()} {self.doc_no}"
