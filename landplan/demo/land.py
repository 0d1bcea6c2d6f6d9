"""演示宗地: parcels and batches, generated so that each county adds up to the printed bases of annexes 2 and 3.

Pure functions of the printed bases and a fixed seed: the same input gives the same parcels, to the last digit.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from landplan.lib.numbers import half_up
from parcels.choices import Authority, Cause, IdleSource, InefficientType, Kind

ROADS = ("纬一路", "纬三路", "纬五路", "纬七路", "经二路", "经四路", "文化路", "建设路", "创业大道", "迎宾大道", "重阳大道", "铜山大道")
SIDES = ("北侧", "南侧", "东侧", "西侧")
USES = ("工业用地", "仓储用地", "商服用地", "城镇住宅用地", "公园绿地", "道路用地", "教育用地")
TOWNS = ("城东街道", "城西街道", "城南街道", "新城街道")
MEAN_UNSUPPLIED = 55  # 亩 a parcel, about


@dataclass(frozen=True)
class Base:
    """一个县区的印发基数: areas in 亩, counts in 宗; None = printed blank."""

    code: str
    name: str
    approved: Decimal
    supplied: Decimal
    unsupplied: Decimal
    idle_base: tuple[int | None, Decimal | None]
    idle_new: tuple[int | None, Decimal | None]
    low: tuple[int | None, Decimal | None]


@dataclass
class Batch:
    """演示批次."""

    approval_no: str
    name: str
    approved_on: date
    authority: str
    area: Decimal
    supplied: Decimal


@dataclass
class Plot:
    """演示宗地, as the clerk would register it."""

    no: str
    kind: str
    values: dict
    batch: Batch | None = None
    supply: dict | None = None


def split(total: Decimal, count: int, rng: random.Random, places: int = 2) -> list[Decimal]:
    """`count` positive areas with `places` decimals whose sum is exactly `total`."""
    unit = Decimal(1).scaleb(-places)
    weights = [rng.uniform(0.35, 1.65) for _ in range(count)]
    steps = int(total / unit)
    raw = [max(1, int(steps * w / sum(weights))) for w in weights]
    raw[-1] += steps - sum(raw)
    while raw[-1] <= 0:  # the rest went below zero: take it back from the largest
        largest = raw.index(max(raw))
        raw[largest] -= 1 - raw[-1]
        raw[-1] = 1
    return [step * unit for step in raw]


def batches_of(base: Base, rng: random.Random) -> list[Batch]:
    """批次 of a county: their areas sum to the printed 批准面积, the supplied ones to the printed 供应面积."""
    count = 12
    areas = split(base.approved, count, rng)
    rest, made = base.supplied, []
    for i, area in enumerate(areas):
        left = sum(areas[i + 1:], Decimal(0))
        share = half_up(area * base.supplied / base.approved, 2)
        supplied = min(area, max(share, rest - left)) if i < count - 1 else rest
        rest -= supplied
        approved_on = date(2009 + i, 1 + rng.randrange(12), 1 + rng.randrange(28))
        authority = Authority.STATE_COUNCIL if rng.random() < 0.1 else Authority.PROVINCE
        made.append(Batch(f"演示批〔{approved_on.year}〕{base.code[-4:]}{i + 1:02d}号", f"{base.name}{approved_on.year}年度第{i % 4 + 1}批次",
                          approved_on, authority, area, supplied))
    return made


def plots_of(base: Base, seed: int) -> tuple[list[Batch], list[Plot]]:
    """批次和宗地 of a county: 未供, 闲置 (two sources) and 低效 sum to the printed area and 宗数."""
    rng = random.Random(f"{seed}-{base.code}")
    batches = batches_of(base, rng)
    sizes = split(base.unsupplied, max(1, int(half_up(base.unsupplied / MEAN_UNSUPPLIED))), rng)
    groups = [(_unsupplied_kind(rng), "", size) for size in sizes]
    for source, (count, area) in ((IdleSource.PROVINCE_BASE, base.idle_base), (IdleSource.SYSTEM_NEW, base.idle_new)):
        if count:
            groups += [(Kind.IDLE, source, size) for size in split(area, count, rng)]
    if base.low[0]:
        groups += [(Kind.INEFFICIENT, "", size) for size in split(base.low[1], base.low[0], rng, 1)]
    return batches, [_plot(base, i + 1, *group, batches, rng) for i, group in enumerate(groups)]


def _unsupplied_kind(rng: random.Random) -> str:
    return rng.choices((Kind.UNEXPROPRIATED, Kind.UNSUPPLIED, Kind.USED_UNSUPPLIED), (25, 60, 15))[0]


_LOW_TYPES = (InefficientType.TRANSFORMATION, InefficientType.EXTENSIVE, InefficientType.STOPPED)
_CAUSES = {
    Kind.UNEXPROPRIATED: (Cause.EXPROPRIATION, Cause.INFRASTRUCTURE, Cause.PLANNING, Cause.LITIGATION),
    Kind.UNSUPPLIED: (Cause.NO_PROJECT, Cause.PLANNING, Cause.LITIGATION, Cause.UNRECORDED),
    Kind.USED_UNSUPPLIED: (Cause.PAPERS, Cause.SINGLE_SITE),
    Kind.IDLE: (Cause.ENTERPRISE, Cause.ENTERPRISE, Cause.GOVERNMENT, Cause.BOTH, Cause.PLANNING),
    Kind.INEFFICIENT: (Cause.ENTERPRISE, Cause.OTHER),
}


def _plot(base: Base, number: int, kind: str, source: str, area: Decimal, batches: list[Batch], rng: random.Random) -> Plot:
    road, other, side = rng.choice(ROADS), rng.choice(ROADS), rng.choice(SIDES)
    use = "工业用地" if kind in (Kind.IDLE, Kind.INEFFICIENT, Kind.USED_UNSUPPLIED) else rng.choice(USES)
    if kind == Kind.USED_UNSUPPLIED and number % 3 == 0:
        use = "道路用地"
    batch = rng.choice(batches)
    values = {
        "name": f"{road}{side}{use.removesuffix('用地')}地块", "location": f"{base.name}{road}{side}、{other}附近", "purpose": use,
        "area": area, "area_typed": str(area), "area_unit": "mu", "idle_source": source,
        "inefficient_type": rng.choice(_LOW_TYPES) if kind == Kind.INEFFICIENT else "",
        "cause": rng.choice(_CAUSES[kind]), "lead_unit": f"{base.name}自然资源局",
        "deadline_on": _deadline(rng),
        # every seventeenth has nobody, so that 无包保 has something to show
        "planned_measure": "按一宗一策办理", "sponsor_post": "" if number % 17 == 0 else f"{base.name}分管负责人（岗位）",
        "sponsor_unit": "" if number % 17 == 0 else TOWNS[number % len(TOWNS)],
    }
    _leave_gap(values, rng)
    plot = Plot(f"{base.code}-{number:04d}", kind, values, batch)
    _fill_chain(plot, area, rng)
    return plot


def _deadline(rng: random.Random) -> date:
    """完成时限: mostly the ends of the plan's stages; about one in twenty-five by an earlier day of its own."""
    if rng.random() < 0.04:
        return date(2021, 6, 30) + timedelta(days=rng.randrange(1, 86))
    return rng.choices((date(2021, 9, 30), date(2021, 10, 31), date(2021, 11, 30), date(2021, 12, 17)), (15, 15, 60, 10))[0]


