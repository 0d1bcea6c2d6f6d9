"""演示数据: people, land and script of the demo city, laid down by the services. Killed half-way it goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import ApprovalBatch, Parcel
from parcels.selectors.measures import catalogue
from tasks.choices import RowKind, TableKey
from tasks.models import Plan
from tasks.selectors.quotas import lines_of, quota_sheet, table_at
from units.models import DemoClock, Region
from units.selectors import counties_of
from units.services import move_demo_clock

from .land import Base, Plot, plots_of
from .people import PINYIN, seat_people, write_accounts
from .play import Step, play, steps_of
from .script import LAUNCH, deals_of

PLAN_NUMBER = "驻政办〔2021〕19号"
SEED = 2021
START = clock.shanghai(2021, 9, 24, 9, 40)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class County:
    """一个县区的演示内容: what is registered, and what happens to it."""

    region: Region
    base: Base
    batches: list
    plots: list[Plot]
    steps: list[Step]


def seed(tell: Tell) -> None:
    """装入演示数据 up to the demo clock's moment; what is there already stays. Raises Refusal without the plan."""
    with everything("the demo city is made as a whole"):
        plan = demo_plan()
        people = seat_people(plan.region)
        tell(f"演示账号 {len(people)} 个")
        counties = script_of(plan, people)
        _register(counties, people, tell)
        if not DemoClock.objects.exists():
            move_demo_clock(START, actor=system_actor("演示"))
        catch_up(clock.now(), steps_in(counties), tell)
        write_accounts(plan.region)


def catch_up(until: datetime, steps: list[Step], tell: Tell) -> tuple[int, int]:
    """剧本演到 `until`; returns (steps done, steps passed over)."""
    total = sum(step.at <= until for step in steps)
    return play(steps, until, lambda done: tell(f"演示办理 {done}/{total} 步"))


def demo_plan() -> Plan:
    """演示用的方案. Raises Refusal when it is not loaded."""
    plan = Plan.objects.select_related("region", "document").filter(document__number=PLAN_NUMBER).first()
    if plan is None:
        raise Refusal(f"没有装入 {PLAN_NUMBER}，演示数据要用它的任务分解表。请先运行 manage.py load_plans。", code="not_found")
    return plan


def bases_of(plan: Plan) -> dict[int, Base]:
    """印发基数 of each county, as annexes 2 and 3 print them."""
    annex2, annex3 = ({line.region_id: line.values for line in lines_of(table_at(plan, key, START)) if line.kind == RowKind.COUNTY}
                      for key in (TableKey.ANNEX2, TableKey.ANNEX3))
    return {region.id: _base(region, annex2[region.id], annex3[region.id]) for region in counties_of(plan.region)}


def _base(region: Region, annex2: dict, annex3: dict) -> Base:
    def pair(part: str):
        count = annex3.get(f"{part}_count")
        return None if count is None else int(count), annex3.get(f"{part}_area")

    return Base(region.code, region.name, annex2["approved"], annex2["supplied"], annex2["unsupplied"],
                pair("base"), pair("new"), pair("low"))


def script_of(plan: Plan, people: dict[str, Actor]) -> list[County]:
    """全部县区的演示内容, always the same."""
    bases = bases_of(plan)
    quotas = {row.region_id: row.quotas for row in quota_sheet(plan, START).counties}
    made = []
    for region in counties_of(plan.region):
        batches, plots = plots_of(bases[region.id], SEED)
        measures = [m for m in catalogue(region) if m.disposes]
        deals = deals_of(region.name, plots, quotas[region.id], SEED)
        offers = {plot.no: [m for m in measures if m.fits(plot.kind, plot.values["cause"])] for plot in plots}
        steps = [step for deal in deals for step in steps_of(deal, people, PINYIN[region.name], offers[deal.plot_no])]
        made.append(County(region, bases[region.id], batches, plots, steps))
    return made


def steps_in(counties: list[County]) -> list[Step]:
    """全部步骤 in the order of their moments."""
    return sorted((step for county in counties for step in county.steps), key=lambda step: (step.at, step.key))


def _register(counties: list[County], people: dict[str, Actor], tell: Tell) -> None:
    total, done = sum(len(county.plots) for county in counties), 0
    for county in counties:
        clerk = people[f"{PINYIN[county.region.name]}.clerk"]
        with clock.at(LAUNCH), scope(clerk), transaction.atomic():
            _register_county(county, clerk)
        done += len(county.plots)
        tell(f"登记宗地 {done}/{total}（{county.region.name}）")


def _register_county(county: County, clerk: Actor) -> None:
    batches = dict(ApprovalBatch.objects.values_list("approval_no", "id"))
    for batch in county.batches:
        if batch.approval_no not in batches:
            batches[batch.approval_no] = services.register_batch(actor=clerk, region_id=county.region.id, is_demo=True, values={
                "approval_no": batch.approval_no, "name": batch.name, "approved_on": batch.approved_on,
                "authority": batch.authority, "area": batch.area, "area_supplied": batch.supplied}).id
    known = set(Parcel.objects.values_list("parcel_no", flat=True))
    for plot in county.plots:
        if plot.no not in known:
            parcel = services.register_parcel(actor=clerk, region_id=county.region.id, kind=plot.kind, parcel_no=plot.no, is_demo=True,
                                              values={**plot.values, "batch_id": batches[plot.batch.approval_no]})
            if plot.supply:
                services.add_supply(parcel.id, actor=clerk, **plot.supply)
