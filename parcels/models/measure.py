from django.db import models

from audit.models import NeverDeleted

from ..choices import Effect


class Measure(NeverDeleted):
    """处置措施 of the catalogue of one territory: to which kinds and causes it applies, what papers it needs,
    whether it disposes or is only progress, and the clause it rests on (文号, section, quotation)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="measures", verbose_name="适用区划")
    code = models.CharField("代码", max_length=40)
    label = models.CharField("措施", max_length=60)
    kinds = models.JSONField("适用类别", default=list)
    causes = models.JSONField("适用原因（空为不限）", default=list)
    used_types = models.JSONField("适用未供即用类型（空为不限）", default=list)
    effect = models.CharField("效果", max_length=12, choices=Effect.choices)
    brings_into_use = models.BooleanField("形成实际使用", default=False)
    evidence = models.JSONField("须有佐证", default=list)
    document_no = models.CharField("文号", max_length=60)
    section = models.CharField("章节", max_length=60)
    quotation = models.TextField("原文", blank=True)
    note = models.TextField("说明", blank=True)
    finish_by_on = models.DateField("完成期限", null=True, blank=True)  # 文件写明的: land that the measure is for is finished by then
    terms = models.CharField("要件", max_length=40, blank=True)  # code of rules.terms.SETS
    sort = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("可用", default=True)
    is_edited = models.BooleanField("办公室改过", default=False)  # a plan that is loaded again leaves it alone
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "处置措施"
        ordering = ["region", "sort", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="measure_once_in_region")]

    def __str__(self):
        return self.label

    @property
    def disposes(self) -> bool:
        return self.effect == Effect.DISPOSES

    @property
    def effect_words(self) -> str:
        """效果: does an accepted record count, and is the land in use by it?"""
        if not self.disposes:
            return "只记进展，不计入"
        return "计入任务量，形成使用" if self.brings_into_use else "计入任务量，不形成使用"

    def fits(self, kind: str, cause: str, used_type: str = "") -> bool:
        """适用: may a parcel of this kind, cause and, where it is 未供即用, type use it?"""
        return kind in self.kinds and (not self.causes or cause in self.causes) and (not self.used_types or used_type in self.used_types)
