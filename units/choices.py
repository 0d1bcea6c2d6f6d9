"""单位与人员的代码: levels of regions, kinds of units, roles of posts."""

from django.db.models import TextChoices


class RegionLevel(TextChoices):
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（区）"


class UnitKind(TextChoices):
    GOVERNMENT = "government", "政府、管委会"
    DEPARTMENT = "department", "部门"
    GROUP = "group", "领导小组及其工作组"


class Role(TextChoices):
    """岗位角色. The three administrators have no business rights (GB/T 22239-2019 8.1.5)."""

    COUNTY_CLERK = "county_clerk", "填报员"
    COUNTY_REVIEWER = "county_reviewer", "审核员"
    ACCEPTANCE_GROUP = "acceptance_group", "考核验收组"
    OFFICE = "office", "领导小组办公室"
    LEADER = "leader", "领导"
    DEPARTMENT = "department", "市直部门"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


COUNTY_ROLES = (Role.COUNTY_CLERK, Role.COUNTY_REVIEWER)
CITY_ROLES = (Role.ACCEPTANCE_GROUP, Role.OFFICE, Role.LEADER, Role.DEPARTMENT)
BUSINESS_ROLES = COUNTY_ROLES + CITY_ROLES
ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
