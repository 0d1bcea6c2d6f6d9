from django.db import models
from django.db.models.functions import Coalesce

from audit.models import AppendOnly
from landplan.lib.area import AreaField

from ..choices import RowKind, TableKey
from .plan import Plan


class PrintedTable(AppendOnly):
    """任务分解表: one version of a printed table. Never changed: a 任务调整 is a new version with reason and document.

    Version 1 is the plan's own annex. A version holds from `valid_from` (00:00 Beijing time) until the next one does.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tables", verbose_name="方案")
    key = models.CharField("表", max_length=10, choices=TableKey.choices)
    version = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=100)
    unit = models.CharField("单位", max_length=10)
    dated_on = models.DateField("表上日期", null=True, blank=True)
    document_no = models.CharField("文号", max_length=60)
    section = models.CharField("章节", max_length=60)
    valid_from = models.DateField("生效日期")
    reason = models.TextField("调整原因", blank=True)
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "任务分解表"
        ordering = ["key", "version"]
        constraints = [models.UniqueConstraint(fields=["plan", "key", "version"], name="printed_table_once")]

    def __str__(self):
        return f"{self.document_no} {self.section}"


class PrintedRow(AppendOnly):
    """分解表的一行 in printed order; totals and subtotals have no region."""

    table = models.ForeignKey(PrintedTable, models.PROTECT, related_name="rows", verbose_name="表")
    sort = models.PositiveIntegerField("行次")
    seq = models.PositiveIntegerField("序号", null=True, blank=True)
    label = models.CharField("行名", max_length=40)
    region = models.ForeignKey("units.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县区")
    kind = models.CharField("类别", max_length=10, choices=RowKind.choices)
    group = models.CharField("小计组", max_length=40, blank=True)
    period = models.CharField("期间", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分解表的行"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["table", "sort"], name="printed_row_once")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """行名 with its period, where the table has any."""
        return f"{self.label} {self.period}".strip()


class PrintedQuota(models.Model):
    """印发任务量 of a version of a table by region, kept in one row each so that no look puts the cells together anew: what is printed of it (the
    periods of a county together), else what is printed of the counties below it; region None = the printed total. Blanks alone are blank.
    Derived from the printed cells, never printed itself; `sort` is the place in the table, blank for who is not printed there."""

    table = models.ForeignKey(PrintedTable, models.PROTECT, related_name="+", verbose_name="表")
    region = models.ForeignKey("units.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县区、市或省")
    sort = models.PositiveIntegerField("行次", null=True, blank=True)
    unsupplied = AreaField("批而未供", null=True, blank=True)
    idle = AreaField("闲置", null=True, blank=True)
    inefficient = AreaField("低效", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "所存的任务量"
        constraints = [models.UniqueConstraint("table", Coalesce("region", 0), name="printed_quota_once")]

    def __str__(self):
        return f"{self.table_id} {self.region_id}"


class PrintedCell(AppendOnly):
    """印发数: the printed text of one cell and its value (亩, 宗 or %). A blank cell has no value: NULL is not 0."""

    row = models.ForeignKey(PrintedRow, models.PROTECT, related_name="cells", verbose_name="行")
    column = models.CharField("列", max_length=20)
    text = models.CharField("印发文字", max_length=20, blank=True)
    value = AreaField("值", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "印发数"
        constraints = [models.UniqueConstraint(fields=["row", "column"], name="printed_cell_once")]

    def __str__(self):
        return self.text
