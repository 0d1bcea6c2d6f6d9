from django.db import models

from audit.models import NeverDeleted

from ..choices import BUSINESS_ROLES, Role
from .unit import Unit
from .user import User


class Post(NeverDeleted):
    """岗位: a person's role in a unit. One person may hold posts in several units; the session works in one."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="用户")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    is_active = models.BooleanField("在岗", default=True)
    reads_coordinates = models.BooleanField("可看坐标", default=False)  # of boundary points; given post by post, never by the role
    since = models.DateTimeField("任命时间")

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="post_once",
                                               violation_error_message="此人已有这个岗位。")]

    def __str__(self):
        return f"{self.unit.name} {self.get_role_display()}"

    @property
    def is_business(self) -> bool:
        """业务岗位: one that may see county data at all."""
        return self.role in BUSINESS_ROLES
