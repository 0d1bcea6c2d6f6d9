"""拆成行: a workbook as one compact file - blocks of rows as JSON lines, then what the book holds, then where that begins.

A block is [[row numbers], [cells of each row]]; blank rows are left out. Dates become texts as JSON has them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

import orjson
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from .archive import check_archive
from .kinds import SAVE_AS, kind_of
from .limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Unreadable
from .scan import odd_cells
from .texts import csv_rows

BLOCK = 500
_MERGES = 50_000
Numbered = Iterable[tuple[int, list]]


class Writer:
    """The compact file, written from front to end."""

    def __init__(self, target: IO[bytes]):
        self.target, self.at, self.sheets, self.cells = target, 0, [], 0

    def sheet(self, name: str, rows: Numbered, *, merged: Callable[[], list] = list, is_hidden: bool = False) -> None:
        """One sheet. Raises Unreadable when it holds too much, counted while it is read."""
        start, filled, last, width, numbers, block = self.at, 0, 0, 0, [], []
        for number, cells in rows:
            if cells.count("") == len(cells):
                continue
            if bool in map(type, cells):  # TRUE is no number 1
                cells = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
            numbers.append(number)
            block.append(cells)
            if len(block) == BLOCK:
                filled, last, width = filled + BLOCK, number, max(width, *map(len, block))
                self._put(numbers, block)
                numbers, block = [], []
                self._refuse_much(name, filled, width)
        if block:
            filled, last, width = filled + len(block), numbers[-1], max(width, *map(len, block), 0)
            self._put(numbers, block)
            self._refuse_much(name, filled, width)
        self.sheets.append({"name": name, "start": start, "end": self.at, "filled": filled, "last": last, "width": width,
                            "merged": merged()[:_MERGES], "is_hidden": is_hidden})

    def _refuse_much(self, name: str, rows: int, width: int) -> None:
        if rows > MAX_ROWS or width > MAX_COLUMNS or self.cells > MAX_CELLS:
            raise _too_much(name, rows, width)

    def _put(self, numbers: list[int], block: list[list]) -> None:
        self.cells += sum(map(len, block))
        text = orjson.dumps((numbers, block)) + b"\n"
        self.at += len(text)
        self.target.write(text)

    def end(self, kind: str, notes: list[str]) -> None:
        """What the book holds, and where that begins."""
        text = orjson.dumps({"kind": kind, "sheets": self.sheets, "notes": notes})
        self.target.write(text + b"\n%020d" % self.at)


def _too_much(name: str, rows: int, width: int) -> Unreadable:
    if width > MAX_COLUMNS:
        return Unreadable("file_columns", f"工作表“{name}”用到第 {width} 列，上限是 {MAX_COLUMNS} 列。请删去右边多余的列再上传")
    if rows > MAX_ROWS:
        return Unreadable("file_rows", f"工作表“{name}”多于 {MAX_ROWS} 行。请分成几个文件上传")
    return Unreadable("file_cells", f"工作簿多于 {MAX_CELLS // 10000} 万格。请只留要导入的工作表，或分成几个文件上传")


def parse(content: bytes, target: IO[bytes]) -> None:
    """Read any workbook into the compact file. Raises Unreadable."""
    kind, writer = kind_of(content), Writer(target)
    if kind == "csv":
        writer.sheet("csv", enumerate(csv_rows(content), 1))
        return writer.end("csv", [])
    notes = check_archive(content) if kind == "zip" else []
    try:
        # the reader works without Python's lock: odd cells are looked for meanwhile
        with ThreadPoolExecutor(1) as beside, CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            odd = beside.submit(odd_cells, content) if kind == "zip" else None
            metadata = book.sheets_metadata
            if len(metadata) > MAX_SHEETS:
                raise Unreadable("file_parts", f"工作簿里有 {len(metadata)} 张工作表，上限是 {MAX_SHEETS} 张。请只留要导入的工作表再上传")
            for index, one in enumerate(metadata):
                if one.typ == SheetTypeEnum.WorkSheet:
                    _sheet(writer, book, index, one, odd)
                else:
                    writer.sheet(one.name, (), is_hidden=True)  # a chart or a macro sheet keeps its place
            if not metadata:
                raise Unreadable("file_broken", f"文件里没有工作表，不完整或已损坏。{SAVE_AS}")
    except PasswordError:
        raise Unreadable("file_encrypted", "文件加了打开密码，读不了。请在 Excel 或 WPS 里取消密码，保存后再上传") from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise Unreadable("file_broken", f"文件不完整或已损坏，打不开。{SAVE_AS}") from None
    return writer.end("xlsx" if kind == "zip" else "xls", notes)


def _sheet(writer: Writer, book: CalamineWorkbook, index: int, one, looking: Future | None) -> None:
    sheet = book.get_sheet_by_index(index)
    odd = looking.result().get(index) if looking else None

    def merged() -> list:
        return [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    rows = _rows(sheet, sheet.start[1] if sheet.start else 0)
    writer.sheet(one.name, _with_odd(rows, odd) if odd else rows, merged=merged, is_hidden=one.visible != SheetVisibleEnum.Visible)


def _rows(sheet, left: int) -> Numbered:
    """Numbered rows; the reader leaves out the blank columns in front."""
    if not left:
        return enumerate(sheet.iter_rows(), 1)
    pad = [""] * left
    return ((number, pad + row) for number, row in enumerate(sheet.iter_rows(), 1))


def _with_odd(rows: Numbered, odd: dict[int, dict[int, str]]) -> Iterator[tuple[int, list]]:
    """The rows with the cells that the reader leaves blank without being blank."""
    waiting = sorted(odd)
    for number, cells in rows:
        while waiting and waiting[0] <= number:
            place = waiting.pop(0)
            if place < number:
                yield place, _filled([], odd[place])
            else:
                cells = _filled(cells, odd[place])
        yield number, cells
    for place in waiting:
        yield place, _filled([], odd[place])


def _filled(cells: list, texts: dict[int, str]) -> list:
    wanted = max(texts) + 1
    cells = cells + [""] * (wanted - len(cells))
    for column, text in texts.items():
        if cells[column] == "":
            cells[column] = text
    return cells
