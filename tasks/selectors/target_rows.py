"""查目标是哪些行加出来的: parcels, entries, batches, register items, back-fills, supplies or parks behind the sum of one target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from landplan.lib.area import plain, show
from landplan.lib.clock import local
from landplan.lib.numbers import half_up
from landplan.lib.weeks import last_instant
from parcels.choices import Kind, UsedType
from parcels.models import AreaEntry, Backfill, Covenant, Parcel
from parcels.selectors.findings import counted_findings
from parcels.selectors.land_sums import batches_of, cleared_by, entries_of_land, registered_of, used_land

from ..choices import Compares, SupplyFormula
from ..models import Target
from .arrears import base_day
from .target_kinds import FOUND, Kinds

SHOWN = 200


@dataclass(frozen=True)
class TargetRow:
    """一行: what it is, where it opens (route and id), its county, two figures as text, and a word."""

    title: str
    link: tuple[str, int] | None
    region: str
    whole: str
    done: str
    word: str = ""


@dataclass(frozen=True)
class Rows:
    """目标背后的行: heads of the two figures, the first rows, how many there are; `told` says what they are."""

    told: str
    heads: tuple[str, str]
    rows: list[TargetRow]
    count: int


def rows_behind(target: Target, kinds: Kinds, regions: list[int]) -> Rows | None:
    """行 behind a target in these counties; None where there are none (a document confirms it)."""
    make = _MAKERS.get(target.compares)
    return make(target, kinds, regions) if make else None


def _page(told: str, heads: tuple[str, str], rows: QuerySet, regions: list[int], one: Callable[..., TargetRow], *, order: tuple = ()) -> Rows:
    rows = rows.filter(region_id__in=regions)
    return Rows(told, heads, [one(row) for row in rows.select_related("region").order_by(*order)[:SHOWN]], rows.count())


def _parcel(row: Parcel) -> TargetRow:
    return TargetRow(str(row), ("parcels:parcel", row.id), row.region.name, show(row.area), show(row.accepted_area),
                     "已完成" if row.accepted_area >= row.area else f"还差 {show(row.unfinished)} 亩")


def _parcels(told: str, rows: QuerySet[Parcel], regions: list[int], one: Callable[[Parcel], TargetRow] = _parcel) -> Rows:
    """宗地, those with most to be done first."""
    return _page(told, ("面积（亩）", "已验收（亩）"), rows, regions, one, order=((F("area") - F("accepted_area")).desc(), "id"))


def _entry(row: AreaEntry) -> TargetRow:
    return TargetRow(str(row.parcel), ("parcels:disposal", row.disposal_id), row.region.name, f"{local(row.recorded_at):%Y-%m-%d}",
                     show(row.area), row.disposal.doc_no)


def _entries(told: str, rows: QuerySet[AreaEntry], regions: list[int]) -> Rows:
    return _page(told, ("入账", "面积（亩）"), rows.select_related("parcel", "disposal"), regions, _entry, order=("-recorded_at", "-id"))


def _of_class(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    after = kinds.plan.base_at
    rows = entries_of_land(kinds.land(target), kinds.moment, after, kinds.basis)
    return _entries("基准日以后验收的每一笔，加起来就是已处置面积", rows, regions)


def _of_year(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    year = target.due_on.year
    rows = entries_of_land(kinds.land(target), min(kinds.moment, last_instant(target.due_on)), last_instant(date(year - 1, 12, 31)), kinds.basis)
    return _entries(f"{year}年验收的每一笔，加起来就是本年已处置", rows, regions)


def _of_cohort(target: Target, kinds: Kinds, regions: list[int]) -> Rows | None:
    cohort = kinds.cohorts.get(target.of)
    return cohort and _parcels(f"{cohort.label}批准的在账宗地", registered_of(kinds.land(target, cohort), kinds.moment), regions)


def _of_batches(target: Target, kinds: Kinds, regions: list[int]) -> Rows | None:
    cohort = kinds.cohorts.get(target.of)
    if cohort is None or kinds.plan.supply_formula == SupplyFormula.DISPOSED:
        return _of_cohort(target, kinds, regions)
    return _page(f"{cohort.label}批准的批次", ("批准（亩）", "未供（亩）"), batches_of(cohort), regions, lambda row: TargetRow(
        str(row), ("parcels:batch", row.id), row.region.name, show(row.area), show(row.left), f"{row.approved_on} 批准"), order=("approved_on", "id"))


def _of_prepared(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    land = kinds.land(target)
    since = last_instant(base_day(kinds.plan)[0])
    done = entries_of_land(land, kinds.moment, since, kinds.basis).order_by().values("parcel")
    rows = Parcel.objects.current().filter(Q(id__in=cleared_by(kinds.day, land).order_by().values("id")) | Q(id__in=done))
    return _parcels("条件已办结（整备）或有验收（盘活）的宗地", rows, regions, lambda row: _ready(row, kinds.day))


def _ready(row: Parcel, day: date) -> TargetRow:
    """整备好的 counts with what is not disposed of yet: nothing is missing of it."""
    told = _parcel(row)
    is_ready = row.cleared_on is not None and row.cleared_on <= day and row.unfinished > 0
    return replace(told, word=f"整备 {show(row.unfinished)} 亩，{row.cleared_on} 条件齐备") if is_ready else told


def _of_used(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    wanted = target.of.split(":")
    types = "、".join(UsedType(one).label for one in wanted if one in UsedType.values) or "未供即用"
    is_found = FOUND in wanted
    return _parcels(f"{types}{'，经认定列入整改台账的' if is_found else ''}", used_land(wanted, kinds.moment, is_found=is_found), regions)


def _of_found(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    return _parcels("有认定书的闲置土地", Parcel.objects.filter(id__in=counted_findings(Kind.IDLE, kinds.moment).values("parcel")), regions)


def _of_register(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    rows = kinds.register_rows(target).annotate(is_open=~Exists(kinds.register_rows(target).filter(kinds.is_done, pk=OuterRef("pk"))))
    return _page("登记簿的各项，没有办结的在前", ("登记簿", "办结日期"), rows, regions, lambda row: TargetRow(
        row.name, None, row.region.name, row.get_register_display(), "" if row.is_open else str(row.done_on),
        "未办结" if row.is_open else row.result_no), order=("-is_open", "region__sort", "id"))


def _of_backfill(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    rows = Backfill.objects.filter(opened_at__lte=kinds.moment).select_related("parcel")
    return _page("登记的补录，没有补的在前", ("补录什么", "补录日期"), rows, regions, lambda row: TargetRow(
        str(row.parcel), ("parcels:parcel", row.parcel_id), row.region.name, row.get_what_display(), str(row.done_on or ""),
        "" if row.done_on and row.done_on <= kinds.day else "未补录"), order=(F("done_on").asc(nulls_first=True), "id"))


def _of_standard(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    signed = Covenant.objects.filter(supply=OuterRef("pk"), kind="performance", signed_on__lte=kinds.day)
    rows = kinds.grants(target).annotate(is_standard=Exists(signed)).select_related("parcel")
    return _page("园区当年出让的工业用地", ("供应日期", "面积（亩）"), rows, regions, lambda row: TargetRow(
        str(row.parcel), ("parcels:parcel", row.parcel_id), row.region.name, str(row.supplied_on), show(row.area),
        "“标准地”" if row.is_standard else "没有履约监管协议"), order=("is_standard", "-supplied_on", "id"))


def _of_tax(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    rows = kinds.parks.parks_for(target) if target.compares == Compares.PARK_TAX else kinds.parks.taxes[0]
    return _parks("各园区的亩均税收（万元/亩）", ("目标", "实际"), [TargetRow(
        one.park.name, ("parcels:park", one.park.id), one.park.region.name, plain(one.target) or "—",
        "—" if one.value is None else str(half_up(one.value, 2)), tax_word(one)) for one in rows])


def tax_word(one) -> str:
    """怎样得来的, and whether the park's own floor is reached."""
    if one.value is None:
        return f"{one.lacking} 家企业没有填税收" if one.lacking else "没有企业用地和税收，也没有填报"
    how = f"{one.year}年 企业税收 ÷ 实际用地" if one.computed is not None else f"填报，{one.reported.as_of}"
    return how if one.target is None else f"{'已达' if one.value >= one.target else '未达'}；{how}"


