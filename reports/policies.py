"""周报的权限: may this actor do it? Territory is checked by the scope; these look at the role. What belongs to a plan as a whole is asked
with `tasks.policies.may_for_whole` (`may_in_case` where a county does its own)."""

from __future__ import annotations

from landplan.lib.actors import Actor
from units.choices import CITY_ROLES, COUNTY_ROLES, Function
from units.policies import holds

_CITY = frozenset({*CITY_ROLES, "system"})
_COUNTY = frozenset(COUNTY_ROLES)


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


def may_read_periods(actor: Actor) -> bool:
    """看定期报告: every business role; a county sees its own row, and the notices that were issued to it."""
    return actor.role in _CITY | _COUNTY


def may_read_city_period(actor: Actor) -> bool:
    """看全市一期的数、试算表、送审稿: the roles of the city."""
    return actor.role in _CITY


def may_check_period(actor: Actor) -> bool:
    """核对: who holds 核对排名, the acceptance group by 驻政办〔2021〕19号 五（二）, or another person of the office."""
    return holds(actor, Function.RANK)


def may_freeze_period(actor: Actor) -> bool:
    """定稿、出新版、通报、例外、日期: the office of the leading group; the system makes the periods."""
    return actor.role in ("office", "system")


def may_mend_finding(actor: Actor) -> bool:
    """登记整改结果: the county's clerk for its own, the office for any."""
    return actor.role in ("county_clerk", "office")


def may_publish(actor: Actor) -> bool:
    """起草、审批、撤下公布的内容: who holds 公布 (two persons), 督办落实组 by 驻政办〔2021〕19号 五（四） and the office."""
    return holds(actor, Function.PUBLISH)
