"""查各单位的完成情况 (平龙政办〔2022〕50号 三（一）2、四（三）): what each unit of a county's own plan was given and has done, as of an instant.

Quotas are the rows of the plan's own table (任务分解) that name units; done are the accepted areas of the parcels by their 责任单位.
Both are words that people typed: they are resolved by the unit library, and what it does not know is told and counts to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.area import to_mu
from landplan.lib.weeks import last_instant
from parcels.models import AreaEntry
from parcels.selectors.as_of import RECORDED
from parcels.selectors.unit_facts import Areas, UnitTrail, areas_by_unit, entries_with_unit
from units.choices import RegionLevel, UnitKind
from units.models import Region, Unit
from units.selectors import find_units

from ..choices import QuotaClass, Rhythm, RowKind
from ..models import Plan, PrintedRow, PrintedTable
from ..rules.columns import QUOTA_COLUMNS
from ..rules.periods import periods_between
from ..rules.quota import class_by_kind
from ..rules.ranking import Place, combined, rank
from ..rules.supervision import Standing
from .plans import last_day_of
from .quotas import class_table

ByClass = dict[str, Decimal | None]
CLASSES = tuple(QuotaClass.values)
COLLECTIVE, UNKNOWN, UNNAMED = "collective", "unknown", "unnamed"
WHY = {COLLECTIVE: "是统称，没有写明是哪一个街道", UNKNOWN: "单位库里没有这个名字", UNNAMED: "宗地没有写责任单位"}


@dataclass(frozen=True)
class Figures:
    """任务量 (None = none was given), 累计处置 and 本期处置 by class (亩)."""

    quotas: ByClass
    done: ByClass
    amounts: ByClass

    @property
    def is_bare(self) -> bool:
        return not any(value is not None for value in self.quotas.values()) and not any((*self.done.values(), *self.amounts.values()))

    def pair(self, quota_class: str = "") -> tuple[Decimal, Decimal | None]:
        """(done, quota) of a class, or of all together."""
        if quota_class:
            return self.done[quota_class], self.quotas[quota_class]
        return combined((self.done[one], self.quotas[one]) for one in CLASSES)


@dataclass(frozen=True)
class UnitSheet:
    """各单位 in the order of the library, and the words that name none (name, why not, figures). `printed` is the table's own 合计."""

    table: PrintedTable | None
    lines: list[tuple[Unit, Figures]]
    strays: list[tuple[str, str, Figures]]
    printed: ByClass | None

    @property
    def total(self) -> Figures:
        """合计 of the units and the strays: quotas as they add up, blank where all are blank."""
        every = [one for _, one in self.lines] + [one for *_, one in self.strays]
        return Figures({key: _sum(one.quotas[key] for one in every) for key in CLASSES},
                       *({key: sum((getattr(one, name)[key] for one in every), Decimal(0)) for key in CLASSES} for name in ("done", "amounts")))


def ranks_units(plan: Plan) -> bool:
    """按单位排名的方案: a county's own, where there are no counties to rank."""
    return plan.region.level == RegionLevel.COUNTY


def unit_sheet(plan: Plan, until: datetime, *, after: datetime | None = None, basis: str = RECORDED, trail: UnitTrail | None = None) -> UnitSheet:
    """各单位 as of `until`, with what was disposed of in (after, until]; of a street each, of another unit where it has any figure."""
    table = class_table(plan, until)
    if table and table.valid_from > clock.local(until).date():
        table = None  # nothing had been given to them yet
    quotas, printed = _quotas(table)
    trail, start = trail or UnitTrail(plan.region_id), plan.counts_after
    done = _by_class(plan, areas_by_unit(trail, until, after=start, basis=basis))
    window = max(filter(None, (after, start)), default=None)
    amounts = _by_class(plan, areas_by_unit(trail, until, after=window, basis=basis)) if after else {}
    names = list(dict.fromkeys([*quotas, *done, *amounts]))
    held = {name: Figures(quotas.get(name, dict.fromkeys(CLASSES)), done.get(name, _nothing()), amounts.get(name, _nothing())) for name in names}
    return _resolved(plan, table, held, printed)


def _resolved(plan: Plan, table: PrintedTable | None, held: dict[str, Figures], printed: ByClass | None) -> UnitSheet:
    """Each word at the unit that it names, or among the strays."""
    known = find_units([name for name in held if name], plan.region)
    streets = list(Unit.objects.filter(region=plan.region, kind=UnitKind.STREET))
    collective, units, strays = {one.parent_id for one in streets}, {one: [] for one in streets}, []
    for name, figures in held.items():
        unit = known.get(name)
        if unit is None or unit.id in collective:
            why = UNNAMED if not name else COLLECTIVE if unit else UNKNOWN
            strays.append((name or "没有分到单位", why, figures))
        else:
            units.setdefault(unit, []).append(figures)
    lines = [(unit, _together(figures)) for unit, figures in sorted(units.items(), key=lambda pair: (pair[0].sort, pair[0].id))]
    return UnitSheet(table, [(unit, one) for unit, one in lines if unit.kind == UnitKind.STREET or not one.is_bare],
                     [one for one in strays if not one[2].is_bare], printed)