def _leave_gap(values: dict, rng: random.Random) -> None:
    """About one parcel in twelve still lacks one of the five elements."""
    if rng.random() < 0.08:
        values[rng.choice(("cause", "planned_measure", "lead_unit"))] = ""
    elif rng.random() < 0.04:
        values["deadline_on"] = None


def _fill_chain(plot: Plot, area: Decimal, rng: random.Random) -> None:
    """批→征→供→用 as far as the kind implies."""
    approved = plot.batch.approved_on
    if plot.kind == Kind.UNEXPROPRIATED:
        return
    expropriated = min(approved + timedelta(days=rng.randrange(90, 500)), date(2021, 2, 20))
    plot.values |= {"expropriated_on": expropriated, "expropriation_no": f"演示征〔{expropriated.year}〕{plot.no[-4:]}号"}
    if plot.kind == Kind.USED_UNSUPPLIED:
        plot.values["started_on"] = min(expropriated + timedelta(days=60), date(2018, 11, 30))
        plot.values["land_user"] = f"演示企业{plot.no[-4:]}号"
        if plot.values["started_on"] < expropriated:
            plot.values["expropriated_on"] = plot.values["started_on"]
    elif plot.kind in (Kind.IDLE, Kind.INEFFICIENT):
        supplied = min(expropriated + timedelta(days=rng.randrange(60, 400)), date(2021, 3, 1))
        plot.supply = {"mode": "granted", "doc_no": f"演示出让〔{supplied.year}〕{plot.no[-4:]}号", "supplied_on": supplied,
                       "area": area, "price": half_up(area * rng.randrange(90_000, 260_000), 2)}
        plot.values |= {"land_user": f"演示企业{plot.no[-4:]}号", "agreed_start_on": supplied + timedelta(days=180)}
        if plot.kind == Kind.INEFFICIENT:
            plot.values["started_on"] = min(supplied + timedelta(days=200), date(2021, 3, 20))  # low land was built on by the base date
