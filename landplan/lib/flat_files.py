"""清单文件: columns and rows written to xlsx or csv, row by row and in constant memory (docs/decisions/export.md).

Text is always text (inline strings), never a formula; characters that XML cannot carry become �; a text that is longer than a cell holds is
cut with a visible mark, and 说明 says where. The sheet 数据 holds nothing but heads and rows, so that it can be filtered and sorted.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice, repeat
from pathlib import Path

from rustpy_xlsxwriter import Format, write_worksheets

from .area import MICRO, exact_column
from .excel import LIMIT, legal_text, safe_text
from .table_files import csv_text

SHEET, NOTES = "数据", "说明"
_WIDTHS = {"text": 22, "number": 14, "area": 14, "rate": 12, "day": 13}
_FORMATS = {"text": "@", "number": "0.00####", "area": "0.00####", "rate": "0.00%", "day": "yyyy-mm-dd", "count": "0"}
MAX_ROWS = 1_048_575
BLOCK = 1000  # rows in memory at a time
_TEXTS, _FIGURES, _AS_THEY_ARE = {str, type(None)}, {Decimal, type(None)}, {date, int, float, bool, type(None)}


class Blocks:
    """成块的行: some thousand rows at a time, each block as its columns - a column of a file is turned and looked at as one."""

    def __init__(self, blocks: Iterable[Sequence[Sequence[object]]]):
        self.columns = blocks

    def __iter__(self) -> Iterator[tuple]:
        for columns in self.columns:
            yield from zip(*columns, strict=True)


@dataclass
class FlatList:
    """一张清单: heads, kinds of its columns (text, number, rate, day, count; area: whole numbers of 10⁻⁶ 亩, shown in 亩), rows; what is said
    of it stands on the sheet 说明."""

    title: str
    heads: Sequence[str]
    kinds: Sequence[str]
    rows: Iterable[Sequence[object]]
    notes: list[str] = field(default_factory=list)

    def blocks(self) -> Iterator[Sequence[Sequence[object]]]:
        """各块的列; no block is empty."""
        if isinstance(self.rows, Blocks):
            yield from self.rows.columns
            return
        rows = iter(self.rows)
        while block := list(islice(rows, BLOCK)):
            yield list(zip(*block, strict=True))


class Written:
    """写出了什么: how many rows, and where a text was too long for its cell."""

    def __init__(self):
        self.count, self.cut = 0, []

    def note_cut(self, head: str, row: int) -> None:
        if len(self.cut) < 100:
            self.cut.append(f"第 {row} 行“{head}”超过 {LIMIT} 字，已截断并标明，全文见系统")


def write_xlsx(path: Path, lists: Sequence[FlatList], *, told: Callable[[int], None] = lambda count: None) -> Written:
    """xlsx of one or more lists, each on its sheet; `told` hears the number of rows from time to time."""
    written, done = Written(), []
    names = [SHEET if n == 0 else f"{SHEET}{n + 1}" for n in range(len(lists))]

    def notes() -> Iterator[dict]:  # asked for last, when all rows are written
        yield from ({"说明": safe_text(line)} for one in done for line in [one.title, *one.notes])
        yield from ({"说明": line} for line in written.cut)

    sheets = [(name, _records(one, written, told, done)) for name, one in zip(names, lists, strict=True)]
    write_worksheets(
        [*sheets, (NOTES, notes())], str(path), autofilter=dict.fromkeys(names, True), freeze_panes={name: {"row": 1, "col": 1} for name in names},
        column_widths={name: {head: _WIDTHS.get(kind, 12) for head, kind in zip(one.heads, one.kinds, strict=True)}
                       for name, one in zip(names, lists, strict=True)} | {NOTES: [100.0]},
        column_formats={name: {head: Format().set_num_format(_FORMATS[kind]) for head, kind in zip(one.heads, one.kinds, strict=True)}
                        for name, one in zip(names, lists, strict=True)},
        header_format=dict.fromkeys(names, Format().set_bold().set_background_color("#E9EDF1")))
    return written


def _records(one: FlatList, written: Written, told: Callable[[int], None], done: list[FlatList]) -> Iterator[dict]:
    heads = [safe_text(head) for head in one.heads]
    for block in one.blocks():
        columns = [_cells(values, kind, head, written) for head, kind, values in zip(heads, one.kinds, block, strict=True)]
        yield from map(dict, map(zip, repeat(heads), zip(*columns, strict=True)))
        count = len(columns[0])
        written.count += count
        if written.count // 5000 != (written.count - count) // 5000:
            told(written.count)
    done.append(one)


def _cells(values: Sequence[object], kind: str, head: str, written: Written) -> Sequence[object]:
    """One column of a block. Nearly all texts are printable: they are looked at together, and only else one by one."""
    if kind == "area":
        return [None if value is None else value / MICRO for value in values]
    kinds = set(map(type, values))
    if kinds <= _AS_THEY_ARE or kinds <= _TEXTS and _is_plain("".join(filter(None, values)), values):
        return values
    if kinds <= _FIGURES:
        return [None if value is None else float(value) for value in values]
    return [_cell(value, written, head, number) for number, value in enumerate(values, written.count + 1)]


def _is_plain(together: str, values: Sequence[str | None]) -> bool:
    return together.isprintable() and (len(together) <= LIMIT or max(map(len, filter(None, values))) <= LIMIT)


def _cell(value: object, written: Written, head: str, number: int) -> object:
    if isinstance(value, str):
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        if len(value) > LIMIT:
            written.note_cut(head, number)
            return safe_text(value)
        return legal_text(value)
    return float(value) if isinstance(value, Decimal) else value


def write_csv(path: Path, lists: Sequence[FlatList], *, told: Callable[[int], None] = lambda count: None) -> Written:
    """csv of the first list, with the mark by which spreadsheets know UTF-8; a text that would be worked out gets an apostrophe."""
    written, one = Written(), lists[0]
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        out = csv.writer(file)
        out.writerow([csv_text(head) for head in one.heads])
        for block in one.blocks():
            columns = [_plain_column(values, kind) for values, kind in zip(block, one.kinds, strict=True)]
            out.writerows(zip(*columns, strict=True))
            count = len(columns[0])
            written.count += count
            if written.count // 5000 != (written.count - count) // 5000:
                told(written.count)
    return written


def _plain_column(values: Sequence[object], kind: str) -> Sequence[str | None]:
    return exact_column(values) if kind == "area" else [_plain(value, kind) for value in values]


def _plain(value: object, kind: str) -> str:
    """A figure as it is, a text guarded."""
    if isinstance(value, Decimal):
        return f"{value * 100:f}%" if kind == "rate" else f"{value:f}"
    return csv_text(legal_text(value)) if isinstance(value, str) else csv_text(value)
