"""台账的 Excel: the same columns, order, rows and sums as the screen; text stays text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.excel import put

from ..tables import Column, Row, sum_cells

LIMIT = 20_000  # about ten seconds of writing
_FORMATS = {Decimal: "0.00", date: "yyyy-mm-dd"}
_BOLD, _HEAD = Font(bold=True), PatternFill("solid", fgColor="E9EDF1")


def ledger_file(rows: Iterable[Row], columns: list[Column], sums: dict, total, *, conditions: list[tuple[str, str]],
                words: dict[str, str]) -> IO[bytes]:
    """台账 as an open temporary file: sheet 台账 (head, rows, 合计), sheet 按类别合计 (conditions, sums by kind). Areas in 亩."""
    book = Workbook(write_only=True)
    _rows_sheet(book, rows, columns, total)
    _sums_sheet(book, sums, total, conditions, words)
    file = TemporaryFile()  # closed by whoever sends it
    book.save(file)
    file.seek(0)
    return file


def _rows_sheet(book: Workbook, rows: Iterable[Row], columns: list[Column], total) -> None:
    sheet = book.create_sheet("台账")
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    _lay_out(sheet, [column.width for column in columns])
    sheet.append(_line(sheet, [f"{c.label}（{c.unit}）" if c.unit else c.label for c in columns], bold=True, fill=_HEAD))
    for row in rows:
        sheet.append(_line(sheet, [column.cell(row) for column in columns]))
    sheet.append(_line(sheet, sum_cells(columns, total), bold=True))


def _sums_sheet(book: Workbook, sums: dict, total, conditions: list[tuple[str, str]], words: dict[str, str]) -> None:
    sheet = book.create_sheet("按类别合计")
    _lay_out(sheet, [16, 20, 14, 14, 14])
    for name, value in conditions:
        sheet.append(_line(sheet, [name, value]))
    sheet.append([])
    sheet.append(_line(sheet, ["类别", "宗数", "面积（亩）", "已验收（亩）", "未处置（亩）"], bold=True, fill=_HEAD))
    for kind, one in sums.items():
        sheet.append(_line(sheet, [words[kind], one.count, one.area, one.accepted, one.left]))
    sheet.append(_line(sheet, ["符合条件", total.count, total.area, total.accepted, total.left], bold=True))


def _lay_out(sheet, widths: list[int]) -> None:
    for i, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(i + 1)].width = width
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _line(sheet, values: list[object], *, bold: bool = False, fill: PatternFill | None = None) -> list[WriteOnlyCell]:
    cells = []
    for value in values:
        cell = put(WriteOnlyCell(sheet), value, number_format=_FORMATS.get(type(value)))
        if bold:
            cell.font = _BOLD
        if fill:
            cell.fill, cell.alignment = fill, Alignment(horizontal="center")
        cells.append(cell)
    return cells
