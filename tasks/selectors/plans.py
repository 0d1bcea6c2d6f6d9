"""查方案: the plan that is in force for a region. Plans are issued documents: everybody may read all of them."""

from __future__ import annotations

from landplan.lib.actors import Actor
from units.models import Region

from ..models import Plan


def plans() -> list[Plan]:
    """全部方案 with document and region."""
    return list(Plan.objects.select_related("document", "region"))


def plan_of_region(region: Region | None) -> Plan | None:
    """管这个区划的方案: the nearest one upward (the county's own, then the city's), the latest issued first."""
    if region is None:
        return None
    codes = region.path.strip("/").split("/")
    found = [plan for plan in plans() if plan.region.code in codes]
    return max(found, key=lambda plan: (codes.index(plan.region.code), plan.document.dated_on, plan.id), default=None)


def plan_of(actor: Actor) -> Plan | None:
    """本岗位所在区划的方案."""
    return plan_of_region(Region.objects.filter(pk=actor.region_id).first())


def counties_in(plan: Plan, actor: Actor) -> list[Region]:
    """方案里本辖区的县区, in the order of the regions: a county gives itself only."""
    inside = Region.objects.within(plan.region).counties()
    return list(inside if actor.regions is None else inside.filter(id__in=actor.regions))
