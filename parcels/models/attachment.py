from django.db import models

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped


class Attachment(NeverDeleted, RegionScoped):
    """附件: the file of a paper that belongs to no single parcel (a plan, a summary), stored like 佐证材料: once, under its
    random `storage_id`, checked by sha256. Whose paper it is says the row that points to it."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    title = models.CharField("名称", max_length=120)
    original_name = models.CharField("原文件名", max_length=255)
    media_type = models.CharField("格式", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验码", max_length=64)
    storage_id = models.CharField("存放号", max_length=40, unique=True)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]

    def __str__(self):
        return self.title
