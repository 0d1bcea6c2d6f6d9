from django.db import models

from audit.models import NeverDeleted
from landplan.lib.scope import RegionScoped

from .disposal import Disposal
from .parcel import Parcel


class Evidence(NeverDeleted, RegionScoped):
    """佐证材料: a scanned paper or photo, stored once under its random `storage_id`, checked by sha256."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="evidence", verbose_name="宗地")
    disposal = models.ForeignKey(Disposal, models.PROTECT, null=True, blank=True, related_name="evidence",
                                 verbose_name="处置")
    kind = models.CharField("材料", max_length=40)
    title = models.CharField("名称", max_length=120)
    doc_no = models.CharField("文号", max_length=80, blank=True)
    original_name = models.CharField("原文件名", max_length=255)
    media_type = models.CharField("格式", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验码", max_length=64)
    storage_id = models.CharField("存放号", max_length=40, unique=True)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="上传人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["id"]

    def __str__(self):
        return self.title
