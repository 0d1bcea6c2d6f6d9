"""岗位权限: what a role may do with people, and which roles are business roles."""

from landplan.lib.actors import Actor

from .choices import BUSINESS_ROLES, Role


def may_work(actor: Actor) -> bool:
    """业务岗位: may see business pages at all (the three administrators may not)."""
    return actor.role in BUSINESS_ROLES


def may_manage_people(actor: Actor) -> bool:
    """系统管理员: creates and disables people and their posts."""
    return actor.role == Role.SYSTEM_ADMIN


def may_read_security(actor: Actor) -> bool:
    """安全管理员: lockouts, sessions, sign-in rules."""
    return actor.role == Role.SECURITY_ADMIN
