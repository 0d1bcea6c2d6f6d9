from django.db import models

from ..choices import HOLDERS, Function, Role
from .region import Region


class Holding(models.Model):
    """职能归属: in this city, this post holds this function; from the document that sets it, or by a decision of the city."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="holdings", verbose_name="区划")
    role = models.CharField("岗位", max_length=20, choices=[(role.value, role.label) for role in HOLDERS])
    function = models.CharField("职能", max_length=12, choices=Function.choices)
    basis = models.CharField("依据", max_length=200)
    is_held = models.BooleanField("承担", default=True)  # what was taken away stays, as not held

    class Meta:
        verbose_name = verbose_name_plural = "职能归属"
        ordering = ["region", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "role", "function"], name="holding_once",
                                               violation_error_message="这个岗位已有这项职能。")]

    def __str__(self):
        return f"{Role(self.role).label} {self.get_function_display()}"
