from django.db import models


class OnceKey(models.Model):
    """一次办理: the answer to a request that carried an idempotency key; the same key gets the same answer."""

    user_id = models.BigIntegerField("办理人编号")
    key = models.CharField("键", max_length=80)
    digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("答复码", default=0)
    location = models.CharField("转向", max_length=500, blank=True)
    content_type = models.CharField("类型", max_length=100, blank=True)
    body = models.TextField("答复", blank=True)
    headers = models.TextField("答复头", default="{}")
    created_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "一次办理键"
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="once_user_key")]
