from django.db import models

from .post import Post


class ApiToken(models.Model):
    """接口令牌: only its digest is stored; it acts as one post and ends with it."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tokens", verbose_name="岗位")
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("吊销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
