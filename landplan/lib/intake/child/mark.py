"""标错: a workbook with its faults marked - the sheet 错误 in front with links, a column 错误/提示, the cells filled and commented.

Marks of an earlier check are taken off first, so a file can come and go until it is right.
"""

from __future__ import annotations

import io
from datetime import date
from typing import IO

import orjson
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...excel import put
from ..book import STAMP_SHEET, Book
from ..columns import Fault
from ..values import whole_day
from .listing import LIST, write_listing

COLUMN, BY, OLD = "错误/提示", "系统检查", "\n【原批注】"
FILLS = {"error": PatternFill("solid", fgColor="FFC7CE"), "hint": PatternFill("solid", fgColor="FFEB9C")}
FONTS = {"error": Font(name="Calibri", size=11, color="9C0006"), "hint": Font(name="Calibri", size=11, color="7F6000")}
TOP = Alignment(vertical="top", wrap_text=True)
FULL_ROWS = 20_000  # of a rebuilt book: beyond, only the rows with faults come back
_MARKED_ROWS = 20_000


def _job(content: bytes) -> tuple[dict, list[Fault], bytes]:
    line, _, rest = content.partition(b"\n")
    job = orjson.loads(line)
    return job, [Fault(*one) for one in job["faults"]], rest


def mark(content: bytes, target: IO[bytes]) -> None:
    """The clerk's own xlsx, with all that it holds."""
    job, faults, rest = _job(content)
    book = load_workbook(io.BytesIO(rest), rich_text=True)
    names = [name for name in book.sheetnames if name != STAMP_SHEET]
    name = names[job["sheet"]]
    if LIST in book.sheetnames and name != LIST:
        book.remove(book[LIST])
    _finish(book, book[name], job, faults, {fault.row: fault.row for fault in faults}, target)


def rebuild(content: bytes, target: IO[bytes]) -> None:
    """A new xlsx of what was read from an xls, a csv, or a workbook too large to be opened with its formats."""
    job, faults, rest = _job(content)
    source = Book(io.BytesIO(rest), job["name"])
    chosen = source.sheets[job["sheet"]]
    is_full = sum(sheet.filled for sheet in source.sheets) <= FULL_ROWS
    book = Workbook()
    book.remove(book.active)
    places: dict[int, int] = {}
    for sheet in source.sheets if is_full else (chosen,):
        made = book.create_sheet(_title(sheet.name, book))
        if sheet.is_hidden:
            made.sheet_state = "hidden"
        wanted = None if is_full else {fault.row for fault in faults[:_MARKED_ROWS]} | set(range(job["head"][0], job["head"][1] + 1))
        put_at = _write(made, sheet, wanted)
        if sheet is chosen:
            places, marked = put_at, made
    job["note"] = "" if is_full else "原文件行数多，这里只有表头和有问题的行；位置是原文件里的行号，请在原文件里改好再上传。"
    if not is_full:
        job["head"] = [places.get(row, 1) for row in job["head"]]
    _finish(book, marked, job, faults, places, target)


def _title(name: str, book: Workbook) -> str:
    plain = "".join("_" if char in "[]:*?/\\" else char for char in name)[:31] or "Sheet"
    return plain if plain not in book.sheetnames else f"{plain[:28]}_{len(book.sheetnames)}"


def _write(made: Worksheet, sheet, wanted: set[int] | None) -> dict[int, int]:
    """row of the source -> row here."""
    places: dict[int, int] = {}
    for number, cells in sheet.numbered():
        if wanted is not None and number not in wanted:
            continue
        places[number] = number if wanted is None else len(places) + 1
        for index, cell in enumerate(cells, 1):
            if cell not in ("", None):
                _put(made.cell(places[number], index), cell)
    for index in range(1, min(sheet.width, 100) + 1):
        made.column_dimensions[get_column_letter(index)].width = 16
    for top, left, bottom, right in sheet.merged if wanted is None else ():
        made.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
    return places


