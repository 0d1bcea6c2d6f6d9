from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.scope import RegionScoped
from parcels.choices.procedure import ReviewResult
from parcels.models import DisposalPlan

from ..choices import InquiryKind
from .document import Document


class Inquiry(NeverDeleted, RegionScoped):
    """政策咨询 of a county, or a 一宗一策 (`edition`) that it puts up for 法律审查; its words are never changed."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    kind = models.CharField("类别", max_length=8, choices=InquiryKind.choices)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("问题")
    edition = models.ForeignKey(DisposalPlan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="一宗一策")
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    answered_at = models.DateTimeField("首次答复时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "政策咨询"
        ordering = ["-asked_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(kind=InquiryKind.LEGAL) | Q(edition__isnull=False), name="legal_inquiry_has_edition")]
        indexes = [models.Index(fields=["region", "-asked_at", "-id"], name="inquiry_of_region")]

    def __str__(self):
        return self.title


class Cited(models.Model):
    """引用: a policy of the library or a law by its name, and the article."""

    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="引用的政策")
    law = models.CharField("引用的法律法规", max_length=100, blank=True)
    article = models.CharField("条款", max_length=80)

    class Meta:
        abstract = True

    @property
    def cited(self) -> str:
        """引用的政策或法律法规."""
        return str(self.document or self.law)


class InquiryAnswer(AppendOnly, RegionScoped, Cited):
    """答复: with the policy and its article; a later one supplements it, none is changed."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="answers", verbose_name="咨询")
    number = models.PositiveIntegerField("第几次")
    opinion = models.CharField("审查意见", max_length=8, choices=ReviewResult.choices, blank=True)
    text = models.TextField("答复")
    doc_no = models.CharField("意见书文号", max_length=80, blank=True)
    at = models.DateTimeField("答复时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="答复人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "政策咨询答复"
        ordering = ["inquiry", "number"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "number"], name="inquiry_answer_once")]

    def __str__(self):
        return f"{self.inquiry} 第{self.number}次答复"


class GeneralAnswer(NeverDeleted, Cited):
    """通用解答: an answer made general, in words of its own - nothing in it says who had asked. Read by everybody under `region`."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    question = models.TextField("问题")
    text = models.TextField("解答")
    published_at = models.DateTimeField("公开时间")
    published_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="公开人")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通用解答"
        ordering = ["-published_at", "-id"]

    def __str__(self):
        return self.question[:30]
