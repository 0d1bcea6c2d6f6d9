"""单位与人员的代码: levels of regions, kinds of units, roles of posts."""

from django.db.models import TextChoices


class RegionLevel(TextChoices):
    NATION = "nation", "全国"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（区）"


class UnitKind(TextChoices):
    GOVERNMENT = "government", "政府、管委会"
    DEPARTMENT = "department", "部门"
    STREET = "street", "街道办事处"
    GROUP = "group", "领导小组及其工作组"


class Role(TextChoices):
    """岗位角色. The three administrators have no business rights (GB/T 22239-2019 8.1.5)."""

    COUNTY_CLERK = "county_clerk", "填报员"
    COUNTY_REVIEWER = "county_reviewer", "审核员"
    SURVEY_GROUP = "survey_group", "排查登记组"
    DISPOSAL_GROUP = "disposal_group", "分类处置组"
    ACCEPTANCE_GROUP = "acceptance_group", "考核验收组"
    SUPERVISION_GROUP = "supervision_group", "督办落实组"
    ADVISORY_GROUP = "advisory_group", "政策咨询组"
    OFFICE = "office", "领导小组办公室"
    LEADER = "leader", "领导"
    DEPARTMENT = "department", "市直部门"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


COUNTY_ROLES = (Role.COUNTY_CLERK, Role.COUNTY_REVIEWER)
GROUP_ROLES = (Role.SURVEY_GROUP, Role.DISPOSAL_GROUP, Role.ACCEPTANCE_GROUP, Role.SUPERVISION_GROUP, Role.ADVISORY_GROUP)
HOLDERS = (Role.OFFICE, *GROUP_ROLES)  # the office and the five groups: who may hold functions
CITY_ROLES = (*HOLDERS, Role.LEADER, Role.DEPARTMENT)
BUSINESS_ROLES = COUNTY_ROLES + CITY_ROLES
ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class Function(TextChoices):
    """职能: what the office and the working groups hold in the application."""

    LEDGER = "ledger", "汇总审核台账"
    GUIDE = "guide", "指导分类处置"
    ACCEPT = "accept", "考核验收"
    RANK = "rank", "核对排名"
    SUPERVISE = "supervise", "督促整改、提请通报批评"
    PUBLISH = "publish", "公布"
    ADVICE = "advice", "司法审核、政策解读"
