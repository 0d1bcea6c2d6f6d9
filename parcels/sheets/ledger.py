"""台账的 Excel: the same columns, order, rows and sums as the screen; text stays text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO

from openpyxl import Workbook

from landplan.lib.lists import HEAD, as_file, line, on_a4, set_widths

from ..tables import Column, Row, sum_cells

LIMIT = 20_000  # about ten seconds of writing
_FORMATS = {Decimal: "0.00_ ", date: "yyyy-mm-dd_ "}  # a blank after figures, before the text to their right


def ledger_file(rows: Iterable[Row], columns: list[Column], sums: dict, total, *, conditions: list[tuple[str, str]],
                words: dict[str, str]) -> IO[bytes]:
    """台账 as an open temporary file: sheet 台账 (head, rows, 合计), sheet 按类别合计 (conditions, sums by kind). Areas in 亩."""
    book = Workbook(write_only=True)
    _rows_sheet(book, rows, columns, total)
    _sums_sheet(book, sums, total, conditions, words)
    return as_file(book)


def _rows_sheet(book: Workbook, rows: Iterable[Row], columns: list[Column], total) -> None:
    sheet = book.create_sheet("台账")
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    _lay_out(sheet, [column.width for column in columns])
    sheet.append(_line(sheet, [f"{c.label}（{c.unit}）" if c.unit else c.label for c in columns], bold=True, fill=HEAD))
    for row in rows:
        sheet.append(_line(sheet, [column.cell(row) for column in columns]))
    sheet.append(_line(sheet, sum_cells(columns, total), bold=True))


def _sums_sheet(book: Workbook, sums: dict, total, conditions: list[tuple[str, str]], words: dict[str, str]) -> None:
    sheet = book.create_sheet("按类别合计")
    _lay_out(sheet, [16, 20, 14, 14, 14])
    for name, value in conditions:
        sheet.append(_line(sheet, [name, value]))
    sheet.append([])
    sheet.append(_line(sheet, ["类别", "宗数", "面积（亩）", "已验收（亩）", "未处置（亩）"], bold=True, fill=HEAD))
    for kind, one in sums.items():
        sheet.append(_line(sheet, [words[kind], one.count, one.area, one.accepted, one.left]))
    sheet.append(_line(sheet, ["符合条件", total.count, total.area, total.accepted, total.left], bold=True))


def _lay_out(sheet, widths: list[int]) -> None:
    set_widths(sheet, widths)
    on_a4(sheet)


def _line(sheet, values: list[object], **look) -> list:
    return line(sheet, values, formats=_FORMATS, **look)
