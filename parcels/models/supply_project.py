from django.db import models
from django.db.models import Q

from audit.models import NeverDeleted
from landplan.lib.area import AreaField
from landplan.lib.scope import RegionScoped


class SupplyProject(NeverDeleted, RegionScoped):
    """分批供地的工业项目: its planned area, the review of its size and the schedule by which land is supplied (CTL-05)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    name = models.CharField("项目名称", max_length=120)
    company = models.CharField("建设单位", max_length=120, blank=True)
    planned_area = AreaField("拟占地面积")
    review_no = models.CharField("审核文号", max_length=80, blank=True)
    reviewed_on = models.DateField("审核日期", null=True)
    reviewed_area = AreaField("审核的规模", null=True)
    review_note = models.CharField("审核意见", max_length=500, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "分批供地项目"
        ordering = ["-entered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="supply_project_once", violation_error_message="本县区已登记过同名的项目。"),
            models.CheckConstraint(condition=Q(planned_area__gt=0), name="supply_project_area", violation_error_message="拟占地面积要大于 0。"),
        ]

    def __str__(self):
        return self.name


class ProjectPart(NeverDeleted, RegionScoped):
    """一批 of a project's land: how much may be supplied from which day on."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    project = models.ForeignKey(SupplyProject, models.PROTECT, related_name="parts", verbose_name="项目")
    number = models.PositiveSmallIntegerField("第几批")
    area = AreaField("计划供地面积")
    from_on = models.DateField("计划供地日期")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "供地批次计划"
        ordering = ["project", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="project_part_once"),
                       models.CheckConstraint(condition=Q(area__gt=0), name="project_part_area", violation_error_message="计划供地面积要大于 0。")]

    def __str__(self):
        return f"{self.project} 第{self.number}批"
