from django.db import models

from audit.models import NeverDeleted

from ..rules.work_lists import AREA_LIMIT, SAMPLE_SHARE, SOON_DAYS


class ListSetting(NeverDeleted):
    """清单设置 of a region and all under it: from how many days before its deadline a parcel is 临期, and which share (%) of
    the parcels written off is drawn for 回头看, and by how much (1/100 %) a drawn area may differ from the ledger's before it is flagged. No
    document fixes any of them."""

    region = models.OneToOneField("units.Region", models.PROTECT, related_name="list_setting", verbose_name="适用区划")
    soon_days = models.PositiveSmallIntegerField("临期天数", default=SOON_DAYS)
    sample_share = models.PositiveSmallIntegerField("回头看比例", default=SAMPLE_SHARE)
    area_limit = models.PositiveIntegerField("图形面积差限（万分之几）", default=AREA_LIMIT)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "清单设置"

    def __str__(self):
        return f"{self.region.name} 清单设置"
