"""查工作台的数目: what the frame of every page asks - counts of the menu, and the plan in force."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from landplan.lib import clock
from landplan.lib.actors import Actor
from tasks.selectors.plans import plan_of
from units.policies import may_work

from ..policies import may_freeze_week, may_return_week
from .desk_week import desk_week_of, weekly_count
from .todo import tally_of


def nav_counts(actor: Actor) -> dict[str, dict]:
    """菜单里的数目: view name -> {count, hot}. A few counts by index, whatever the size of the data."""
    if not may_work(actor):
        return {}
    now, plan = clock.now(), plan_of(actor) if may_return_week(actor) or may_freeze_week(actor) else None
    week = desk_week_of(plan, actor, now) if plan else None
    tally = tally_of(actor, now, week)
    counts = {"reports:workbench": {"count": tally.total, "hot": tally.is_hot},
              "parcels:disposals": {"count": tally.counts.get("returned", 0), "hot": False},
              "parcels:review": {"count": tally.counts.get("verify", 0) + tally.counts.get("accept", 0), "hot": False}}
    counts["reports:weekly"] = {"count": weekly_count(week, actor, now), "hot": False}
    counts["reports:corrections"] = {"count": tally.counts.get("decide", 0), "hot": False}
    return {name: one for name, one in counts.items() if one["count"]}


def shell_plan(actor: Actor) -> dict | None:
    """页头的方案: its number and address; nothing for who does not work with it, or where no plan is loaded."""
    plan = plan_of(actor) if may_work(actor) else None
    return {"number": plan.number, "url": _address("tasks:plan", plan.id) or _address("tasks:plans")} if plan else None


def _address(name: str, *arguments: int) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
