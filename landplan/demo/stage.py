"""演示数据: people, land and script of the demo city, laid down by the services. Killed half-way it goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import inf

from django.db import transaction

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import ApprovalBatch, Measure, Parcel
from parcels.rules.terms import bars
from parcels.selectors.measures import catalogue
from tasks.choices import RowKind, TableKey
from tasks.models import Plan
from tasks.selectors.quotas import lines_of, quota_sheet, table_at
from units.models import DemoClock, Region
from units.selectors import counties_of
from units.services import move_demo_clock, permit_clock

from .cases import case_steps, sample_steps
from .firms import firm_steps
from .imports import import_steps
from .land import Base, Batch, Plot, plots_of
from .lineage import lineage_steps, planning_steps, round_steps
from .needs import need_steps
from .next_plan import plan_steps
from .nights import night_steps
from .packages import package_steps
from .people import PINYIN, demo_people, seat_people, write_accounts
from .periods import period_steps
from .play import play, steps_of
from .policy import policy_steps
from .publishing import publishing_steps
from .reconciling import reconcile_steps
from .script import LAUNCH, Deal, deals_of
from .shapes import keep_drawings, keep_outline
from .step import Step
from .supervision import supervision_steps
from .terms import land_of_plot
from .weeks import baseline_steps, correction_steps, week_steps
from .work import work_steps
from .work_tasks import task_steps

PLAN_NUMBER = "驻政办〔2021〕19号"
SEED = 2021
BASE_DAY = date(2021, 3, 31)  # 截至2021年3月底: what is registered was of its kind by then
START = clock.shanghai(2021, 9, 24, 9, 40)
END = clock.shanghai(2022, 12, 31)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class County:
    """一个县区的演示内容: what is registered, and what becomes of it."""

    region: Region
    batches: list[Batch]
    plots: list[Plot]
    deals: list[Deal]


def seed(tell: Tell, only: frozenset[str] = frozenset()) -> None:
    """装入演示数据 up to the demo clock's moment; what is there already stays. Raises Refusal without the plan.

    `only` names the counties to make (a part of the city for tests); none = all.
    """
    with everything("the demo city is made as a whole"):
        plan = demo_plan()
        people = seat_people(plan.region)
        tell(f"演示账号 {len(people)} 个")
        counties = [county for county in counties_in(plan) if not only or county.region.name in only]
        _register(counties, people, tell)
        _draw(counties, people, tell)
        is_first = not DemoClock.objects.exists()
        if is_first:
            move_demo_clock(START, actor=system_actor("演示"))
        steps, now = script_of(plan, counties, people), clock.now()
        total = sum(step.at <= now for step in steps)
        play(steps, now, tell=lambda done: tell(f"演示办理 {done}/{total} 步"))
        if is_first:  # the making took its time
            move_demo_clock(START, actor=system_actor("演示"))
        write_accounts(plan.region)


def turn_clock(moment: datetime, *, actor: Actor, seconds: float) -> datetime:
    """拨演示时钟: forward plays the script on to `moment`, the clock going along; backward only shows earlier moments.

    Returns the moment reached when `seconds` are over. Raises NotAllowed, Refusal outside of the demo's time.
    """
    permit_clock(actor)
    if not LAUNCH <= moment <= END:
        raise Refusal(f"演示从 {LAUNCH:%Y-%m-%d %H:%M} 到 {END:%Y-%m-%d}，{clock.local(moment):%Y-%m-%d %H:%M} 没有内容。请选这之间的时刻。",
                      field="now", code="out_of_range")
    before, reached = clock.now(), moment
    if moment > before:
        with everything("the script goes on in every county"):
            plan = demo_plan()
            steps = script_of(plan, seeded(plan), demo_people(plan.region))
            reached = play(steps, moment, seconds=seconds, carry=True).reached
    move_demo_clock(reached, actor=actor, before=before)
    return reached


def catch_up(moment: datetime | None, *, actor: Actor) -> None:
    """接着演, for the worker: to a moment that a page could not wait for, else to the present of a clock that goes on."""
    state = DemoClock.objects.first()
    if moment is not None:
        turn_clock(moment, actor=actor, seconds=inf)
    elif state and state.played_until and state.played_until < clock.now():
        with everything("the script goes on in every county"):
            plan = demo_plan()
            play(script_of(plan, seeded(plan), demo_people(plan.region)), clock.now())


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


def counties_in(plan: Plan) -> list[County]:
    """全部县区的演示内容, always the same."""
    bases = bases_of(plan)
    quotas = {row.region_id: row.quotas for row in quota_sheet(plan, START).counties}
    made = []
    for region in counties_of(plan.region):
        batches, plots = plots_of(bases[region.id], SEED)
        made.append(County(region, batches, plots, deals_of(region.name, plots, quotas[region.id], SEED)))
    return made


def seeded(plan: Plan) -> list[County]:
    """已经登记了演示宗地的县区."""
    made = set(Parcel.objects.filter(is_demo=True).values_list("region_id", flat=True).distinct())
    return [county for county in counties_in(plan) if county.region.id in made]


def script_of(plan: Plan, counties: list[County], people: dict[str, Actor]) -> list[Step]:
    """全部步骤 in the order of their moments."""
    steps = [*baseline_steps(plan, people["office"]), *week_steps(plan, [county.region for county in counties], people, SEED)]
    steps += package_steps(plan, [county.region for county in counties], people)
    steps += import_steps([county.region for county in counties], people)
    steps += reconcile_steps(plan, [county.region for county in counties], people)
    steps += [*period_steps(plan, people), *plan_steps(plan, people["office"])]
    steps += correction_steps(plan, [deal for county in counties for deal in county.deals], people)
    steps += night_steps(LAUNCH, END)
    steps += work_steps(plan, [county.region for county in counties], people, LAUNCH, END)
    steps += [*task_steps(people), *policy_steps(plan, [county.region for county in counties], people)]
    steps += sample_steps(people["acceptance2"])
    steps += publishing_steps(plan, people)
    steps += supervision_steps(plan, [(county.region, county.plots) for county in counties], people)
    for county in counties:
        measures = [m for m in catalogue(county.region) if m.disposes]
        offers = {plot.no: [m for m in measures if _is_open(m, plot)] for plot in county.plots}
        word = PINYIN[county.region.name]
        done, pair = {deal.plot_no for deal in county.deals if deal.is_whole}, (people[f"{word}.clerk"], people[f"{word}.reviewer"])
        steps += [*case_steps(county.region, county.batches, county.plots, done, offers, pair),
                  *firm_steps(county.region, county.plots, done, pair),
                  *need_steps(county.region, county.plots, pair)]
        steps += lineage_steps(county.plots, {deal.plot_no for deal in county.deals}, pair)
        steps += [*planning_steps(county.plots, pair[0]), *round_steps(county.region.code, county.deals, people["acceptance2"])]
        for deal in county.deals:
            steps += steps_of(deal, people, word, offers[deal.plot_no])
    return sorted(steps, key=lambda step: (step.at, step.key))


def _is_open(measure: Measure, plot: Plot) -> bool:
    """可用于这宗地 from the first day of the play on."""
    if not measure.fits(plot.kind, plot.values["cause"]):
        return False
    return not bars(measure.terms, land_of_plot(plot.values, plot.kind, (plot.supply or {}).get("price"), LAUNCH.date()))


def _register(counties: list[County], people: dict[str, Actor], tell: Tell) -> None:
    total, done = sum(len(county.plots) for county in counties), 0
    for county in counties:
        clerk = people[f"{PINYIN[county.region.name]}.clerk"]
        with clock.at(LAUNCH), scope(clerk), transaction.atomic():
            _register_county(county, clerk)
        done += len(county.plots)
        tell(f"登记宗地 {done}/{total}（{county.region.name}）")


def _draw(counties: list[County], people: dict[str, Actor], tell: Tell) -> None:
    """演示范围线和图形."""
    numbers = {region.id: n for n, region in enumerate(counties_of(demo_plan().region))}
    for county in counties:
        clerk = people[f"{PINYIN[county.region.name]}.clerk"]
        with clock.at(LAUNCH), transaction.atomic():
            keep_outline(county.region, numbers[county.region.id], actor=people["office"])
            with scope(clerk):
                keep_drawings(county.plots, numbers[county.region.id], SEED, actor=clerk)
    tell("演示图形已画好")


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
            parcel = services.register_parcel(actor=clerk, region_id=county.region.id, kind=plot.kind, kind_from=BASE_DAY,
                                              parcel_no=plot.no, is_demo=True, values={**plot.values, "batch_id": batches[plot.batch.approval_no]})
            if plot.supply:
                services.add_supply(parcel.id, actor=clerk, **plot.supply)
