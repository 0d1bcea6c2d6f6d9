"""表格样式: fonts, alignments and page of the issued forms, and how figures stand in their cells."""

from __future__ import annotations

from decimal import Decimal

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.excel import put
from landplan.lib.lists import on_a4, set_widths
from landplan.lib.numbers import half_up

LINE, ROW = 13.5, 24  # points: a line of the remark, a row
TITLE_FONT, HEAD_FONT, FONT, SMALL = (Font(name="宋体", size=20, bold=True), Font(name="宋体", size=12, bold=True),
                                      Font(name="宋体", size=12), Font(name="宋体", size=10))
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")


def put_at(sheet: Worksheet, place: str, value: object, font: Font, alignment: Alignment, merged: str = "") -> None:
    """A cell with its look; `merged` is the range that it spans."""
    cell = put(sheet[place], value)
    cell.font, cell.alignment = font, alignment
    if merged:
        sheet.merge_cells(merged)


def set_page(sheet: Worksheet, area: str, widths, title_rows: str = "") -> None:
    """A4 横向, one page wide, centred, with the printed area."""
    set_widths(sheet, widths)
    on_a4(sheet)
    sheet.page_setup.fitToWidth = 1
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.5, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.print_area = area
    if title_rows:
        sheet.print_title_rows = title_rows


def as_printed(value: Decimal | None) -> Decimal | int | None:
    """印发数: 6299, never 6299.00; blank stays empty."""
    return None if value is None else int(value) if value == int(value) else value


def rounded(value: Decimal | None) -> Decimal | None:
    """亩, two decimals, half up; None stays an empty cell."""
    return None if value is None else half_up(value, 2)


def lines_in(text: str, per_line: int) -> int:
    """How many lines a text takes where `per_line` Chinese characters stand in one."""
    wide = sum(1 if ord(one) > 255 or one in "−" else 0.55 for one in text)
    return max(1, -(-int(wide * 100) // (per_line * 100)))
