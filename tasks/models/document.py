from django.db import models

from audit.models import NeverDeleted


class Document(NeverDeleted):
    """文件: one issued document with its four dates (X-02): 成文, 印发, 数据日期, 基准日."""

    code = models.CharField("代号", max_length=20, unique=True)
    number = models.CharField("文号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("印发机关", max_length=100)
    level = models.CharField("层级", max_length=4)
    approved_by = models.CharField("审议", max_length=100, blank=True)
    dated_on = models.DateField("成文日期")
    issued_on = models.DateField("印发日期")
    data_on = models.DateField("数据日期", null=True, blank=True)
    data_note = models.CharField("数据日期出处", max_length=100, blank=True)
    base_on = models.DateField("基准日", null=True, blank=True)
    base_text = models.CharField("基准日原文", max_length=100, blank=True)
    valid_from = models.DateField("有效期起", null=True, blank=True)
    valid_until = models.DateField("有效期止", null=True, blank=True)
    validity_text = models.CharField("有效期原文", max_length=200, blank=True)
    lead_rule = models.CharField("牵头规则原文", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["-dated_on", "id"]

    def __str__(self):
        return self.number
