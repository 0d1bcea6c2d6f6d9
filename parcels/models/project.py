from django.db import models
from django.db.models import Q

from audit.models import AppendOnly, NeverDeleted
from landplan.lib.area import UNIT_CHOICES, AreaField
from landplan.lib.scope import RegionScoped, ScopedManager

from ..choices import ApplicationState, Department, Exemption, ProjectKind, ProjectLevel, Stance

KEY_LEVELS = (ProjectLevel.CITY_KEY, ProjectLevel.CITY_INVEST)


class ProjectQuerySet(models.QuerySet):
    def key(self):
        """市级重点: the key projects and the great investment projects of the city."""
        return self.filter(level__in=KEY_LEVELS)


class Project(NeverDeleted, RegionScoped):
    """项目 that wants land: its document (立项、核准或备案), level, need (亩, what it is to occupy; NULL is not entered), the units
    responsible, the first of which leads, and the review of its size, after which it is supplied in batches (CTL-01, 05, 06)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    name = models.CharField("项目名称", max_length=120)
    doc_no = models.CharField("项目文件", max_length=80, blank=True)
    level = models.CharField("层级", max_length=12, choices=ProjectLevel.choices)
    kind = models.CharField("用地类型", max_length=12, choices=ProjectKind.choices)
    industry = models.CharField("产业", max_length=80, blank=True)
    park = models.CharField("意向园区", max_length=80, blank=True)  # a name that the park has or had
    need = AreaField("用地需求", null=True, blank=True)
    need_typed = models.CharField("录入需求", max_length=30, blank=True)
    area_unit = models.CharField("录入单位", max_length=4, choices=UNIT_CHOICES, default="mu")
    units = models.CharField("责任单位", max_length=200, blank=True)
    company = models.CharField("建设单位", max_length=120, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    review_no = models.CharField("审核文号", max_length=80, blank=True)
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    reviewed_area = AreaField("审核的规模", null=True, blank=True)
    review_note = models.CharField("审核意见", max_length=500, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    version = models.PositiveIntegerField("版本", default=1)

    objects = ScopedManager.from_queryset(ProjectQuerySet)()

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "项目"
        ordering = ["region__sort", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="project_once_in_region",
                                    violation_error_message="本县区已登记了同名的项目。"),
            models.CheckConstraint(condition=Q(need=None) | Q(need__gt=0), name="project_need_positive",
                                   violation_error_message="用地需求要大于 0。"),
            models.CheckConstraint(condition=Q(reviewed_on=None, reviewed_area=None) | Q(reviewed_on__isnull=False, reviewed_area__gt=0),
                                   name="project_review_whole", violation_error_message="审核建设规模要有日期和面积。"),
        ]
        indexes = [models.Index(fields=["level", "region"], name="project_level")]

    def __str__(self):
        return self.name


class ProjectPart(NeverDeleted, RegionScoped):
    """一批 of a project's land: how much may be supplied from which day on (分批供地)."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    project = models.ForeignKey(Project, models.PROTECT, related_name="parts", verbose_name="项目")
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


class LandApplication(NeverDeleted, RegionScoped):
    """用地申请: land is applied for by a project (以需定批), and approved or refused.

    `searched` is what the county says of the land it has already (优先选址), `stock` what the system counted when it was entered:
    open parcels by class with their areas, and those that would be large enough.
    """

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    project = models.ForeignKey(Project, models.PROTECT, related_name="applications", verbose_name="项目")
    area = AreaField("申请面积")
    area_typed = models.CharField("录入面积", max_length=30, blank=True)
    area_unit = models.CharField("录入单位", max_length=4, choices=UNIT_CHOICES, default="mu")
    applicant = models.CharField("申请单位", max_length=100)
    applied_on = models.DateField("申请日期")
    searched = models.TextField("先行选址情况", blank=True)
    stock = models.JSONField("登记时的存量", default=dict, blank=True)
    exemption = models.CharField("豁免情形", max_length=12, choices=Exemption.choices, blank=True)
    exemption_no = models.CharField("豁免文号", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, choices=ApplicationState.choices, default=ApplicationState.APPLIED)
    decided_on = models.DateField("审批日期", null=True, blank=True)
    decided_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    result_no = models.CharField("报批文号", max_length=80, blank=True)
    reason = models.TextField("不予报批的原因", blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "用地申请"
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(area__gt=0), name="application_area_positive", violation_error_message="申请面积要大于 0。"),
            models.CheckConstraint(condition=~Q(state=ApplicationState.APPROVED) | ~Q(result_no=""), name="application_approved_has_number"),
            models.CheckConstraint(condition=~Q(state=ApplicationState.REFUSED) | ~Q(reason=""), name="application_refused_has_reason"),
        ]

    def __str__(self):
        return f"{self.project} 用地申请"


class JointAcceptance(NeverDeleted, RegionScoped):
    """竣工联合验收 of a project: complete when the departments that must be heard agreed."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    project = models.ForeignKey(Project, models.PROTECT, related_name="acceptances", verbose_name="项目")
    part = models.CharField("验收范围", max_length=120, blank=True)
    finished_on = models.DateField("竣工日期")
    passed_on = models.DateField("验收通过日期", null=True, blank=True)
    passed_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "竣工联合验收"
        ordering = ["-finished_on", "-id"]

    def __str__(self):
        return f"{self.project}{' ' + self.part if self.part else ''} 竣工联合验收"


class Opinion(AppendOnly, RegionScoped):
    """部门验收意见; a later one of the same department goes over the earlier."""

    region = models.ForeignKey("units.Region", models.PROTECT, related_name="+", verbose_name="县区")
    acceptance = models.ForeignKey(JointAcceptance, models.PROTECT, related_name="opinions", verbose_name="验收")
    department = models.CharField("部门", max_length=12, choices=Department.choices)
    stance = models.CharField("意见", max_length=10, choices=Stance.choices)
    text = models.CharField("说明", max_length=300, blank=True)
    given_on = models.DateField("日期")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey("units.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta(RegionScoped.Meta):
        verbose_name = verbose_name_plural = "部门验收意见"
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_department_display()}：{self.get_stance_display()}"
