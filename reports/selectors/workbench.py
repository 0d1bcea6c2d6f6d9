"""查外框: what the frame of every page asks - counts of the menu, and the plan in force."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse

from landplan.lib import clock
from landplan.lib.actors import Actor
from tasks.models import Plan
from tasks.selectors.plans import plan_of_region
from units.models import Region
from units.policies import may_work

from ..policies import may_freeze_week, may_return_week
from .desk_week import DeskWeek, desk_week_of
from .todo import Tally, tally_of


class Frame:
    """页面外框 of one person, whose post stands in this region; made anew for each request, so that its parts share what they read."""

    def __init__(self, actor: Actor, region: Region | None):
        self.actor, self._region = actor, region

    @cached_property
    def in_force(self) -> Plan | None:
        """本岗位所在区划的方案."""
        return plan_of_region(self._region)

    @cached_property
    def week(self) -> DeskWeek | None:
        """本周 of the plan in force."""
        return desk_week_of(self.in_force, self.actor, clock.now()) if self.in_force else None

    @cached_property
    def tally(self) -> Tally:
        """等我处理的数目."""
        has_week = may_return_week(self.actor) or may_freeze_week(self.actor)
        return tally_of(self.actor, clock.now(), self.week if has_week else None)

    def counts(self) -> dict[str, dict]:
        """菜单里的数目: view name -> {count, hot}. Counts by index up to 999, whatever the size of the data."""
        actor = self.actor
        if not may_work(actor):
            return {}
        tally = self.tally
        counts = {"reports:workbench": {"count": tally.total, "hot": tally.is_hot},
                  "parcels:disposals": {"count": tally.counts.get("returned", 0), "hot": False},
                  "parcels:review": {"count": tally.counts.get("verify", 0) + tally.counts.get("accept", 0), "hot": False},
                  "reports:weekly": {"count": tally.counts.get("week", 0) + tally.counts.get("freeze", 0), "hot": False},
                  "tasks:packages": {"count": sum(one.count for one in tally.pending if one.kind.address == "tasks:packages"), "hot": False},
                  "tasks:messages": {"count": sum(one.count for one in tally.pending if one.kind.address == "tasks:messages"), "hot": False},
                  "reports:corrections": {"count": tally.counts.get("decide", 0), "hot": False}}
        return {name: one for name, one in counts.items() if one["count"]}

    def plan(self) -> dict | None:
        """页头的方案: its number and address; nothing for who does not work with it, or where no plan is loaded."""
        plan = self.in_force if may_work(self.actor) else None
        return {"number": plan.number, "url": reverse("tasks:plan", args=[plan.id])} if plan else None
