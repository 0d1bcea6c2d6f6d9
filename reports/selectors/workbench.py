"""查外框: what the frame of every page asks - counts of the menu, and the plan in force."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse

from landplan.lib import clock
from landplan.lib.actors import Actor
from tasks.models import Plan
from tasks.selectors.plans import plan_of
from units.policies import may_work

from ..policies import may_freeze_week, may_return_week
from .desk_week import DeskWeek, desk_week_of, weekly_count
from .todo import tally_of


class Frame:
    """页面外框 of one person; made anew for each request, so that its parts share what they read."""

    def __init__(self, actor: Actor):
        self.actor = actor

    @cached_property
    def in_force(self) -> Plan | None:
        """本岗位所在区划的方案."""
        return plan_of(self.actor)

    @cached_property
    def week(self) -> DeskWeek | None:
        """本周 of the plan in force."""
        return desk_week_of(self.in_force, self.actor, clock.now()) if self.in_force else None

    def counts(self) -> dict[str, dict]:
        """菜单里的数目: view name -> {count, hot}. A few counts by index, whatever the size of the data."""
        actor, now = self.actor, clock.now()
        if not may_work(actor):
            return {}
        week = self.week if may_return_week(actor) or may_freeze_week(actor) else None
        tally = tally_of(actor, now, week)
        counts = {"reports:workbench": {"count": tally.total, "hot": tally.is_hot},
                  "parcels:disposals": {"count": tally.counts.get("returned", 0), "hot": False},
                  "parcels:review": {"count": tally.counts.get("verify", 0) + tally.counts.get("accept", 0), "hot": False},
                  "reports:weekly": {"count": weekly_count(week, actor, now), "hot": False},
                  "tasks:packages": {"count": sum(one.count for one in tally.pending if one.kind.address == "tasks:packages"), "hot": False},
                  "tasks:messages": {"count": sum(one.count for one in tally.pending if one.kind.address == "tasks:messages"), "hot": False},
                  "reports:corrections": {"count": tally.counts.get("decide", 0), "hot": False}}
        return {name: one for name, one in counts.items() if one["count"]}

    def plan(self) -> dict | None:
        """页头的方案: its number and address; nothing for who does not work with it, or where no plan is loaded."""
        plan = self.in_force if may_work(self.actor) else None
        return {"number": plan.number, "url": reverse("tasks:plan", args=[plan.id])} if plan else None
