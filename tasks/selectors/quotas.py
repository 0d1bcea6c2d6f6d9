"""查任务量: the version of a printed table that is valid at an instant, its lines, and the quotas in it (亩)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.area import to_mu
from landplan.lib.prepared import planned_rows
from landplan.lib.rows import plain_rows
from units.choices import RegionLevel
from units.models import Region

from ..choices import IdlePart, QuotaClass, RowKind, TableKey
from ..models import Plan, PrintedRow, PrintedTable
from ..rules.columns import CLASS_TABLES, QUOTA_COLUMNS
from ..rules.printcheck import PrintedLine

_PART_COLUMN = {IdlePart.BASE: "base_quota", IdlePart.NEW: "new_quota"}


@dataclass(frozen=True)
class QuotaRow:
    """附件4 的一行: the quotas by class; None = printed blank."""

    label: str
    kind: str
    region_id: int | None
    quotas: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class QuotaSheet:
    """下达任务量 of a plan as valid at an instant, rows in printed order."""

    table: PrintedTable
    rows: list[QuotaRow]

    @property
    def counties(self) -> list[QuotaRow]:
        return [row for row in self.rows if row.kind == RowKind.COUNTY]

    @property
    def total(self) -> QuotaRow | None:
        """印发合计."""
        return next((row for row in self.rows if row.kind == RowKind.TOTAL), None)


def table_at(plan: Plan, key: str, moment: datetime) -> PrintedTable | None:
    """当时有效的版本: the last one whose first day (00:00 Beijing) has come, else the first issued."""
    day = clock.local(moment).date()
    versions = sorted((one for one in plan.tables.all() if one.key == key), key=lambda one: -one.version)
    return next((one for one in versions if one.valid_from <= day), versions[-1] if versions else None)


def class_table(plan: Plan, moment: datetime) -> PrintedTable | None:
    """哪张表定各类的任务量: annex 4, else the plan's own table."""
    return next((table for key in CLASS_TABLES if (table := table_at(plan, key, moment))), None)


def lines_of(table: PrintedTable | None) -> list[PrintedLine]:
    """各行 of a table in printed order, with the values of its cells. One query, however many rows."""
    if table is None:
        return []
    found: dict[int, tuple[tuple, dict]] = {}
    rows = PrintedRow.objects.filter(table=table).order_by("sort")
    wanted = ("id", "label", "period", "kind", "region_id", "group", "cells__column", "cells__value")
    for key, *row, column, value in plain_rows(rows.values_list(*wanted)):
        row[:2] = [f"{row[0]} {row[1]}".strip()]
        _, values = found.setdefault(key, (tuple(row), {}))
        if column is not None:
            values[column] = None if value is None else to_mu(value)
    return [PrintedLine(*row, values) for row, values in found.values()]


def quota_sheet(plan: Plan, moment: datetime) -> QuotaSheet | None:
    """下达任务量 by annex 4 or the plan's own table; None when the plan has neither."""
    table = class_table(plan, moment)
    if table is None:
        return None
    rows = [QuotaRow(line.label, line.kind, line.region_id, {one.value: line.values.get(QUOTA_COLUMNS[one]) for one in QuotaClass})
            for line in lines_of(table)]
    return QuotaSheet(table, _by_county(rows))


def class_quotas(table: PrintedTable | None) -> list[tuple]:
    """任务量 as whole numbers (10⁻⁶ 亩): (region id, one for each class) of each county in printed order, region None = the printed total.

    The quotas of a county's periods together (a blank one adds nothing, all blank is blank).
    """
    return _kept(table, "sort IS NOT NULL ORDER BY sort")


def county_quotas(table: PrintedTable | None, region: Region) -> list[tuple]:
    """下辖县区与任务量: (id, code, name, group, 10⁻⁶ 亩 for each class) in printed order, those that the table does not name after them; id None =
    the printed total. One statement, since the names and the quotas are asked for together."""
    names = ", ".join(QuotaClass.values)
    return planned_rows(
        f'SELECT id, code, name, "group", {names} FROM ('  # noqa: S608 - our own names
        f'SELECT r.id, r.code, r.name, r."group", {names}, q.sort AS printed, r.sort FROM units_region r LEFT JOIN tasks_printedquota q '
        "ON q.table_id = %s AND q.region_id = r.id WHERE r.path LIKE %s AND r.level = %s "
        f"UNION ALL SELECT NULL, '', '', '', {names}, NULL, NULL FROM tasks_printedquota WHERE table_id = %s AND region_id IS NULL) every "
        "ORDER BY printed NULLS LAST, sort, code",
        [table and table.id, f"{region.path}%", RegionLevel.COUNTY, table and table.id])


def unit_quotas(table: PrintedTable | None, units: Iterable[int]) -> list[tuple]:
    """汇总任务量 as whole numbers (10⁻⁶ 亩): (region id, one for each class) of these cities or provinces, region None = the printed total. What is
    printed of the region itself, else the sum of what is printed of its counties (all blank is blank); one of which neither is printed is
    left out. As many rows as regions, however many counties there are."""
    ids = ", ".join(map(str, units)) or "NULL"  # whole numbers of our own
    return _kept(table, f"(region_id IN ({ids}) OR region_id IS NULL)")


def _kept(table: PrintedTable | None, which: str) -> list[tuple]:
    """Rows of what is kept of a table (`PrintedQuota`). Written by hand: to build it from querysets takes longer than to run it."""
    if table is None:
        return []
    return planned_rows(f"SELECT region_id, {', '.join(QuotaClass.values)} FROM tasks_printedquota WHERE table_id = %s AND {which}",  # noqa: S608 - our own text
                        [table.id])


def _by_county(rows: list[QuotaRow]) -> list[QuotaRow]:
    """One row a county: the quotas of its periods together; units that are no county hold none of the ledger."""
    found: list[QuotaRow] = []
    known: dict[int, QuotaRow] = {}
    for row in rows:
        if row.kind != RowKind.COUNTY or row.region_id not in known:
            found.append(row)
            if row.kind == RowKind.COUNTY and row.region_id:
                known[row.region_id] = row
            continue
        for one, value in row.quotas.items():
            if value is not None:
                known[row.region_id].quotas[one] = value + (known[row.region_id].quotas[one] or Decimal(0))
    return [row for row in found if row.kind != RowKind.COUNTY or row.region_id]


def idle_part_quotas(plan: Plan, moment: datetime) -> dict[tuple[int | None, str], Decimal | None]:
    """闲置两部分的任务量 of annex 3: (region id, part) -> 亩; region None = the printed total."""
    found = {}
    for line in lines_of(table_at(plan, TableKey.ANNEX3, moment)):
        for part, column in _PART_COLUMN.items():
            found[line.region_id, part.value] = line.values.get(column)
    return found


def part_areas(plan: Plan, moment: datetime) -> dict[tuple[int | None, str], Decimal | None]:
    """印发的存量面积 of annex 3, the other reading of the goals of 9-30 (C-08): (region id, part or class) -> 亩; region None = the total."""
    found = {}
    for line in lines_of(table_at(plan, TableKey.ANNEX3, moment)):
        base, new = (line.values.get(f"{part}_area") for part in ("base", "new"))
        found |= {(line.region_id, IdlePart.BASE.value): base, (line.region_id, IdlePart.NEW.value): new,
                  (line.region_id, QuotaClass.IDLE.value): None if base is None and new is None else (base or Decimal(0)) + (new or Decimal(0)),
                  (line.region_id, QuotaClass.INEFFICIENT.value): line.values.get("low_area")}
    return found
