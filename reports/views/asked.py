"""哪一份方案: the one of the post's region, or another inside the territory that the address names (a county's own, for the city's office)."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from tasks.models import Plan
from tasks.selectors.plans import plan_of, plans
from tasks.views.common import wanted_plan
from units.models import Region

from ..selectors.rollup import Levels, unit_of


def asked_plan(request: HttpRequest) -> Plan | None:
    """方案 of `?plan=`, else of this post; None when the region has none. Raises Http404 outside of the territory."""
    if not request.GET.get("plan", ""):
        return plan_of(request.actor)
    plan = wanted_plan(request)
    if plan is None or not request.actor.covers(plan.region_id):
        raise Http404
    return plan


def asked_unit(plan: Plan, code: str, levels: Levels) -> Region | None:
    """市或省 whose counties alone are looked at. Raises Http404 for one that is not offered to this reader."""
    unit = unit_of(plan, code, levels) if code else None
    if code and unit is None:
        raise Http404
    return unit


def plans_here(request: HttpRequest) -> list[Plan]:
    """辖区里的方案, to be chosen from."""
    return [plan for plan in plans() if request.actor.covers(plan.region_id)]
