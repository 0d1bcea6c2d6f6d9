"""岗位权限: what a role may do with people, and which roles are business roles."""

from landplan.lib.actors import Actor

from .choices import BUSINESS_ROLES, Function, Role
from .rules import DEFAULT


def may_work(actor: Actor) -> bool:
    """业务岗位: may see business pages at all (the three administrators may not)."""
    return actor.role in BUSINESS_ROLES


def may_manage_people(actor: Actor) -> bool:
    """系统管理员: creates and disables people and their posts."""
    return actor.role == Role.SYSTEM_ADMIN


def may_read_security(actor: Actor) -> bool:
    """安全管理员: lockouts, sessions, sign-in rules."""
    return actor.role == Role.SECURITY_ADMIN


def holds(actor: Actor, *functions: str) -> bool:
    """承担职能: does this post hold one of the functions, as its city decided or by convention? The one place that says so."""
    held = DEFAULT.get(actor.role, frozenset()) if actor.functions is None else actor.functions
    return any(function in held for function in functions)


def desk_of(actor: Actor) -> str:
    """按哪个岗位办: whoever holds 考核验收 stands where the acceptance group stands, and nobody else does."""
    if holds(actor, Function.ACCEPT):
        return Role.ACCEPTANCE_GROUP.value
    return "" if actor.role == Role.ACCEPTANCE_GROUP else actor.role


def may_assign_functions(actor: Actor, region_id: int) -> bool:
    """定职能: the office of the city, or the security administrator (who holds none himself)."""
    return actor.role == Role.SECURITY_ADMIN or (actor.role == Role.OFFICE and actor.region_id == region_id)


def may_read_functions(actor: Actor) -> bool:
    """看职能: every business post, and the security administrator."""
    return may_work(actor) or may_read_security(actor)
