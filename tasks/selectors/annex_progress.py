"""查附件的进度: what was done against the quotas of a printed table, for the blank columns of annex 2 and the like (D-12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.clock import local
from parcels.selectors.as_of import RECORDED

from ..choices import IdlePart, QuotaClass, RowKind, TableKey
from ..models import Plan
from ..rules.ranking import Place, completion, rank
from .annexes import Annex, AnnexRow
from .done import Done, done_at, known_regions
from .plans import counties_in
from .system_figures import Key
from .targets import Goal, next_goals, pace_to

# table -> (heading, column of the quota, quota class, part of 闲置)
GROUPS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    TableKey.ANNEX2: (("批而未供", "quota", QuotaClass.UNSUPPLIED, ""),),
    TableKey.ANNEX3: (("2020年省厅下达闲置土地任务基数", "base_quota", QuotaClass.IDLE, IdlePart.BASE),
                      ("2020年内网新增闲置土地数", "new_quota", QuotaClass.IDLE, IdlePart.NEW),
                      ("低效工业用地数", "low_quota", QuotaClass.INEFFICIENT, "")),
    TableKey.ANNEX4: (("批而未供土地", "quota_unsupplied", QuotaClass.UNSUPPLIED, ""), ("闲置土地", "quota_idle", QuotaClass.IDLE, ""),
                      ("低效工业用地", "quota_inefficient", QuotaClass.INEFFICIENT, "")),
    TableKey.OWN: tuple((one.label, f"quota_{one.value}", one.value, "") for one in QuotaClass),
}


@dataclass(frozen=True)
class ProgressCell:
    """一组的进度: `done` None = outside of the reader's territory; no rate without a quota; `rank` only among all counties."""

    quota: Decimal | None
    done: Decimal | None
    rate: Fraction | None
    rank: int | None = None
    is_shared: bool = False
    remark: str = ""


@dataclass(frozen=True)
class ProgressRow:
    row: AnnexRow
    cells: list[ProgressCell]


def progress_of(plan: Plan, annex: Annex, moment: datetime, basis: str = RECORDED, *, actor: Actor,
                stated: Mapping[Key, Decimal] | None = None) -> list[ProgressRow]:
    """各行的进度 as of `moment`. A county reads its own row only; ranks and totals need the whole territory of the plan.

    `stated` are figures of the ministry's system that decide before the ledger's; the remark then says both."""
    counties = counties_in(plan, actor)
    done, inside = done_at(plan, moment, basis), {county.id for county in counties}
    known = known_regions(done.areas, inside, moment)
    if not known:
        return [ProgressRow(row, [ProgressCell(row.value(group[1]), None, None) for group in GROUPS[annex.table.key]]) for row in annex.rows]
    is_whole, day = actor.covers(plan.region_id), local(moment).date()
    goals = next_goals(plan, day)
    columns = [_column(annex, group, done, known, inside, is_whole, goals.get(group[2]), day, stated or {}) for group in GROUPS[annex.table.key]]
    return [ProgressRow(row, [column[i] for column in columns]) for i, row in enumerate(annex.rows)]


def _column(annex: Annex, group: tuple, done: Done, known: set[int], inside: set[int], is_whole: bool, goal: Goal | None, day: date,
            stated: Mapping[Key, Decimal]) -> list[ProgressCell]:
    _, key, quota_class, part = group
    ledger = {region: done.part(part, region) if part else done.area(region, quota_class) for region in known}
    areas = ledger | {region: stated[region, quota_class, part] for region in inside if (region, quota_class, part) in stated}
    counties = [row for row in annex.rows if not row.is_sum]
    places: dict[int, Place] = {}
    if is_whole:
        named = [row for row in counties if row.row.region_id]
        places = {one.key: one for one in rank((row.row.region_id, areas.get(row.row.region_id), row.value(key)) for row in named)}
    cells = []
    for row in annex.rows:
        quota, amount = row.value(key), _amount(row, counties, areas, is_whole)
        place = places.get(row.row.region_id) if not row.is_sum else None
        remark, region = _remark(amount, quota, goal, day), None if row.is_sum else row.row.region_id
        if (region, quota_class, part) in stated and region in inside:
            mine = f"台账验收{show(ledger[region])}亩" if region in ledger else "台账无数据"
            remark = f"部系统数，{mine}" + (f"；{remark}" if remark else "")
        cells.append(ProgressCell(quota, amount, completion(amount, quota), place.rank if place else None, bool(place and place.is_shared), remark))
    return cells


def _amount(row: AnnexRow, counties: list[AnnexRow], areas: dict[int, Decimal], is_whole: bool) -> Decimal | None:
    if row.row.kind == RowKind.COUNTY:
        return areas.get(row.row.region_id)
    under = [one for one in counties if row.row.kind == RowKind.TOTAL or one.row.group == row.row.group]
    regions = {one.row.region_id for one in under}  # a county may have a row for each period
    return sum((areas.get(region, Decimal(0)) for region in regions), Decimal(0)) if is_whole else None


def _remark(done: Decimal | None, quota: Decimal | None, goal: Goal | None, day: date) -> str:
    """备注: distance to the next phase goal, in words."""
    if done is None:
        return ""
    pace = pace_to(goal, done, quota, day)
    if pace is None:
        return "没有任务量" if not quota else ""
    return f"已达{goal.percent.normalize():f}%" if not pace.short_by else f"距{goal.percent.normalize():f}%差{show(pace.short_by)}亩"
