from django.db import models


class DemoClock(models.Model):
    """演示时钟: how far the demo installation's clock stands from the machine's (whole seconds), and how far its
    script was played."""

    offset_seconds = models.BigIntegerField("偏移（秒）", default=0)
    played_until = models.DateTimeField("剧本演到", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "演示时钟"
