"""查任务分解表: a printed table with the figure derived beside each printed one, and its versions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from landplan.lib.numbers import half_up

from ..choices import RowKind, TableKey
from ..models import Plan, PrintedCell, PrintedRow, PrintedTable
from ..rules.columns import COLUMNS, Column
from ..rules.printcheck import Finding, PrintedLine, checks, sum_of
from ..rules.quota import raw_quota
from .quotas import lines_of, table_at


@dataclass(frozen=True)
class AnnexCell:
    """一格: the printed text, and what the printed figures beside it give (None = nothing to compare with).

    `raw` is the product before rounding (800.4), where the cell is one and was rounded; `rows_sum` the sum of the rows
    above, where the check compares with another table.
    """

    column: Column
    text: str
    value: Decimal | None
    check: Finding | None = None
    raw: Decimal | None = None
    rows_sum: Decimal | None = None


@dataclass(frozen=True)
class AnnexRow:
    """一行 in printed order. `supply_rate` is 供应 ÷ 批准 (RNK-05), None where the table has no such columns."""

    row: PrintedRow
    cells: list[AnnexCell]
    supply_rate: Fraction | None = None

    @property
    def is_sum(self) -> bool:
        return self.row.kind != RowKind.COUNTY

    def value(self, key: str) -> Decimal | None:
        return next(cell.value for cell in self.cells if cell.column.key == key)


@dataclass(frozen=True)
class Annex:
    """附件 as one version prints it."""

    table: PrintedTable
    columns: tuple[Column, ...]
    rows: list[AnnexRow]
    versions: list[PrintedTable]
    without: tuple[str, dict[str, Decimal]] | None = field(default=None)

    @property
    def heads(self) -> list[tuple[str, int]]:
        """Groups of columns with how many each holds."""
        return list(Counter(one.group for one in self.columns).items())

    @property
    def differing(self) -> int:
        """How many cells differ from what the printed figures give."""
        return sum(bool(cell.check and cell.check.difference) for row in self.rows for cell in row.cells)


def printed_tables(plan: Plan, moment: datetime) -> dict[str, list[PrintedLine]]:
    """各表的印发行 as valid at `moment`, for the print check."""
    return {key: lines_of(table_at(plan, key, moment)) for key in TableKey.values}


def annex(plan: Plan, key: str, moment: datetime, version: int | None = None) -> Annex | None:
    """附件 as valid at `moment`, or a given version; None when the plan has no such table or version."""
    versions = list(PrintedTable.objects.filter(plan=plan, key=key).order_by("version"))
    table = table_at(plan, key, moment) if version is None else next((one for one in versions if one.version == version), None)
    if table is None:
        return None
    lines = printed_tables(plan, moment) | {key: lines_of(table)}
    found: dict[tuple[str, str], Finding] = {}
    for one in checks(lines):  # of several checks of a cell, the one that finds a difference is shown
        if one.table == key and (one.difference or (one.row, one.column) not in found):
            found[one.row, one.column] = one
    texts = {(row_id, column): text for row_id, column, text in
             PrintedCell.objects.filter(row__table=table).values_list("row_id", "column", "text")}
    rows = [_row(key, row, line, lines[key], texts, found) for row, line in zip(table.rows.all(), lines[key], strict=True)]
    return Annex(table, COLUMNS[key], rows, versions, _without(plan, key, lines[key]))


def _row(key: str, row: PrintedRow, line: PrintedLine, lines: list[PrintedLine], texts: dict, found: dict) -> AnnexRow:
    cells = []
    for one in COLUMNS[key]:
        check = found.get((line.label, one.key))
        rows_sum = sum_of(lines, line, one.key) if check and check.against else None
        cells.append(AnnexCell(one, texts.get((row.id, one.key), ""), line.values.get(one.key), check, _raw(one, line, check), rows_sum))
    approved, supplied = line.values.get("approved"), line.values.get("supplied")
    return AnnexRow(row, cells, Fraction(supplied) / Fraction(approved) if approved and supplied is not None else None)


def _raw(column: Column, line: PrintedLine, check: Finding | None) -> Decimal | None:
    """未取整的任务量, only where rounding it gave the derived figure (a sum of rows was not rounded)."""
    raw = raw_quota(*(line.values.get(key) for key in column.product)) if column.product else None
    return raw if raw is not None and check and raw != check.derived and half_up(raw) == check.derived else None


def _without(plan: Plan, key: str, lines: list[PrintedLine]) -> tuple[str, dict[str, Decimal]] | None:
    """不含某县的合计 (D-20): the county that the document names as included, and the other counties' sums."""
    named = next((match.group(1) for target in plan.targets.all() if (match := re.search(r"（含(.+?)）", target.scope))), None)
    others = [line for line in lines if line.kind == RowKind.COUNTY and line.label != named]
    if named is None or len(others) == sum(line.kind == RowKind.COUNTY for line in lines):
        return None
    keys = [column.key for column in COLUMNS[key] if column.kind != "rate"]
    return named, {one: sum((line.values[one] for line in others if line.values.get(one) is not None), Decimal(0)) for one in keys}
