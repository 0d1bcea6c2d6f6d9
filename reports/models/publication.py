from django.db import models
from django.db.models import F, Q

from audit.models import AppendOnly, NeverDeleted
from parcels.models import LowPlan
from tasks.models import Plan

from ..choices import PublicKind, PublicState


class Publication(NeverDeleted):
    """公布的一件: drafted by one person of the office, approved by another; what the public reads is its last edition, never the draft.

    `as_of_on` is the day of the figures; `from_on`, `until_on` are those of a public notice (both included).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="publications", verbose_name="方案")
    kind = models.CharField("公布什么", max_length=10, choices=PublicKind.choices)
    state = models.CharField("状态", max_length=8, choices=PublicState.choices, default=PublicState.DRAFT)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)
    as_of_on = models.DateField("数据截至", null=True, blank=True)
    from_on = models.DateField("公示起", null=True, blank=True)
    until_on = models.DateField("公示止", null=True, blank=True)
    low_plan = models.ForeignKey(LowPlan, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="低效方案")
    number = models.PositiveIntegerField("第几版", default=0)
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="起草人")
    first_listed_at = models.DateTimeField("首次公布", null=True, blank=True)
    listed_at = models.DateTimeField("最近更新", null=True, blank=True)
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)
    remove_reason = models.CharField("撤下原因", max_length=200, blank=True)
    result_no = models.CharField("批准文号", max_length=80, blank=True)
    result_on = models.DateField("批准日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "公布"
        ordering = ["-listed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state=PublicState.LISTED) | Q(number__gt=0, first_listed_at__isnull=False),
                                   name="publication_listed_has_edition"),
            models.CheckConstraint(condition=~Q(state=PublicState.REMOVED) | (~Q(remove_reason="") & Q(removed_at__isnull=False)),
                                   name="publication_removed_has_reason"),
            models.CheckConstraint(condition=Q(result_on=None) | Q(until_on__lt=F("result_on")), name="publication_result_after_notice",
                                   violation_error_message="公示期满以后才能批准。"),
        ]

    def __str__(self):
        return self.title


class PublicationEdition(AppendOnly):
    """公布的一版 as the public reads it: canonical JSON with the keys of `rules.publishing.PUBLIC_KEYS` and no others. Never changed."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="editions", verbose_name="公布")
    number = models.PositiveIntegerField("第几版")
    payload = models.TextField("内容")
    sha256 = models.CharField("校验码", max_length=64)
    at = models.DateTimeField("公布时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="审批人")

    class Meta:
        verbose_name = verbose_name_plural = "公布的版本"
        ordering = ["publication", "number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="publication_edition_once")]

    def __str__(self):
        return f"{self.publication} 第{self.number}版"


class Objection(AppendOnly):
    """公示期间收到的异议 and its answer; who objected is kept by kind only (个人, 单位)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="objections", verbose_name="公示")
    received_on = models.DateField("收到日期")
    source = models.CharField("来自", max_length=10)
    text = models.TextField("异议内容")
    answer = models.TextField("答复", blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        ordering = ["received_on", "id"]

    def __str__(self):
        return f"{self.publication} {self.received_on}"
