"""查看板的框: whose rows a board has and in which order, with their quotas now and at the start of the week, and the goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from landplan.lib.actors import Actor
from landplan.lib.area import to_micro, to_mu
from landplan.lib.clock import local
from tasks.choices import QuotaClass, RowKind
from tasks.models import Plan, PrintedTable
from tasks.selectors.quotas import QuotaRow, QuotaSheet, class_quotas, class_table, county_quotas, unit_quotas
from tasks.selectors.targets import Goal, headline_quotas, next_goals
from units.choices import RegionLevel
from units.selectors import unit_rows

from ..rules.board import summed

COMBINED, COUNTY = "combined", RegionLevel.COUNTY.value
QUOTA_CLASSES = tuple(QuotaClass.values)
CLASSES = (*QUOTA_CLASSES, COMBINED)
Quotas = dict[str, int | None]  # class -> 10⁻⁶ 亩
QuotaColumns = tuple[list[int | None], ...]  # 10⁻⁶ 亩 of each class, in the order of the rows
_NONE: tuple[None, ...] = (None,) * len(QUOTA_CLASSES)


@dataclass
class Frame:
    """框: rows in printed order as (id, code, name, group), their quotas now and at the start of the week, the document's own, and the goals."""

    regions: list[tuple]
    quotas: QuotaColumns
    quotas_before: QuotaColumns
    headline: Quotas
    headline_before: Quotas
    goals: dict[str, Goal | None]
    table_id: int | None = None
    percents: dict[str, int | None] = field(default_factory=dict)
    below: dict[int, int] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        return [region_id for region_id, *_ in self.regions]


def frame_of(plan: Plan, moment: datetime, before: datetime, actor: Actor, level: str) -> Frame:
    """框 of a plan at `moment`, the counties inside the territory of `actor` or the regions of a `level` above them."""
    table, older = class_table(plan, moment), class_table(plan, before)
    units = unit_rows(plan.region, level) if level != COUNTY else []
    regions, quotas, printed = _of_units(table, units) if units else _of_counties(table, plan, actor)
    headline = _headline(plan, table, printed)
    old, headline_before = quotas, headline
    if table is not None and table.id != older.id:
        found = {region_id: each for region_id, *each in (unit_quotas(older, [row[0] for row in regions]) if units else class_quotas(older))}
        old = _columns([found.get(region_id, _NONE) for region_id, *_ in regions])
        headline_before = _headline(plan, older, found.get(None, _NONE))
    goals = next_goals(plan, local(moment).date())
    goals = {one: goals.get(one) for one in QUOTA_CLASSES} | {COMBINED: _common(list(goals.values()))}
    return Frame(regions, quotas, old, headline, headline_before, goals, table.id if table else None,
                 {one: to_micro(goal.percent) if goal else None for one, goal in goals.items()},
                 {unit_id: count if its_level != COUNTY else 0 for unit_id, _, _, its_level, count in units})


def quotas_of_unit(plan: Plan, moment: datetime, unit_id: int) -> Quotas:
    """任务量 of a city or province: as it is printed, else that of its counties."""
    found = {region_id: each for region_id, *each in unit_quotas(class_table(plan, moment), [unit_id])}
    return dict(zip(CLASSES, [column[0] for column in _columns([found.get(unit_id, _NONE)])], strict=True))


def _of_counties(table: PrintedTable | None, plan: Plan, actor: Actor) -> tuple[list[tuple], QuotaColumns, Sequence[int | None]]:
    """县区 in printed order, then those that the table does not name, only the actor's; and what is printed as the total."""
    rows = county_quotas(table, plan.region)
    total = next((each for region_id, _, _, _, *each in rows if region_id is None), _NONE)
    rows = [row for row in rows if row[0] is not None and actor.covers(row[0])]
    return [row[:4] for row in rows], _columns([row[4:] for row in rows]), total


def _of_units(table: PrintedTable | None, units: list[tuple]) -> tuple[list[tuple], QuotaColumns, Sequence[int | None]]:
    """市或省 in printed order; and what is printed as the total."""
    found = {region_id: each for region_id, *each in unit_quotas(table, [unit_id for unit_id, *_ in units])}
    quotas = _columns([found.get(unit_id, _NONE) for unit_id, *_ in units])
    return [(*unit, "") for *unit, _, _ in units], quotas, found.get(None, _NONE)


def _columns(rows: list[Sequence[int | None]]) -> QuotaColumns:
    """任务量 of each class and of all together, in the order of the rows."""
    together = [summed(each) if None in each else sum(each) for each in rows]
    return (*(list(column) for column in zip(*rows, strict=True)), together) if rows else tuple([] for _ in CLASSES)


def _headline(plan: Plan, table: PrintedTable | None, printed: Sequence[int | None]) -> Quotas:
    """全市任务量: see `headline_quotas`."""
    total = QuotaRow("", RowKind.TOTAL, None, {one: None if value is None else to_mu(value)
                                               for one, value in zip(QUOTA_CLASSES, printed, strict=True)})
    quotas = headline_quotas(plan, QuotaSheet(table, [total]) if table else None)
    found = {one: None if (value := quotas.get(one)) is None else to_micro(value) for one in QUOTA_CLASSES}
    return found | {COMBINED: summed(found.values())}


def _common(goals: list[Goal]) -> Goal | None:
    """三类合并的目标: only when all classes have the same percentage by the same day."""
    if len(goals) < len(QUOTA_CLASSES) or len({(goal.percent, goal.due_on) for goal in goals}) > 1:
        return None
    return Goal(COMBINED, goals[0].percent, goals[0].due_on, goals[0].is_past)
