"""查按上级汇总: by which levels above the counties a plan can be looked at, and the counties of one city or province of it.

Offered only to who sees the whole plan, and only where its counties lie under more than one region.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from tasks.models import Plan
from units.choices import RegionLevel
from units.models import Region
from units.selectors import county_rows, levels_below

from ..rules.board import UNRANKED, summed
from .progress import COUNTY, Board, Row, board

MANY = 400  # more counties than this are no page to begin with


class Levels(NamedTuple):
    """汇总层级 of a plan, the highest first and the counties last; empty where there is nothing to choose. `usual` is how it opens."""

    offered: tuple[str, ...] = ()
    usual: str = COUNTY

    def of(self, wanted: str) -> str:
        """The level asked for where it is offered, else the usual one."""
        return wanted if wanted in self.offered else self.usual


ONE_LEVEL = Levels()


def levels_of(plan: Plan, actor: Actor) -> Levels:
    """汇总层级 for this reader."""
    if not actor.covers(plan.region_id):
        return ONE_LEVEL
    above, counties = levels_below(plan.region)
    return Levels((*above, COUNTY), above[0] if counties > MANY else COUNTY) if above else ONE_LEVEL


def check_level(found: Board, level: str) -> None:
    """Raises Refusal where a board was asked for at a level that is not offered."""
    if level == COUNTY:
        return
    if not found.is_whole:
        raise Refusal("按市或省汇总只给看得到方案全部县区的岗位。请不填 level，看本辖区的县区。", field="level", code="level")
    if len(found.regions) < 2 or not any(found.below.values()):
        raise Refusal(f"{found.plan.number} 的县区不分属一个以上的{RegionLevel(level).label}，不能按它汇总。请改用别的 level，或者不填。",
                      field="level", code="level")


def unit_of(plan: Plan, code: str, levels: Levels) -> Region | None:
    """The city or province of the plan by its code; None where its level is not offered."""
    found = Region.objects.within(plan.region).filter(code=code, level__in=levels.offered).exclude(level=COUNTY).first()
    return found if found and county_rows(found) else None


def board_of(plan: Plan, moment: datetime, basis: str, unit: Region | None, *, actor: Actor, level: str = COUNTY) -> Board:
    """看板 of a plan at a level, or of the counties of one city or province: their figures and ranks as among all counties of the plan, the
    total its own."""
    if unit is None:
        return board(plan, moment, basis, actor=actor, level=level)
    found = board(plan, moment, basis, actor=actor)
    own = next(row for row in board(plan, moment, basis, actor=actor, level=unit.level).rows if row.region_id == unit.id)
    inside = {region_id for region_id, *_ in county_rows(unit)}
    at = [n for n, (region_id, *_) in enumerate(found.regions) if region_id in inside]
    columns = {one: column.in_order(at) for one, column in found.columns.items()}
    total = Row(own.name, {one: figure._replace(place=UNRANKED, place_before=UNRANKED) for one, figure in own.figures.items()})
    return replace(found, regions=[found.regions[n] for n in at], columns=columns, groups=[], total=total, unit=unit,
                   computed={one: summed(column.quota) for one, column in columns.items()})
