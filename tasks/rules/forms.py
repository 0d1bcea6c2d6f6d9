"""附表的格式: the heads of annexes 2, 3 and 4 as issued, merged cells and all (驻政办〔2021〕19号 附件2至4)."""

from __future__ import annotations

from dataclasses import dataclass

from ..choices import TableKey
from .columns import ANNEX2_BLANK, COLUMNS

DONE, RATE, RANK, REMARK = ANNEX2_BLANK


@dataclass(frozen=True)
class HeadCell:
    """表头的一格 over so many rows and columns."""

    text: str
    rows: int = 1
    cols: int = 1


def head_of(key: str, has_progress: bool = False) -> list[list[HeadCell]]:
    """表头 of a table; with progress, annex 3 has two more columns in each group (D-12)."""
    return {TableKey.ANNEX2: _annex2, TableKey.ANNEX3: _annex3, TableKey.ANNEX4: _annex4, TableKey.OWN: _own}[TableKey(key)](has_progress)


def _annex2(has_progress: bool) -> list[list[HeadCell]]:
    return [[HeadCell(text) for text in ("县 区", *(one.label for one in COLUMNS[TableKey.ANNEX2]), *ANNEX2_BLANK)]]


def _annex3(has_progress: bool) -> list[list[HeadCell]]:
    more = ("处置面积", RATE) if has_progress else ()
    columns = COLUMNS[TableKey.ANNEX3]
    groups = list(dict.fromkeys(one.group for one in columns))
    first = [HeadCell("序号", 3), HeadCell("行政区域", 3), *(HeadCell(group, 1, 4 + len(more)) for group in groups)]
    second = []
    for group in groups:
        labels = [one.label for one in columns if one.group == group] + list(more)
        if group == groups[0]:  # printed so in the first group only
            second.append(HeadCell("年初基数", 1, 2))
            labels = labels[2:]
        second += [HeadCell(label, 2) for label in labels]
    return [first, second, [HeadCell("宗数"), HeadCell("面积")]]


def _annex4(has_progress: bool) -> list[list[HeadCell]]:
    labels = [HeadCell(one.label) for one in COLUMNS[TableKey.ANNEX4]]
    done = "累计处置量" if has_progress else "本周处置量"
    return [[HeadCell("县 区", 2), HeadCell("下达任务量", 1, 3), HeadCell(done, 1, 3), HeadCell("备注", 2)], [*labels, *labels]]


def _own(has_progress: bool) -> list[list[HeadCell]]:
    more = ("累计处置量", RATE) if has_progress else ()
    columns = COLUMNS[TableKey.OWN]
    groups = list(dict.fromkeys(one.group for one in columns))
    labels = [HeadCell(label) for group in groups for label in (*(one.label for one in columns if one.group == group), *more)]
    return [[HeadCell("单位", 2), HeadCell("期间", 2), *(HeadCell(group, 1, 3 + len(more)) for group in groups)], labels]
