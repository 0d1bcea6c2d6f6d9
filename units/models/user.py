from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from audit.models import NeverDeleted


class User(NeverDeleted, AbstractBaseUser):
    """用户: a person who signs in. Rights come from posts only; there is no superuser."""

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_changed_at = models.DateTimeField("改密码时间", null=True)
    signed_out_before = models.DateTimeField("此前的登录一律失效", null=True)
    is_demo = models.BooleanField("演示账号", default=False)
    keyboard_shortcuts = models.BooleanField("单键快捷键", default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self):
        return self.name


class PasswordRecord(models.Model):
    """用过的密码 (hashes only): the last ones may not be used again."""

    user = models.ForeignKey(User, models.PROTECT, related_name="password_records", verbose_name="用户")
    password = models.CharField("密码散列", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-at"]
