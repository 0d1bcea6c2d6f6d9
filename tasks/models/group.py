from django.db import models

from audit.models import NeverDeleted

from ..choices import GroupKind, PostKind
from .plan import Plan


class LeadingGroup(NeverDeleted):
    """领导小组 or one of its working groups, as posts: the names of persons are not kept."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="groups", verbose_name="方案")
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=GroupKind.choices)
    office = models.CharField("办公室设在", max_length=60, blank=True)
    duty = models.TextField("职责", blank=True)
    county_head_leads_locally = models.BooleanField("县区负责人为本辖区该组负责人", default=False)
    section = models.CharField("章节", max_length=60)
    note = models.CharField("说明", max_length=100, blank=True)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "领导小组"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="group_once")]

    def __str__(self):
        return self.name


class GroupPost(NeverDeleted):
    """岗位 in a group, in printed order."""

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="posts", verbose_name="组")
    kind = models.CharField("岗位", max_length=20, choices=PostKind.choices)
    title = models.CharField("职务", max_length=60)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "领导小组岗位"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["group", "sort"], name="group_post_once")]

    def __str__(self):
        return self.title


class DepartmentDuty(NeverDeleted):
    """部门职责 as printed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="department_duties", verbose_name="方案")
    unit = models.CharField("部门", max_length=60)
    duty = models.TextField("职责")
    section = models.CharField("章节", max_length=60)
    sort = models.PositiveIntegerField("排序")

    class Meta:
        verbose_name = verbose_name_plural = "部门职责"
        ordering = ["sort"]
        constraints = [models.UniqueConstraint(fields=["plan", "sort"], name="department_duty_once")]

    def __str__(self):
        return self.unit
