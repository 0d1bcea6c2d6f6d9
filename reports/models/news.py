from django.db import models


class NewsMark(models.Model):
    """看到哪里: up to which entry of the trail a person has seen what became of a thing. A mark of one's own reading, no business row:
    it moves on and leaves no entry itself."""

    user = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="人")
    subject = models.CharField("归属", max_length=80)
    seq = models.BigIntegerField("看到的序号")

    class Meta:
        verbose_name = verbose_name_plural = "已看标记"
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="news_mark_once")]
