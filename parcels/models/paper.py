from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped

from ..choices.procedure import DeliveryWay
from .evidence import Evidence
from .finding import Finding
from .parcel import Parcel
from .procedure import IdleStep


class PaperTemplate(AppendOnly):
    """文书模板: a Word file as the office of a region uploaded it; the highest number holds, the earlier ones stay."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="适用区划")
    kind = models.CharField("文书", max_length=16)
    number = models.PositiveIntegerField("第几版")
    original_name = models.CharField("原文件名", max_length=255)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验码", max_length=64)
    storage_id = models.CharField("存放号", max_length=40, unique=True)
    note = models.CharField("改了什么", max_length=300)
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["region", "kind", "number"]
        constraints = [models.UniqueConstraint(fields=["region", "kind", "number"], name="paper_template_once")]

    def __str__(self):
        return f"{self.kind} 模板第{self.number}版"


class LowNotice(NeverDeleted, RegionScoped):
    """低效告知: the facts and the demand told to the holder; the period counts from delivery (驻政办〔2021〕19号 三（六）)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="notices", verbose_name="认定")
    doc_no = models.CharField("告知文号", max_length=80)
    noticed_on = models.DateField("告知日期")
    facts = models.TextField("告知的情况")
    demand = models.TextField("限期完成再利用的要求")
    days = models.PositiveSmallIntegerField("期限（天）")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivery_way = models.CharField("送达方式", max_length=8, choices=DeliveryWay.choices, blank=True)
    due_on = models.DateField("答复期限", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "低效用地告知"
        ordering = ["finding", "id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "doc_no"], name="low_notice_once", violation_error_message="这份告知书已登记过。"),
            models.CheckConstraint(condition=Q(delivered_on=None, due_on=None) | Q(delivered_on__isnull=False, due_on__isnull=False),
                                   name="low_notice_due_from_delivery", violation_error_message="期限从送达起算。"),
        ]
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(answered_on=None), name="low_notice_unanswered")]

    def __str__(self):
        return f"低效用地告知书 {self.doc_no}"


class Paper(AppendOnly, RegionScoped):
    """一份文书: made once from a version of its template with these values; the file lies among the evidence. Never changed."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="papers", verbose_name="宗地")
    step = models.ForeignKey(IdleStep, models.PROTECT, null=True, related_name="papers", verbose_name="步骤")
    notice = models.ForeignKey(LowNotice, models.PROTECT, null=True, related_name="papers", verbose_name="告知")
    kind = models.CharField("文书", max_length=16)
    values = models.JSONField("填入的内容")
    template = models.ForeignKey(PaperTemplate, models.PROTECT, null=True, related_name="+", verbose_name="模板")
    template_label = models.CharField("模板版本", max_length=60)
    template_sha256 = models.CharField("模板校验码", max_length=64)
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="paper", verbose_name="文件")
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="生成人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "文书"
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return str(self.evidence.title)
