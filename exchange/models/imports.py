from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.leases import LeasedJob

from ..choices import ImportState, RowAction, SectionKey
from ..rules.import_steps import WORKING


class ImportFile(NeverDeleted):
    """导入: one file of one section, from its upload to its end. It belongs to the post that sent it; nobody else sees it.

    The bytes lie in the store under a random number; `sha256` names them. `region_id` is the county (or city) whose
    data it concerns, as text of the trail: what a row may touch is decided by the territory of the post.
    """

    post = models.ForeignKey("units.Post", models.PROTECT, related_name="+", verbose_name="岗位")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="导入人")
    region_key = models.BigIntegerField("县区", null=True)
    section = models.CharField("内容", max_length=20, choices=SectionKey.choices)
    options = models.JSONField("去处", default=dict)
    original_name = models.CharField("文件名", max_length=255)
    storage_id = models.CharField("存储编号", max_length=32, unique=True)
    sha256 = models.CharField("校验码", max_length=64)
    size = models.PositiveBigIntegerField("大小")
    state = models.CharField("状态", max_length=12, choices=ImportState.choices, default=ImportState.READING)
    told = models.TextField("说明", blank=True)
    sheet = models.PositiveSmallIntegerField("第几张表", default=0)
    sheet_names = models.JSONField("各表", default=list)
    layout = models.JSONField("表头", default=dict)
    mapping = models.JSONField("人工对应", null=True)
    check_no = models.PositiveIntegerField("第几次检查", default=0)
    done = models.PositiveIntegerField("已办行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    counts = models.JSONField("行数", default=dict)
    rows_digest = models.CharField("内容校验码", max_length=64, blank=True)
    plan_digest = models.CharField("预览校验码", max_length=64, blank=True)
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="先前的导入")
    uploaded_at = models.DateTimeField("上传时间")
    ended_at = models.DateTimeField("办结时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-uploaded_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["by"], condition=Q(state__in=sorted(WORKING)), name="import_one_at_a_time",
                                               violation_error_message="你有一个导入正在办理。请等它办完。")]
        indexes = [models.Index(fields=["post", "-uploaded_at", "-id"], name="import_of_post"),
                   models.Index(fields=["section", "region_key", "sha256"], name="import_same_file"),
                   models.Index(fields=["section", "region_key", "rows_digest"], name="import_same_rows")]

    def __str__(self):
        return f"第{self.pk}号导入 {self.original_name}"

    @property
    def is_working(self) -> bool:
        """Whether the machine is at work on it."""
        return self.state in WORKING


class ImportRow(AppendOnly):
    """导入的一行 as one check found it: what would become of it, or everything that is wrong with it. A later check of the
    same file has a higher `check_no`; only the last one holds."""

    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="rows", verbose_name="导入")
    check_no = models.PositiveIntegerField("第几次检查")
    number = models.PositiveIntegerField("行号")
    action = models.CharField("办法", max_length=10, choices=RowAction.choices)
    has_hints = models.BooleanField("有提示", default=False)
    label = models.CharField("对象", max_length=200, blank=True)
    object_key = models.BigIntegerField("对象编号", null=True)
    told = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["file", "check_no", "action", "number"], name="import_row_page")]

    def __str__(self):
        return f"第{self.number}行 {self.label}"


class ImportMemory(NeverDeleted):
    """记住的对应: what a head means in the files of one post, as it was last set by hand."""

    post = models.ForeignKey("units.Post", models.PROTECT, related_name="+", verbose_name="岗位")
    section = models.CharField("内容", max_length=20, choices=SectionKey.choices)
    heads = models.JSONField("列名对应", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "记住的列对应"
        constraints = [models.UniqueConstraint(fields=["post", "section"], name="import_memory_once")]

    def __str__(self):
        return f"{self.get_section_display()} {len(self.heads)} 列"


class ImportJob(LeasedJob, NeverDeleted):
    """导入的办理: a worker reads, checks or applies a file; which of them, the state of the file says."""

    file = models.ForeignKey(ImportFile, models.PROTECT, related_name="jobs", verbose_name="导入")

    class Meta(LeasedJob.Meta):
        verbose_name = verbose_name_plural = "导入的办理"
