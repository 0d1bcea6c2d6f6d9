"""周报的权限: may this actor do it? Territory is checked by the scope; these look at the role."""

from __future__ import annotations

from landplan.lib.actors import Actor

_CITY = frozenset({"acceptance_group", "office", "leader", "department", "system"})
_COUNTY = frozenset({"county_clerk", "county_reviewer"})


def may_read_weekly(actor: Actor) -> bool:
    """看周报: every business role; a county sees its own row only."""
    return actor.role in _CITY | _COUNTY


def may_read_city_week(actor: Actor) -> bool:
    """看全市一期 (附件4, the file, every county's return): the roles of the city."""
    return actor.role in _CITY


def may_return_week(actor: Actor) -> bool:
    """报送周报: the county's clerk; its reviewer may read."""
    return actor.role == "county_clerk"


def may_freeze_week(actor: Actor) -> bool:
    """定稿、挂起、退回、出新版: the office of the leading group; the system where it is due."""
    return actor.role in ("office", "system")


def may_read_corrections(actor: Actor) -> bool:
    """看更正和底数: every business role; a county sees its own rows only."""
    return actor.role in _CITY | _COUNTY


def may_correct(actor: Actor) -> bool:
    """发起、审核更正: the office of the leading group (two persons of it)."""
    return actor.role == "office"


def may_freeze_baseline(actor: Actor) -> bool:
    """定底数: the office of the leading group."""
    return actor.role in ("office", "system")
