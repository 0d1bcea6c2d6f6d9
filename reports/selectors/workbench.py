"""查工作台的数目: what the frame of every page asks - counts of the menu, and the plan in force."""

from __future__ import annotations

from datetime import datetime

from django.urls import NoReverseMatch, reverse

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels.selectors.kept import kept
from tasks.selectors.plans import plan_of
from units.policies import may_work

from ..policies import may_freeze_week, may_return_week
from .desk_week import desk_week_of, weekly_count
from .todo import tally_of


def nav_counts(actor: Actor) -> dict[str, dict]:
    """菜单里的数目: view name -> {count, hot}; every page asks, so they are kept while nothing was changed and the minute lasts."""
    if not may_work(actor):
        return {}
    now = clock.now()
    return kept(f"nav.{actor.post_id}.{now:%Y%m%d%H%M}", lambda: _counts(actor, now))


def _counts(actor: Actor, now: datetime) -> dict[str, dict]:
    """A few counts by index, whatever the size of the data."""
    plan = plan_of(actor) if may_return_week(actor) or may_freeze_week(actor) else None
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
    return kept(f"plan.{actor.region_id}", lambda: _plan(actor)) if may_work(actor) else None


def _plan(actor: Actor) -> dict | None:
    plan = plan_of(actor)
    return {"number": plan.number, "url": _address("tasks:plan", plan.id) or _address("tasks:plans")} if plan else None


def _address(name: str, *arguments: int) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
