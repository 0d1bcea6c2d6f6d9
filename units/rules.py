"""岗位规则: which posts one person may hold together, which functions a post holds, what a user name may be. Pure functions."""

from __future__ import annotations

import re

from landplan.lib.errors import NotAllowed, Refusal

from .choices import ADMIN_ROLES, CITY_ROLES, COUNTY_ROLES, GROUP_ROLES, Function, RegionLevel, Role

BASIS = "GB/T 22239-2019 8.1.4.2、8.1.5：管理用户的权限要分离"


def check_post(role: str, held: set[str]) -> None:
    """一人能否兼这个岗位: administrators hold no business posts and only one administrator's post.

    Raises NotAllowed.
    """
    admins = {str(r) for r in ADMIN_ROLES}
    others = held - {role}
    if (role in admins and others) or (role not in admins and others & admins):
        names = "、".join(Role(r).label for r in sorted(others))
        raise NotAllowed(f"{Role(role).label}不能与{names}由一人兼任（{BASIS}）。请换一个人，或先免去原岗位。",
                         field="role", code="separation")


def check_place(role: str, level: str, unit: str) -> None:
    """岗位与单位是否相配: clerks and reviewers work in a county, the groups and the office in the city. Raises Refusal."""
    if role in COUNTY_ROLES and level != RegionLevel.COUNTY:
        raise Refusal(f"{Role(role).label}是县区的岗位，“{unit}”是市级单位。请换成县区的单位。", field="unit", code="place")
    if role in CITY_ROLES and level == RegionLevel.COUNTY:
        raise Refusal(f"{Role(role).label}是市级的岗位，“{unit}”是县区的单位。请换成市级单位。", field="unit", code="place")


def check_username(username: str) -> None:
    """用户名: 3–60 letters, digits, dot, hyphen, underscore or Chinese characters. Raises Refusal."""
    if not re.fullmatch(r"[\w.\-]{3,60}", username):
        raise Refusal(f"用户名“{username}”不能用。请用 3 到 60 个字母、数字、汉字，可含点、横线、下划线。", field="username", code="username")


# 职能: what each lets one do, and who holds it where a city has decided nothing. 驻马店's document alone sets five groups (附件1)
DOES = {
    Function.LEDGER: "审核报排查登记组、市政府的台账，登记抽查，抽样回头看，签认对账单",
    Function.GUIDE: "登记抽查",
    Function.ACCEPT: "验收处置，销号、恢复在册，出清单，退回低效，登记再次闲置，审核报考核验收组的台账，抽样回头看，签认对账单",
    Function.RANK: "核对定期报告和排名",
    Function.SUPERVISE: "提出督促整改、通报批评，登记办理记录（其他事项由办公室提出）",
    Function.PUBLISH: "起草、审批公布的内容（两人）",
    Function.ADVICE: "登记涉法涉诉案件的司法审核意见，答复政策咨询，对一宗一策出法律审查意见",
}
CONVENTION = "没有另定的，按驻政办〔2021〕19号 附件1 的五组分工；办公室总体协调，除考核验收外都可办（本系统的约定）。没有一个组承担的职能由办公室办。"
_OFFICE = frozenset(Function.values) - {Function.ACCEPT}
DEFAULT: dict[str, frozenset[str]] = {
    Role.OFFICE: _OFFICE,
    Role.SURVEY_GROUP: frozenset({Function.LEDGER}),
    Role.DISPOSAL_GROUP: frozenset({Function.GUIDE}),
    Role.ACCEPTANCE_GROUP: frozenset({Function.ACCEPT, Function.RANK}),
    Role.SUPERVISION_GROUP: frozenset({Function.SUPERVISE, Function.PUBLISH}),
    Role.ADVISORY_GROUP: frozenset({Function.ADVICE}),
}


def held_by(role: str, decided: set[tuple[str, str]] | None) -> frozenset[str]:
    """职能 of a role: what was decided (pairs of role and function), else the convention; the office holds what no group holds."""
    if decided is None:
        return DEFAULT.get(role, frozenset())
    own = frozenset(function for one, function in decided if one == role)
    if role != Role.OFFICE:
        return own
    return own | (frozenset(Function.values) - {function for one, function in decided if one in GROUP_ROLES})
