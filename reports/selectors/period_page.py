"""查定期报告的页: the periods of a plan, and what the page of one shows - to the city everything, to a county its own row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from units.models import Region

from ..choices import Basis, PeriodState
from ..models import PeriodSnapshot
from ..rules.period import (
    COMBINED,
    KEYS,
    Difference,
    PeriodRow,
    PeriodSheet,
    added,
    differences,
    period_sheet_from,
    ranked,
)
from ..rules.sheet import CLASSES
from ..rules.units import Ranking, Stray, UnitRow, ranking_of
from .period_sheet import period_sheet, snapshots_of
from .period_units import Unit, collected_of, missing_of
from .periods import Period, periods_of


@dataclass(frozen=True)
class Line:
    """各期的一行."""

    period: Period
    state: str
    is_due: bool


@dataclass(frozen=True)
class Shown:
    """一行里某一类 as the page shows it; `done` is the ledger's, `system` the ministry's where one was entered."""

    row: PeriodRow
    quota: Decimal | None
    amount: Decimal | None
    done: Decimal | None
    system: Decimal | None
    short: Decimal | None
    rate: str
    rank: str
    move: int | None

    @property
    def places(self) -> int:
        """升降几位, without the sign."""
        return abs(self.move or 0)


def shown_row(row: PeriodRow, key: str) -> Shown:
    """一行 of a class, or of all together."""
    decided, quota = row.pair(key)
    stated = decided if any(row.system.get(one) is not None for one in (CLASSES if key == COMBINED else (key,))) else None
    return Shown(row, quota, row.amount(key), added(row.done, key), stated, row.short.get(key), row.rates.get(key, "—"), row.ranks.get(key, "—"),
                 row.moves.get(key))


@dataclass(frozen=True)
class ShownRanking:
    """单位排名 as the page shows it, in the order of a class: (who it is, its figures)."""

    ranking: Ranking
    rows: list[tuple[UnitRow, Shown]]
    strays: list[tuple[Stray, Shown]]
    total: Shown


def shown_ranking(sheet: PeriodSheet, key: str) -> ShownRanking | None:
    """单位排名 of a class, or of all together; None where the period has none."""
    found = ranking_of(sheet)
    return found and ShownRanking(found, [(one, shown_row(one.row, key)) for one in found.in_order(key)],
                                  [(one, shown_row(one.row, key)) for one in found.strays], shown_row(found.total, key))


@dataclass(frozen=True)
class PeriodPage:
    """一期的页. `sheet` is what is shown: frozen on its own basis, else as it stands now; `is_live` says which."""

    state: str
    sheet: PeriodSheet
    is_live: bool
    basis: str
    rows: list[Shown]
    total: Shown
    differences: list[Difference]
    corrections: list[dict]
    units: list[Unit]
    snapshots: list[PeriodSnapshot]
    changed: list[PeriodRow]

    @property
    def missing(self) -> list[str]:
        return missing_of(self.units)

    @property
    def snapshot(self) -> PeriodSnapshot | None:
        """最新一版."""
        return self.snapshots[-1] if self.snapshots else None


def lines_of(period_list: list[Period], now: datetime) -> list[Line]:
    """各期 that have begun, the newest first. Due: it is closed and not told yet, and is kept."""
    found = [one for one in period_list if one.after < now]
    return [Line(one, state := one.state_at(now), state not in (PeriodState.OPEN, PeriodState.PUBLISHED) and one.report is not None)
            for one in sorted(found, key=lambda one: one.until, reverse=True)]


def page_of_period(period: Period, now: datetime, *, basis: str = "", key: str) -> PeriodPage:
    """全市的一期 in the order of a class; `basis` asks for the other way of counting."""
    snapshots = snapshots_of(period)
    frozen = period_sheet_from(snapshots[-1].payload) if snapshots else None
    own = frozen.head["basis"] if frozen else Basis.RECORDED.value
    asked = basis if basis in Basis.values else own
    fresh = period_sheet(period, now, basis=Basis.EFFECTIVE, before=frozen) if frozen else None
    sheet = frozen if frozen and asked == own else fresh if fresh and asked == Basis.EFFECTIVE else period_sheet(period, now, basis=asked)
    now_known = fresh or sheet  # the difference is that of today, also of a frozen period
    top = ranked(sheet.rows, key)
    rest = [row for row in sheet.rows if row not in top]
    return PeriodPage(
        period.state_at(now), sheet, sheet is not frozen, asked, [shown_row(row, key) for row in top + rest],
        shown_row(sheet.total, key), differences(now_known.rows, now_known.head["basis"]), now_known.corrections,
        collected_of(period, now), snapshots, [row for row in fresh.rows if row.is_corrected] if fresh else [])


@dataclass(frozen=True)
class CountyPeriod:
    """本县区的一期: its state of reporting, its frozen row, the notices that were issued."""

    region: Region
    state: str
    unit: Unit | None
    row: PeriodRow | None
    cells: list[tuple[str, Shown]]
    notices: list[PeriodSnapshot]
    ranking: ShownRanking | None = None


def county_period(period: Period, region: Region, now: datetime) -> CountyPeriod:
    """本县区的一期: nothing of another county is read; its figures are those of the last edition that was told. Its units are shown
    where the plan is its own."""
    mine = part_period(period, [region], now)[0]
    own = mine.notices and period.plan.region_id == region.id
    return replace(mine, ranking=shown_ranking(period_sheet_from(mine.notices[-1].payload), COMBINED)) if own else mine


def part_period(period: Period, regions: list[Region], now: datetime) -> list[CountyPeriod]:
    """各县区的一期 of the open territory, each as it reads its own row of the last edition that was told."""
    told = [one for one in snapshots_of(period) if hasattr(one, "notice")]
    rows = {row.region_id: row for row in period_sheet_from(told[-1].payload).rows} if told else {}
    units, state = {one.region_id: one for one in collected_of(period, now)}, period.state_at(now)
    return [CountyPeriod(region, state, units.get(region.id), row := rows.get(region.id),
                         [(key, shown_row(row, key)) for key in KEYS] if row else [], told) for region in regions]


def neighbours(period: Period, now: datetime) -> tuple[Period | None, Period | None]:
    """上一期 and 下一期 that have begun."""
    begun = [one for one in periods_of(period.plan, period.kind) if one.after < now]
    at = next((n for n, one in enumerate(begun) if one.key == period.key), None)
    if at is None:
        return None, None
    return begun[at - 1] if at else None, begun[at + 1] if at + 1 < len(begun) else None