def unknown_names(plan_region: Region, names: Iterable[str]) -> list[tuple[str, str]]:
    """认不出的行名 of a county's own table, each with the reason; none in a plan of counties."""
    if plan_region.level != RegionLevel.COUNTY:
        return []
    collective = set(Unit.objects.filter(region=plan_region, kind=UnitKind.STREET).values_list("parent_id", flat=True))
    known = find_units(dict.fromkeys(names), plan_region)
    return [(name, WHY[COLLECTIVE if unit else UNKNOWN]) for name, unit in known.items() if unit is None or unit.id in collective]


def unit_entries(plan: Plan, unit: Unit, until: datetime, basis: str = RECORDED) -> list[AreaEntry]:
    """一个单位的入账 as of `until`, newest first, by any of its names: they add up to its 累计处置."""
    rows = entries_with_unit(UnitTrail(plan.region_id), until, after=plan.counts_after, basis=basis)
    known, classes = find_units({name for name, _ in rows if name}, plan.region), class_by_kind(plan.counts_used_unsupplied)
    return [entry for name, entry in rows if known.get(name) == unit and classes[entry.kind]]


def unit_places(sheet: UnitSheet, quota_class: str = "") -> list[Place]:
    """名次 of the units by the one rule of ranking: exact rates, ties shared, without a quota none."""
    return rank((unit.id, *figures.pair(quota_class)) for unit, figures in sheet.lines)


def bulletin_days(plan: Plan, day: date) -> list[date]:
    """各季通报的截止日 up to `day`, the latest first: the ends of the quarters from the plan's issue to its last day."""
    quarters = periods_between(Rhythm.QUARTERLY, plan.document.dated_on, min(day, last_day_of(plan)))
    return [one.last for one in quarters if one.last <= day][::-1]


def unit_standings(plan: Plan, as_of: date, quota_class: str, *, quarters: int = 0, basis: str = RECORDED,
                   trail: UnitTrail | None = None) -> list[Standing]:
    """各单位的情况 at the end of a quarter: figures, rank, and the ranks of the last so many quarters, that one first."""
    trail = trail or UnitTrail(plan.region_id)
    sheet = unit_sheet(plan, _end(as_of), basis=basis, trail=trail)
    ranks: dict[int, list[int | None]] = {unit.id: [] for unit, _ in sheet.lines}
    for day in bulletin_days(plan, as_of)[:quarters]:
        for place in unit_places(unit_sheet(plan, _end(day), basis=basis, trail=trail), quota_class):
            ranks.setdefault(place.key, []).append(place.rank)
    return [Standing(plan.region_id, unit.name, *figures.pair(quota_class), place.rate, place.rank, ranks[unit.id], unit_id=unit.id)
            for (unit, figures), place in zip(sheet.lines, unit_places(sheet, quota_class), strict=True)]


def _end(day: date) -> datetime:
    return min(last_instant(day), clock.now())


def _quotas(table: PrintedTable | None) -> tuple[dict[str, ByClass], ByClass | None]:
    """任务量 by the names of the rows, their periods together, and the printed 合计; rows of a county are no unit's."""
    found: dict[str, ByClass] = {}
    printed = None
    classes = {column: one.value for one, column in QUOTA_COLUMNS.items()}
    rows = PrintedRow.objects.filter(table=table, region=None).exclude(kind=RowKind.SUBTOTAL).order_by("sort").prefetch_related("cells")
    for row in rows if table else ():
        cells = {classes[cell.column]: cell.value for cell in row.cells.all() if cell.column in classes}
        mine = {one: cells.get(one) for one in CLASSES}
        if row.kind == RowKind.TOTAL:
            printed = mine
        else:
            before = found.get(row.label, dict.fromkeys(CLASSES))
            found[row.label] = {one: _sum((before[one], mine[one])) for one in CLASSES}
    return found, printed


def _by_class(plan: Plan, areas: Areas) -> dict[str, ByClass]:
    classes, sums = class_by_kind(plan.counts_used_unsupplied), {}
    for (unit, kind), area in areas.items():
        if one := classes[kind]:
            mine = sums.setdefault(unit, dict.fromkeys(CLASSES, 0))
            mine[one] += area
    return {unit: {one: to_mu(area) for one, area in mine.items()} for unit, mine in sums.items()}


def _together(figures: list[Figures]) -> Figures:
    """One unit under several of its names."""
    return Figures({key: _sum(one.quotas[key] for one in figures) for key in CLASSES},
                   *({key: sum((getattr(one, name)[key] for one in figures), Decimal(0)) for key in CLASSES} for name in ("done", "amounts")))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """NULL is not 0: blank where all are blank."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _nothing() -> ByClass:
    return dict.fromkeys(CLASSES, Decimal(0))
