"""演示的企业与园区: in every county a park with its items, enterprises with their years and land, agreements, incentives, sanctions,
transfers and a project that is supplied in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.numbers import half_up
from parcels import services
from parcels.choices import (
    CovenantKind,
    IncentiveState,
    Kind,
    ProjectKind,
    ProjectLevel,
    SanctionKind,
    Signer,
    TransferKind,
)
from parcels.models import Covenant, Enterprise, Incentive, Parcel, Park, Project, Transfer
from units.models import Region

from .land import Plot
from .step import Step

INDUSTRIES = ("装备制造和新材料", "食品加工和轻工制造", "生物医药和绿色建材")
ENTRY = (("entry_intensity", "260"), ("entry_tax", "15"), ("entry_far", "不低于 1.0"), ("entry_environment", "达到国家和省排放标准"))


def firm_steps(region: Region, plots: list[Plot], done: set[str], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """全部步骤 of a county; `people` are clerk and reviewer. Land with enterprises is what stays open in the course of the play."""
    clerk, reviewer = people
    open_plots = [plot for plot in plots if plot.no not in done]
    low = [plot for plot in open_plots if plot.kind == Kind.INEFFICIENT][:2]
    idle = [plot for plot in open_plots if plot.kind == Kind.IDLE][:2]
    mine = low + idle
    yield Step(_at(7, 1), f"园{region.code}", clerk, lambda actor: _park(region, mine, actor))
    for number, plot in enumerate(mine):
        yield Step(_at(7, 2, number), f"企{plot.no}", clerk, lambda actor, number=number, plot=plot: _enterprise(number, plot, actor))
    yield Step(_at(7, 6), f"项{region.code}", clerk, lambda actor: services.register_project(
        actor=actor, region_id=region.id, values={"name": f"{region.name}智能装备项目", "company": "演示装备公司", "need": Decimal(160),
                                                  "kind": ProjectKind.INDUSTRY, "level": ProjectLevel.PLAIN, "industry": "装备制造"}))
    yield Step(_at(7, 9), f"审{region.code}", reviewer, lambda actor: services.review_project(
        _project(region).id, actor=actor, reviewed_area=Decimal(140), review_no=f"演示规审〔2021〕{region.code[-2:]}号", reviewed_on=date(2021, 7, 8),
        review_note="按投资强度核减 20 亩"))
    yield Step(_at(7, 12), f"批次{region.code}", clerk, lambda actor: _parts(region, actor))
    for number, plot in enumerate(idle):
        yield Step(_at(8, 20, number), f"转{plot.no}", clerk, lambda actor, plot=plot: _transfer(plot, actor))
        yield Step(_at(8, 23, number), f"履{plot.no}", clerk, lambda actor, plot=plot: _covenant(plot, CovenantKind.PERFORMANCE, actor))
    for plot in idle[:1]:
        yield Step(_at(8, 26), f"审转{plot.no}", reviewer, lambda actor, plot=plot: services.check_transfer(
            Transfer.objects.get(parcel__parcel_no=plot.no).id, actor=actor, fits_industry=True, meets_indicators=True,
            check_no=f"演示集审〔2021〕{plot.no[-4:]}号", checked_on=date(2021, 8, 25)))
    yield from _low_steps(low, people)
    yield Step(clock.shanghai(2022, 3, 1, 10), f"更名{region.code}", clerk, lambda actor: _rename(region, actor))


def _low_steps(low: list[Plot], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """An agreement of redevelopment with an incentive on one low-efficient parcel, a sanction on the other; both were found so by then."""
    clerk, reviewer = people
    for plot in low[:1]:
        yield Step(_at(9, 1), f"再{plot.no}", clerk, lambda actor, plot=plot: _covenant(plot, CovenantKind.REDEVELOP, actor))
        yield Step(_at(9, 2), f"励{plot.no}", clerk, lambda actor, plot=plot: _incentive(plot, actor))
        yield Step(_at(9, 7), f"批励{plot.no}", reviewer, lambda actor, plot=plot: services.decide_incentive(
            Incentive.objects.get(parcel__parcel_no=plot.no).id, actor=actor, state=IncentiveState.GRANTED, granted=Decimal(600_000),
            decided_no=f"演示政〔2021〕{plot.no[-4:]}号", decided_on=date(2021, 9, 6)))
    for plot in low[1:]:
        yield Step(_at(9, 8), f"惩{plot.no}", clerk, lambda actor, plot=plot: services.impose_sanction(
            _firm(plot).id, actor=actor, kind=SanctionKind.CREDIT, from_on=date(2021, 9, 8), basis_no=f"演示惩〔2021〕{plot.no[-4:]}号",
            situation="列入低效用地台账，审慎开展土地抵押等信贷业务", is_uncooperative=False))


def _at(month: int, day: int, minutes: int = 0) -> datetime:
    return clock.shanghai(2021, month, day, 10) + timedelta(minutes=minutes)


def _parcel(plot: Plot) -> Parcel:
    return Parcel.objects.get(parcel_no=plot.no)


def _firm(plot: Plot) -> Enterprise:
    return Enterprise.objects.get(name=plot.values["land_user"])


def _project(region: Region) -> Project:
    return Project.objects.get(region=region, name=f"{region.name}智能装备项目")


def _park(region: Region, plots: list[Plot], actor: Actor) -> None:
    """园区, its items, and the parcels that lie in it (the last stays outside)."""
    name = f"{region.name}产业集聚区"
    park = services.register_park(actor=actor, region_id=region.id, name=name)
    industry = INDUSTRIES[sum(map(ord, region.code)) % len(INDUSTRIES)]
    facts = (("industry", industry), *ENTRY, ("planned_area", "12600"), ("built_area", "8350"), ("land_use", "工业、仓储用地"), ("firms", "86"),
             ("tax_per_mu", "8.6"))
    for item, value in facts:
        services.record_park_fact(park.id, actor=actor, item=item, value=value, as_of=date(2021, 6, 30), source="演示管委会半年报")
    for plot in plots[:-1]:
        parcel = _parcel(plot)
        services.update_parcel(parcel.id, actor=actor, version=parcel.version, values={"park": name})


def _enterprise(number: int, plot: Plot, actor: Actor) -> None:
    """企业 with two years and its land; the first corrects a year and lets a part of its land."""
    parcel = _parcel(plot)
    firm = services.register_enterprise(actor=actor, region_id=parcel.region_id, name=plot.values["land_user"])
    used = half_up(parcel.area * Decimal("0.9"), 2)
    services.add_land_use(firm.id, actor=actor, parcel_id=parcel.id, area=used, from_on=date(2018, 1, 1), source="演示不动产权证")
    for year, share in ((2019, Decimal(7)), (2020, Decimal(9))):
        services.record_year(firm.id, actor=actor, year=year, seen=0, values=_figures(used, share), source="演示统计部门核定")
    if number == 0:
        services.record_year(firm.id, actor=actor, year=2020, seen=1, values=_figures(used, Decimal(8)), source="演示统计部门核定",
                             reason="税务部门重新核定")
        tenant = services.register_enterprise(actor=actor, region_id=parcel.region_id, name=f"{firm.name}承租户")
        services.add_land_use(tenant.id, actor=actor, parcel_id=parcel.id, area=half_up(used / 4, 2), lessor_id=firm.id, from_on=date(2019, 6, 1),
                              source="演示租赁合同")
        services.record_year(tenant.id, actor=actor, year=2020, seen=0, values=_figures(used / 4, Decimal(3)), source="演示统计部门核定")


def _figures(area: Decimal, share: Decimal) -> dict[str, Decimal]:
    """指标 (元) that grow with the land: tax of `share` 万元 a 亩, output fourteen times of it."""
    tax = half_up(area * share * 10_000)
    return {"output": tax * 14, "tax": tax, "relief": half_up(tax / 20), "profit": tax * 2, "investment": tax * 30, "energy": half_up(area * 4, 1)}


def _parts(region: Region, actor: Actor) -> None:
    for area, day in ((Decimal(80), date(2021, 8, 1)), (Decimal(60), date(2022, 6, 1))):
        services.add_project_part(_project(region).id, actor=actor, area=area, from_on=day)


def _transfer(plot: Plot, actor: Actor) -> None:
    services.add_transfer(_parcel(plot).id, actor=actor, kind=TransferKind.SHARES, seller=plot.values["land_user"],
                          buyer=f"演示受让公司{plot.no[-4:]}", transferred_on=date(2021, 8, 18), content="51% 股权")


def _covenant(plot: Plot, kind: str, actor: Actor) -> None:
    """协议 by the side that the parcel's place gives."""
    parcel = _parcel(plot)
    is_new, inside = kind == CovenantKind.REDEVELOP, bool(parcel.park)
    supply = None if is_new else parcel.supplies.first()
    services.add_covenant(parcel.id, actor=actor, supply_id=supply and supply.id, values={
        "kind": kind, "party": plot.values["land_user"], "signer": Signer.PARK if inside else Signer.STREET,
        "signer_name": f"{parcel.park}管委会" if inside else "演示街道办事处",
        "covenant_no": f"演示协〔2021〕{plot.no[-4:]}{'再' if is_new else ''}号", "signed_on": date(2021, 8, 22),
        "due_on": date(2022, 8, 22) if is_new else date(2021, 9, 30), "intensity": Decimal(260),
        "tax_per_mu": Decimal(15), "start_on": None, "finish_on": None, "terms": ""})


def _incentive(plot: Plot, actor: Actor) -> None:
    parcel = _parcel(plot)
    services.apply_incentive(_firm(plot).id, actor=actor, parcel_id=parcel.id, project=f"{plot.no} 技术改造项目", is_qualifying=True,
                             qualifying_no=f"演示招〔2021〕{plot.no[-4:]}号", content=f"设备补助，用地 {plain(parcel.area)} 亩",
                             applied_on=date(2021, 9, 1), amount=Decimal(800_000), covenant_id=Covenant.objects.get(parcel=parcel).id)


def _rename(region: Region, actor: Actor) -> None:
    park = Park.objects.get(region=region)
    services.rename_park(park.id, actor=actor, version=park.version, name=f"{region.name}先进制造业开发区", from_on=date(2022, 3, 1),
                         doc_no=f"演示开发〔2022〕{region.code[-2:]}号")
