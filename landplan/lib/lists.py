"""导出的 Excel: what all exported lists and forms share - heads, boxes, widths, A4 landscape, lines of cells, the open file and its sending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .actors import Actor
from .clock import local, now
from .excel import put

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# the font is named: without a name each program takes another one for bold cells
BOLD, HEAD = Font(name="Calibri", size=11, bold=True), PatternFill("solid", fgColor="E9EDF1")
CENTRE = Alignment(horizontal="center")
WRAPPED = Alignment(vertical="top", wrap_text=True)
LINE = 17  # points; what a line of Chinese takes in the fonts that stand in for the named one
# the cells of issued forms
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_THIN = Side(style="thin", color="000000")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def set_widths(sheet, widths: Iterable[float]) -> None:
    """列宽 from the first column on."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def on_a4(sheet) -> None:
    """A4 横向, one page wide, as long as it takes."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def for_print(sheet, title: str) -> None:
    """打印: the title on top of every page, its number below, narrow margins."""
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def boxed(cells: list[WriteOnlyCell]) -> list[WriteOnlyCell]:
    """带边框的一行."""
    for cell in cells:
        cell.border = BOX
    return cells


def wrap_long(sheet, number: int, cells: Sequence[WriteOnlyCell], columns: Sequence[tuple[str, int]]) -> None:
    """折行: a text wider than its column goes on below, and row `number` gets the height for it - before it is appended, since not every
    program finds the height by itself. A Chinese character is two columns wide."""
    lines = [-(-sum(1 if one.isascii() else 2 for one in cell.value) // width) if isinstance(cell.value, str) else 1
             for cell, (_, width) in zip(cells, columns, strict=False)]
    if max(lines, default=1) > 1:
        sheet.row_dimensions[number].height = LINE * max(lines)
        for cell in cells:
            cell.alignment = WRAPPED


def line(sheet, values: Iterable[object], *, formats: Mapping[type, str] | None = None, bold: bool = False,
         fill: PatternFill | None = None) -> list[WriteOnlyCell]:
    """一行 of a write-only sheet; `formats` are number formats by type of value."""
    cells = []
    for value in values:
        cell = put(WriteOnlyCell(sheet), value, number_format=(formats or {}).get(type(value)))
        if bold:
            cell.font = BOLD
        if fill:
            cell.fill, cell.alignment = fill, CENTRE
        cells.append(cell)
    return cells


@dataclass(frozen=True)
class Sheet:
    """一张清单: its name, its columns (head, width), its rows, the 合计 under them, and what is told below (who made it, what it holds)."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[object]]
    foot: Sequence[object] = ()
    notes: Sequence[str] = ()


_FORMATS = {Decimal: "0.00_ ", date: "yyyy-mm-dd_ "}  # a blank after figures, before the text to their right


def sheets_file(sheets: Iterable[Sheet]) -> IO[bytes]:
    """清单 as an open temporary file. Nothing entered is 未填; areas in 亩 and days stay figures."""
    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(one.title)
        sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"
        set_widths(sheet, [width for _, width in one.columns])
        on_a4(sheet)
        for_print(sheet, one.title)
        sheet.append(boxed(line(sheet, [head for head, _ in one.columns], bold=True, fill=HEAD)))
        for number, row in enumerate(one.rows, 2):
            cells = line(sheet, ["未填" if value in (None, "") else value for value in row], formats=_FORMATS)
            wrap_long(sheet, number, cells, one.columns)
            sheet.append(boxed(cells))
        if one.foot:
            sheet.append(boxed(line(sheet, [*one.foot, *[None] * (len(one.columns) - len(one.foot))], formats=_FORMATS, bold=True)))
        for note in one.notes:
            sheet.append(line(sheet, [note]))
    return as_file(book)


def as_file(book: Workbook) -> IO[bytes]:
    """The workbook as an open temporary file, closed by whoever sends it."""
    file = TemporaryFile()
    book.save(file)
    file.seek(0)
    return file


def as_download(file: IO[bytes], name: str) -> FileResponse:
    """The open file under its name, as an answer that always is a download."""
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def made_by(actor: Actor) -> str:
    """导出: when, from which unit, by whom."""
    return f"{local(now()):%Y-%m-%d %H:%M} {actor.unit_name} {actor.name}"
