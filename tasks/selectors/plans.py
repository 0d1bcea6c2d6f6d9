"""查方案: the plan that is in force for a region. Plans are issued documents: everybody may read all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.filters import BIGGEST
from landplan.lib.prepared import Prepared, hold
from landplan.lib.weeks import last_instant
from units.models import Region
from units.selectors import county_rows, region_of

from ..models import Phase, Plan, PrintedTable, Target
from ..rules.phases import PhaseState, is_over, phases_at

_PLANS = Prepared(lambda: Plan.objects.select_related("document", "region"))
_PLAN = Prepared(lambda pk: Plan.objects.select_related("document", "region").filter(pk=pk), pk=-1)
_TABLES = Prepared(lambda plan_id: PrintedTable.objects.filter(plan_id=plan_id), plan_id=-1)
_TARGETS = Prepared(lambda plan_id: Target.objects.filter(plan_id=plan_id), plan_id=-1)
_PHASES = Prepared(lambda plan_id: Phase.objects.filter(plan_id=plan_id), plan_id=-1)


def plans() -> list[Plan]:
    """全部方案 with document and region."""
    return _PLANS.objects()


def plan_by_id(pk: int) -> Plan | None:
    """一个方案 with document and region; none where no database holds such a number."""
    return next(iter(_PLAN.objects(pk=pk)), None) if pk <= BIGGEST else None


def read_paper(plan: Plan) -> None:
    """任务分解表 (their heads) and targets of a plan, read once for all that asks for them."""
    _hold(plan, tables=_TABLES, targets=_TARGETS)


def phases_of(plan: Plan) -> list[Phase]:
    """各阶段 of a plan in their order, read once."""
    _hold(plan, phases=_PHASES)
    return list(plan.phases.all())


def _hold(plan: Plan, **wanted: Prepared) -> None:
    for name, prepared in wanted.items():
        if name not in getattr(plan, "_prefetched_objects_cache", ()):
            hold(plan, name, prepared.objects(plan_id=plan.id))


def plan_of_region(region: Region | None) -> Plan | None:
    """管这个区划的方案: the nearest one upward (the county's own, then the city's), the latest issued first."""
    if region is None:
        return None
    codes = region.path.strip("/").split("/")
    found = [plan for plan in plans() if plan.region.code in codes]
    return max(found, key=lambda plan: (codes.index(plan.region.code), plan.document.dated_on, plan.id), default=None)


def plan_of(actor: Actor) -> Plan | None:
    """本岗位所在区划的方案."""
    return plan_of_region(region_of(actor.region_id))


def counties_in(plan: Plan, actor: Actor) -> list[Region]:
    """方案里本辖区的县区, in the order of the regions: a county gives itself only."""
    return list(_counties(plan, actor))


def county_ids_in(plan: Plan, actor: Actor) -> set[int]:
    """The same, by their ids."""
    return {region_id for region_id, *_ in county_rows(plan.region) if actor.covers(region_id)}


def of_whole(actor: Actor, plan: str) -> Q:
    """全方案的: the rows whose plan (`plan` is the way to it) this post covers as a whole; of others it decides none (`may_for_whole`)."""
    if actor.regions is None:
        return Q()
    return Q(**{f"{plan}__region__among": sorted(actor.regions)}) if actor.regions else Q(pk__in=[])


def plan_reaches(plan: Plan, region_id: int | None) -> bool:
    """方案管不管这个区划: its own, or one inside it."""
    return Region.objects.within(plan.region).filter(pk=region_id).exists()


def has_counties(plan: Plan, actor: Actor) -> bool:
    """方案里有没有本辖区的县区."""
    return actor.covers(plan.region_id) or bool(county_ids_in(plan, actor))


def _counties(plan: Plan, actor: Actor) -> QuerySet[Region]:
    inside = Region.objects.within(plan.region).counties()
    return inside if actor.regions is None else inside.filter(id__among=sorted(actor.regions)) if actor.regions else inside.none()


@dataclass(frozen=True)
class Standing:
    """方案在某日的情形: its phases, whether all of them are over, and the instant whose figures are shown first."""

    day: date
    phases: list[PhaseState]
    is_over: bool
    last_day: date | None
    is_expired: bool
    moment: datetime
    valid_days: int | None = None  # until the last valid day, once that is near

    @property
    def current(self) -> list[PhaseState]:
        """当前阶段; two may overlap."""
        return [one for one in self.phases if one.is_current]


def standing_of(plan: Plan, now: datetime) -> Standing:
    """方案 at `now`: one that is over opens at the end of its last day, any other at `now`."""
    day, phases = clock.local(now).date(), phases_of(plan)
    over = is_over(phases, day)
    last_day = max((phase.ends_on for phase in phases if phase.ends_on), default=None)
    until = plan.valid_until
    moment = last_instant(last_day) if over and last_day else now
    left = (until - day).days if until else None
    return Standing(day, phases_at(phases, day), over, last_day, left is not None and left < 0, moment,
                    left if left is not None and 0 <= left <= int(plan.expiry_days) else None)


def last_day_of(plan: Plan) -> date:
    """末日 of a plan: of its validity, its phases and its targets the latest."""
    days = [plan.document.valid_until, plan.document.dated_on]
    days += [one.ends_on for one in phases_of(plan)] + [one.due_on for one in plan.targets.all()]
    return max(day for day in days if day)


def plan_rows() -> list[Plan]:
    """全部方案 with how many phases, targets, tasks and printed tables each holds."""
    def count(name: str) -> Count:
        return Count(name, distinct=True)
    return list(Plan.objects.select_related("document", "region").prefetch_related("phases").annotate(
        target_count=count("targets"), task_count=count("tasks"), duty_count=count("duties"), table_count=count("tables__key")))
