from django.db import models

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import AreaField, plain

from ..choices import Compares, IdlePart, Operator, QuotaClass
from .plan import Plan


class Phase(NeverDeleted):
    """阶段: one phase of a plan; a missing start is left open and inferred only when shown."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="phases", verbose_name="方案")
    order = models.PositiveIntegerField("次序")
    name = models.CharField("名称", max_length=40)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    text = models.CharField("原文", max_length=100)
    section = models.CharField("章节", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "阶段"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="phase_once")]

    def __str__(self):
        return self.name


class Target(NeverDeleted):
    """目标: metric, operator, value and day as printed. `compares` says how the engine computes it; blank = it cannot.

    `value` is in `unit` (亩, %, 万元/亩 …); `idle_part` is the column of annex 3 whose quota a part of 闲置 is held to; `of` is the code of
    the cohort, registers or land that the way of computing needs (rules.target_kinds); `in_parks` takes land with a 所在园区 only.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name="方案")
    code = models.CharField("编号", max_length=20, unique=True)
    category = models.CharField("类别", max_length=40)
    metric = models.CharField("指标", max_length=80)
    operator = models.CharField("比较", max_length=6, choices=Operator.choices)
    value = AreaField("目标值", null=True, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    due_on = models.DateField("时限", null=True, blank=True)
    due_text = models.CharField("时限原文", max_length=60, blank=True)
    is_due_inferred = models.BooleanField("时限为推定", default=False)
    window_from = models.DateField("时限区间起", null=True, blank=True)
    window_until = models.DateField("时限区间止", null=True, blank=True)
    window_basis = models.CharField("区间依据", max_length=60, blank=True)
    scope = models.CharField("范围", max_length=200)
    text = models.TextField("原文")
    section = models.CharField("章节", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    quota_class = models.CharField("任务口径", max_length=12, choices=QuotaClass.choices, blank=True)
    compares = models.CharField("算法", max_length=12, choices=Compares.choices, blank=True)
    idle_part = models.CharField("闲置部分", max_length=6, choices=IdlePart.choices, blank=True)
    of = models.CharField("算什么", max_length=40, blank=True)
    in_parks = models.BooleanField("只算园区内", default=False)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["sort"]

    def __str__(self):
        return f"{self.category} {self.metric}"

    @property
    def aim(self) -> str:
        """要求 in words: ≥ 39812 亩, ≥ 下达任务量的 70%, 基本完成."""
        if self.value is None:
            return self.get_operator_display()
        unit, _, base = self.unit.partition(" of ")
        sign, of, space = "≥ " if self.operator == Operator.AT_LEAST else "", f"{base}的 " if base else "", "" if unit[:1] == "%" else " "
        return f"{sign}{of}{plain(self.value)}{space}{unit}"


class TargetConfirmation(AppendOnly):
    """目标的确认: by which document a goal without a figure is done, since which day; the paper itself lies among the attachments."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="confirmations", verbose_name="目标")
    done_on = models.DateField("完成日期")
    document_no = models.CharField("确认文件文号", max_length=80)
    note = models.CharField("说明", max_length=500, blank=True)
    paper = models.ForeignKey("parcels.Attachment", models.PROTECT, related_name="+", verbose_name="确认文件")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "目标确认"
        ordering = ["id"]

    def __str__(self):
        return f"{self.target} {self.document_no}"


class ConfirmationVoid(AppendOnly):
    """确认的作废, with its reason."""

    confirmation = models.OneToOneField(TargetConfirmation, models.PROTECT, related_name="void", verbose_name="确认")
    reason = models.CharField("作废原因", max_length=200)
    voided_at = models.DateTimeField("作废时间")
    voided_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="作废人")

    class Meta:
        verbose_name = verbose_name_plural = "目标确认的作废"

    def __str__(self):
        return f"{self.confirmation} 作废"