def _of_energy(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    rows = []
    for one in kinds.parks.years:
        fall, how = kinds.parks.energy_of([one])
        rows.append(TargetRow(one.park.name, ("parcels:park", one.park.id), one.park.region.name, how or "—",
                              "—" if fall is None else f"{half_up(fall, 2)}%", "" if one.years else "没有登记"))
    return _parks("各园区的能耗年均下降", ("算式", "年均下降"), rows)


def _of_smart(target: Target, kinds: Kinds, regions: list[int]) -> Rows:
    found = {row.park.id: items for row, items in kinds.parks.smart_rows()}
    return _parks("各园区的规上工业企业", ("规上企业（家）", "完成智能化改造（家）"), [TargetRow(
        one.park.name, ("parcels:park", one.park.id), one.park.region.name, plain(found.get(one.park.id, {}).get("large_firms")) or "—",
        plain(found.get(one.park.id, {}).get("smart_firms")) or "—") for one in kinds.parks.years])


def _parks(told: str, heads: tuple[str, str], rows: list[TargetRow]) -> Rows:
    return Rows(told, heads, rows[:SHOWN], len(rows))


_MAKERS = {
    Compares.AREA: _of_class, Compares.QUOTA_RATE: _of_class, Compares.FOUND_RATE: _of_found, Compares.YEAR_RATE: _of_year,
    Compares.COHORT_RATE: _of_cohort, Compares.SUPPLY_RATE: _of_batches, Compares.PREPARED: _of_prepared, Compares.USED_DONE: _of_used,
    Compares.REGISTER: _of_register, Compares.BACKFILL: _of_backfill, Compares.STANDARD: _of_standard, Compares.TAX: _of_tax,
    Compares.PARK_TAX: _of_tax, Compares.ENERGY: _of_energy, Compares.SMART: _of_smart,
}
