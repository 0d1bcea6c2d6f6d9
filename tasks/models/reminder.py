from django.db import models

from audit.models import NeverDeleted
from landplan.lib.leases import LeasedJob
from landplan.lib.scope import RegionScoped

from ..choices import Channel


class Reminder(NeverDeleted, RegionScoped):
    """提醒: one unit, one due, one stage (so many days before, on the day, late) - once. Cancelled when the due is done."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="区划")
    key = models.CharField("键", max_length=60)  # whose due it is: rules.reminders
    stage = models.CharField("阶段", max_length=4)
    due_on = models.DateField("时限")
    to = models.CharField("提醒谁", max_length=100)
    title = models.CharField("事项", max_length=200)
    text = models.CharField("说明", max_length=300, blank=True)
    url = models.CharField("在哪里办", max_length=200)
    made_at = models.DateTimeField("生成时间")
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["key", "due_on", "stage"], name="reminder_once")]

    def __str__(self):
        return self.title


class Message(NeverDeleted):
    """消息: a reminder as one post of the unit has it. `read_at` is the post's own mark; `cancelled_at` follows the reminder."""

    post = models.ForeignKey("units.Post", models.PROTECT, related_name="messages", verbose_name="岗位")
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="messages", verbose_name="提醒")
    made_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("看过的时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["post", "reminder"], name="message_once")]
        indexes = [models.Index(fields=["post"], condition=models.Q(read_at=None, cancelled_at=None), name="message_unread"),
                   models.Index(fields=["post", "-made_at", "-id"], name="message_of_post")]

    def __str__(self):
        return str(self.reminder)


class Delivery(LeasedJob, NeverDeleted):
    """外发: a reminder on its way out of the house, by mail or webhook. None is made while the installation has not switched them on."""

    channel = models.CharField("渠道", max_length=8, choices=Channel.choices)
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="deliveries", verbose_name="提醒")
    to = models.CharField("发往", max_length=200, blank=True)

    class Meta(LeasedJob.Meta):
        verbose_name = verbose_name_plural = "外发"
