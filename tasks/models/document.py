from datetime import date

from django.db import models
from django.db.models import F, Q

from audit.models import NeverDeleted
from landplan.lib import clock
from parcels.models import Attachment

from ..choices import DocumentLevel, RelationKind


class Document(NeverDeleted):
    """文件 (政策库): one issued document with its four dates (X-02): 成文, 印发, 数据日期, 基准日; what is not known is empty.

    `region` is whose document it is, empty above the cities: a county reads its own and those above it
    (`selectors.documents.visible_documents`). The document of a plan is printed and comes in with the plan alone. `source` says
    where an upstream document is named.
    """

    code = models.CharField("代号", max_length=20, unique=True, null=True, blank=True)
    region = models.ForeignKey("units.Region", models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="区划")
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("印发机关", max_length=100, blank=True)
    level = models.CharField("层级", max_length=4, choices=DocumentLevel.choices)
    approved_by = models.CharField("审议", max_length=100, blank=True)
    dated_on = models.DateField("成文日期", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    data_on = models.DateField("数据日期", null=True, blank=True)
    data_note = models.CharField("数据日期出处", max_length=100, blank=True)
    base_on = models.DateField("基准日", null=True, blank=True)
    base_text = models.CharField("基准日原文", max_length=100, blank=True)
    valid_from = models.DateField("有效期起", null=True, blank=True)
    valid_until = models.DateField("有效期止", null=True, blank=True)
    validity_text = models.CharField("有效期原文", max_length=200, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    lead_rule = models.CharField("牵头规则原文", max_length=100, blank=True)
    source = models.CharField("出处", max_length=300, blank=True)
    entered_at = models.DateTimeField("登记时间", default=clock.now)
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["-dated_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], condition=~Q(number=""), name="document_number_once"),
            models.CheckConstraint(condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                                   name="document_validity_order", violation_error_message="有效期止不能早于有效期起。"),
        ]
        indexes = [models.Index(fields=["-entered_at", "-id"], name="document_entered")]

    def __str__(self):
        return self.number or self.title

    @property
    def last_valid_on(self) -> date | None:
        """最后有效的一日: of a plan's document as its setting has it (C-22)."""
        plan = getattr(self, "plan", None)
        return plan.valid_until if plan else self.valid_until


class DocumentRelation(NeverDeleted):
    """文件关系: what one document is to another, with the section and the words that say so; shown from both sides."""

    source = models.ForeignKey(Document, models.PROTECT, related_name="relations", verbose_name="文件")
    target = models.ForeignKey(Document, models.PROTECT, related_name="relations_to", verbose_name="对哪份文件")
    kind = models.CharField("关系", max_length=10, choices=RelationKind.choices)
    section = models.CharField("章节", max_length=60, blank=True)
    quotation = models.CharField("原文", max_length=300, blank=True)
    from_on = models.DateField("自哪一日起", null=True, blank=True)
    entered_at = models.DateTimeField("登记时间", default=clock.now)
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件关系"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], condition=Q(voided_at=None), name="document_relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="document_relation_two", violation_error_message="文件不能和自己有关系。"),
        ]

    def __str__(self):
        return f"{self.source} {self.get_kind_display()} {self.target}"


class DocumentFile(NeverDeleted):
    """文件的附件: its text or a paper that belongs to it; read by whoever reads the document."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files", verbose_name="文件")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+", verbose_name="附件")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件附件"
        ordering = ["id"]

    def __str__(self):
        return f"{self.document} 附件"
