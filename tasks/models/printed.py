from django.db import models

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


class PrintedSum(models.Model):
    """印发任务量的合计: what a table prints of the counties below a region, for every region between the root and the counties; blanks alone are
    blank. Derived from the printed cells, never printed itself."""

    table = models.ForeignKey(PrintedTable, models.PROTECT, related_name="+", verbose_name="表")
    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="市或省")
    column = models.CharField("列", max_length=20)
    value = AreaField("值", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "印发任务量的合计"
        constraints = [models.UniqueConstraint(fields=["table", "region", "column"], name="printed_sum_once")]

    def __str__(self):
        return f"{self.region_id} {self.column}"


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