def _put(cell, value: object) -> None:
    day = whole_day(value) if isinstance(value, str) else None
    if isinstance(day, date):
        put(cell, day, number_format="yyyy-mm-dd")
    elif isinstance(value, float) and value.is_integer() and abs(value) >= 1e11:
        put(cell, value, number_format="0")  # digits, not 4.1E+17
    else:
        put(cell, value)


def _finish(book: Workbook, sheet: Worksheet, job: dict, faults: list[Fault], places: dict[int, int], target: IO[bytes]) -> None:
    _clean(sheet)
    column = _column(sheet, job["head"])
    by_row: dict[int, list[Fault]] = {}
    for fault in faults[:_MARKED_ROWS]:
        by_row.setdefault(fault.row, []).append(fault)
    for row, found in by_row.items():
        if row in places:
            _mark_row(sheet, places[row], column, found)
    _filter(sheet, job["head"][1], column)
    write_listing(book, sheet, job, faults, places)
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = 0
    book.save(target)


def _clean(sheet: Worksheet) -> None:
    """The marks of an earlier check."""
    for row in sheet.iter_rows():
        for cell in row:
            comment = None if isinstance(cell, MergedCell) else cell.comment
            if comment is not None and comment.author == BY:
                old = comment.text.partition(OLD)[2]
                cell.comment = Comment(old, "") if old else None
                cell.fill = PatternFill()


def _column(sheet: Worksheet, head: list[int]) -> int:
    """The column 错误/提示: the one of an earlier check, emptied, or the first free one."""
    last = max((index for row, index in sheet._cells if sheet._cells[row, index].value is not None), default=1)
    for index in range(1, last + 1):
        if sheet.cell(head[1], index).value == COLUMN:
            for row in range(head[1] + 1, sheet.max_row + 1):
                if not isinstance(sheet.cell(row, index), MergedCell):
                    sheet.cell(row, index).value = None
            return index
    cell = put(sheet.cell(head[1], last + 1), COLUMN)
    near = sheet.cell(head[1], last)
    if near.has_style:
        cell._style = near._style.__copy__()
    cell.font = Font(name="Calibri", size=11, bold=True, color="9C0006")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.column_dimensions[get_column_letter(last + 1)].width = 56
    return last + 1


def _mark_row(sheet: Worksheet, row: int, column: int, found: list[Fault]) -> None:
    worst = "error" if any(fault.severity == "error" for fault in found) else "hint"
    told = put(sheet.cell(row, column), "\n".join(f"{'错误' if fault.severity == 'error' else '提示'}　{fault.sentence}" for fault in found))
    told.font, told.alignment = FONTS[worst], TOP
    lines = sum(1 + sum(2 if ord(char) > 255 else 1 for char in fault.sentence) // 54 for fault in found)
    height = sheet.row_dimensions[row].height or 15
    sheet.row_dimensions[row].height = min(max(height, 15 * lines), 400)
    for fault in found:
        if fault.column is None:
            continue
        cell = _first(sheet, row, fault.column + 1)
        cell.fill = FILLS[fault.severity]
        before = cell.comment.text if cell.comment is not None else ""
        own = before if cell.comment is not None and cell.comment.author == BY else ""
        kept = f"{OLD}{before}" if before and not own else ""
        comment = Comment(f"{own}\n{fault.sentence}" if own else f"{fault.sentence}{kept}", BY, width=300, height=110)
        cell.comment = comment


def _first(sheet: Worksheet, row: int, index: int):
    """The cell, or the first one of the merged range it lies in."""
    cell = sheet.cell(row, index)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    return sheet.cell(area.min_row, area.min_col)


def _filter(sheet: Worksheet, head: int, column: int) -> None:
    """Wrong rows can be filtered, unless the clerk's sheet has tables of its own."""
    if not sheet.tables and sheet.max_row > head:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(column)}{sheet.max_row}"
