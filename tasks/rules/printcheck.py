"""印发数核对: every printed figure that differs from what the printed figures beside it give (QTA-05).

A printed figure is never corrected; the difference is named with the finding (D-xx) that explains it. The checks are
general; on 驻政办〔2021〕19号 they find exactly sixteen rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..choices import RowKind, TableKey
from .columns import COLUMNS
from .quota import quota_of


@dataclass(frozen=True)
class PrintedLine:
    """印发的一行: values by column key (亩, 宗, %); None = printed blank."""

    label: str
    kind: str
    region_id: int | None = None
    group: str = ""
    values: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """一处不一致: `difference` = printed − derived, signed; `against` names another table's cell where that is derived from."""

    table: str
    row: str
    column: str
    printed: Decimal
    derived: Decimal
    rule: str
    explanation: str
    against: str = ""

    @property
    def difference(self) -> Decimal:
        return self.printed - self.derived

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the print check."""
        return f"{self.table}-{self.column}-{self.row.replace(' ', '')}"


ROUNDED_APART = "各格分别取整，印发未供与批准减供应相差1亩。"
TOP_DOWN = "按本行印发面积乘任务率取整，不是各行之和。"
SUM_ROUNDED = "合计由未取整的数相加后取整，各行已分别取整。"
IDLE_RAW = "按附件3两部分未取整的数相加后取整，不是两个印发任务量之和。"
MIXED_LOW = "合计照附件3自上而下取整，不是各行之和。"
PRODUCT = "任务率乘印发面积四舍五入到整亩，与印发任务量不同。"
OWN_SUM = "印发的合计与各单位之和不同；印发数不改，差数写明。"
REVISED = "任务调整"  # the printed annexes agree here: only a revision of one of them can differ
OTHER_ANNEX = "与附件2、附件3同一县区的任务量不同；任务调整逐表出新版，请核对另一张表是否也要调整。"
TWO_TOTALS = "附件4合计是13行之和，附件2合计是60%乘印发未供总面积。"


def checks(tables: dict[str, list[PrintedLine]]) -> list[Finding]:
    """全部核对, also those that agree, in the order of the annexes and of their printed rows."""
    return [*_annex2(tables.get(TableKey.ANNEX2, [])), *_annex3(tables.get(TableKey.ANNEX3, [])), *_annex4(tables),
            *_own(tables.get(TableKey.OWN, []))]


def findings(tables: dict[str, list[PrintedLine]]) -> list[Finding]:
    """全部不一致 among the checks."""
    return [one for one in checks(tables) if one.difference != 0]


def _annex2(lines: list[PrintedLine]) -> Iterator[Finding]:
    for line in lines:
        values = line.values
        if None not in (values["approved"], values["supplied"], values["unsupplied"]):
            derived = values["approved"] - values["supplied"]
            yield Finding(TableKey.ANNEX2, line.label, "unsupplied", values["unsupplied"], derived, "D-01", ROUNDED_APART)
    yield from _products(TableKey.ANNEX2, lines)
    for line in lines:
        for key in ("approved", "supplied", "quota"):
            rule, why = ("D-04", TOP_DOWN) if key == "quota" else ("D-05", SUM_ROUNDED)
            yield from _sum(TableKey.ANNEX2, lines, line, key, rule, why)


def _annex3(lines: list[PrintedLine]) -> Iterator[Finding]:
    yield from _products(TableKey.ANNEX3, lines)
    for line in lines:
        for column in COLUMNS[TableKey.ANNEX3]:
            if column.kind != "rate":
                yield from _sum(TableKey.ANNEX3, lines, line, column.key, "D-08", TOP_DOWN)


def _annex4(tables: dict[str, list[PrintedLine]]) -> Iterator[Finding]:
    lines = tables.get(TableKey.ANNEX4, [])
    second = {one.region_id: one.values for one in tables.get(TableKey.ANNEX2, []) if one.kind == RowKind.COUNTY}
    third = {one.region_id: one.values for one in tables.get(TableKey.ANNEX3, []) if one.kind == RowKind.COUNTY}
    for line in lines:
        if line.kind != RowKind.COUNTY:
            continue
        parts = third.get(line.region_id, {})
        yield from _same(line, "quota_unsupplied", second.get(line.region_id, {}).get("quota"), REVISED, OTHER_ANNEX)
        yield from _same(line, "quota_idle", _plus(parts.get("base_quota"), parts.get("new_quota")), "D-15", IDLE_RAW)
        yield from _same(line, "quota_inefficient", parts.get("low_quota"), REVISED, OTHER_ANNEX)
    for line in lines:
        for column in COLUMNS[TableKey.ANNEX4]:
            yield from _sum(TableKey.ANNEX4, lines, line, column.key, "D-16", MIXED_LOW)
    whole = [one for one in tables.get(TableKey.ANNEX2, []) if one.kind == RowKind.TOTAL]
    for line in lines:
        if line.kind == RowKind.TOTAL and whole:
            yield from _same(line, "quota_unsupplied", whole[0].values["quota"], "D-17", TWO_TOTALS, "附件2合计")


def _own(lines: list[PrintedLine]) -> Iterator[Finding]:
    yield from _products(TableKey.OWN, lines)
    for line in lines:
        for column in COLUMNS[TableKey.OWN]:
            if column.kind != "rate":
                yield from _sum(TableKey.OWN, lines, line, column.key, "QTA-08", OWN_SUM)


def _products(table: str, lines: list[PrintedLine]) -> Iterator[Finding]:
    """任务量 = 任务率 × 印发面积, half up; D-02 and D-07 found no exception."""
    for line in lines:
        for column in COLUMNS[table]:
            if column.product:
                rate, area = (line.values.get(key) for key in column.product)
                derived, printed = quota_of(rate, area), line.values.get(column.key)
                if derived is not None and printed is not None:
                    yield Finding(table, line.label, column.key, printed, derived, "D-02", PRODUCT)


def _sum(table: str, lines: list[PrintedLine], line: PrintedLine, key: str, rule: str, why: str) -> Iterator[Finding]:
    derived = sum_of(lines, line, key)
    if derived is not None and line.values.get(key) is not None:
        yield Finding(table, line.label, key, line.values[key], derived, rule, why)


def sum_of(lines: list[PrintedLine], line: PrintedLine, key: str) -> Decimal | None:
    """测算合计: the sum of the county rows under a total, or of its group under a subtotal; None for a county row."""
    if line.kind == RowKind.COUNTY:
        return None
    return sum((one.values[key] for one in lines
                if one.kind == RowKind.COUNTY and one.values.get(key) is not None
                and (line.kind == RowKind.TOTAL or one.group == line.group)), Decimal(0))


def _same(line: PrintedLine, key: str, derived: Decimal | None, rule: str, why: str, against: str = "") -> Iterator[Finding]:
    if derived is not None and line.values[key] is not None:
        yield Finding(TableKey.ANNEX4, line.label, key, line.values[key], derived, rule, why, against)


def _plus(one: Decimal | None, two: Decimal | None) -> Decimal | None:
    """Sum of two printed cells; a blank one adds nothing, two blanks are blank."""
    known = [value for value in (one, two) if value is not None]
    return sum(known, Decimal(0)) if known else None
