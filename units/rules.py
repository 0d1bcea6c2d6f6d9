"""岗位规则: which posts one person may hold together, and what a user name may be. Pure functions."""

from __future__ import annotations

import re

from landplan.lib.errors import NotAllowed, Refusal

from .choices import ADMIN_ROLES, CITY_ROLES, COUNTY_ROLES, RegionLevel, Role

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
