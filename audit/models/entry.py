from django.db import models

from .guarded import AppendOnly


class AuditEntry(AppendOnly):
    """留痕: one change, who made it, when, in which post, what was before and after. A hash chain by `seq`.

    `subject` names the thing whose history page shows the entry, such as `parcel:12`; actor and object are
    kept as text too, so that the entry reads the same after people and things were renamed.
    """

    seq = models.BigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("办理人编号", null=True)
    actor_name = models.CharField("办理人", max_length=200)
    actor_role = models.CharField("岗位", max_length=40)
    region_id = models.BigIntegerField("县区", null=True)
    action = models.CharField("动作", max_length=60)
    subject = models.CharField("归属", max_length=80)
    object_type = models.CharField("对象类别", max_length=60)
    object_id = models.CharField("对象编号", max_length=60)
    object_label = models.CharField("对象", max_length=300)
    before = models.TextField("改前", default="{}")
    after = models.TextField("改后", default="{}")
    reason = models.TextField("原因", blank=True)
    is_success = models.BooleanField("办成", default=True)
    ip = models.CharField("来源地址", max_length=45, blank=True)
    request_id = models.CharField("请求号", max_length=40, blank=True)
    alg = models.CharField("算法", max_length=20, default="sha256")
    version = models.PositiveSmallIntegerField("格式版本", default=1)
    prev_hash = models.CharField("前一条校验码", max_length=64)
    hash = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        ordering = ["-seq"]
        constraints = [  # a field that is unique by itself gets another index on PostgreSQL, for texts by their beginning
            models.UniqueConstraint(fields=["prev_hash"], name="audit_prev_hash"),
            models.UniqueConstraint(fields=["hash"], name="audit_hash"),
        ]
        indexes = [
            models.Index(fields=["subject", "-seq"], name="audit_subject"),
            models.Index(fields=["region_id", "-seq"], name="audit_region"),
        ]

    def __str__(self):
        return f"{self.seq} {self.action} {self.object_label}"
