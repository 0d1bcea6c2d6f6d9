"""方案与任务量的权限: plans are public to every business role; only the office of a plan's region changes anything."""

from __future__ import annotations

from landplan.lib.actors import Actor
from units.policies import may_work

from .rules.packages import ACCEPTANCE


def may_read_plans(actor: Actor) -> bool:
    """看方案、任务量表、印发核对."""
    return may_work(actor)


def may_govern_plans(actor: Actor) -> bool:
    """改方案设置、任务调整: the office of the leading group."""
    return actor.role == "office"


def may_govern(actor: Actor, region_id: int) -> bool:
    """The same, for the plan of a region: the office of that region or of one above it."""
    return may_govern_plans(actor) and actor.covers(region_id)


def may_send_package(actor: Actor) -> bool:
    """报送台账和方案: the county's clerk."""
    return actor.role == "county_clerk"


def may_review_package(actor: Actor, reported_to: str) -> bool:
    """审核报送包: the acceptance group what is reported to it, the office everything else (rules.packages.CONVENTION)."""
    return actor.role == ("acceptance_group" if reported_to == ACCEPTANCE else "office")
