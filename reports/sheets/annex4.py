"""附件4 全市批而未用土地处置周报表: sheet 1 cell for cell as issued, sheet 2 with what the form has no room for.

Made of the frozen content alone (`reports.rules.sheet.Sheet`): the same content gives the same bytes.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.excel import put, same_bytes
from landplan.lib.lists import BOX, MIDDLE

from ..rules.sheet import CLASSES, Row, Sheet
from .annex4_more import add_second_sheet
from .style import (
    FONT,
    HEAD_FONT,
    LEFT,
    LINE,
    RIGHT,
    ROW,
    SMALL,
    TITLE_FONT,
    as_printed,
    lines_in,
    put_at,
    rounded,
    set_page,
)

HEADS = {"unsupplied": "批而未供土地", "idle": "闲置土地", "inefficient": "低效工业用地"}
WIDTHS = (11, 13, 13, 13, 13, 13, 13, 40)
FIRST = 5  # the row of the first county


def annex4_file(sheet: Sheet) -> bytes:
    """附件4 as the bytes of an xlsx file."""
    book = Workbook()
    first = book.active
    first.title = "附件4"
    _head(first, sheet)
    for i, row in enumerate([*sheet.rows, sheet.total]):
        _line(first, FIRST + i, row)
    last = _notes(first, FIRST + len(sheet.rows) + 1, notes_of(sheet))
    set_page(first, f"A1:H{last}", WIDTHS, "3:4")
    add_second_sheet(book, sheet)
    file = BytesIO()
    book.save(file)
    return same_bytes(file.getvalue(), title=f"{sheet.head['title']} 第{sheet.head['number']}期")


def file_name(sheet: Sheet) -> str:
    """文件名: 附件4_第18期_2021-09-24.xlsx, with the edition when it is not the first."""
    edition = sheet.head.get("edition") or 0
    more = f"_第{edition}版" if edition > 1 else "" if edition else "_试算"
    return f"附件4_第{sheet.head['number']}期_{sheet.head['until'][:10]}{more}.xlsx"


def day_words(sheet: Sheet) -> str:
    """报送时间 as printed on the form."""
    day = date.fromisoformat(sheet.head["until"][:10])
    trial = "" if sheet.head.get("edition") else "（试算，未定稿）"
    return f"报送时间：{day.year}年{day.month}月{day.day}日{trial}"


def notes_of(sheet: Sheet) -> list[str]:
    """表下的注: 尾差, and of a later edition what it is and which one it replaces."""
    notes = list(sheet.footnotes)
    if sheet.head.get("edition", 0) > 1:
        old = sheet.editions[-2]
        notes.insert(0, f"第{sheet.head['edition']}版，按更正后，替换第{old['edition']}版（校验码 {old['sha256'][:12]}…，仍可查阅）："
                        f"{sheet.head['reason']}")
    return notes


def _head(sheet: Worksheet, content: Sheet) -> None:
    put_at(sheet, "A1", content.head["title"], TITLE_FONT, MIDDLE, "A1:H1")
    put_at(sheet, "A2", day_words(content), FONT, LEFT, "A2:E2")
    put_at(sheet, "F2", "单位：亩", FONT, RIGHT, "F2:H2")
    put_at(sheet, "A3", "县 区", HEAD_FONT, MIDDLE, "A3:A4")
    put_at(sheet, "B3", "下达任务量", HEAD_FONT, MIDDLE, "B3:D3")
    put_at(sheet, "E3", "本周处置量", HEAD_FONT, MIDDLE, "E3:G3")
    put_at(sheet, "H3", "备注", HEAD_FONT, MIDDLE, "H3:H4")
    for i, one in enumerate(CLASSES):
        for column in (2 + i, 5 + i):
            put_at(sheet, sheet.cell(4, column).coordinate, HEADS[one], HEAD_FONT, MIDDLE)
    for cells in sheet["A3:H4"]:
        for cell in cells:
            cell.border = BOX
    for row, height in ((1, 36), (2, 22), (3, ROW), (4, ROW)):
        sheet.row_dimensions[row].height = height


def _line(sheet: Worksheet, number: int, row: Row) -> None:
    values = [row.label, *(as_printed(row.quotas.get(one)) for one in CLASSES), *(rounded(row.cells.get(one)) for one in CLASSES), row.remark or None]
    for column, value in enumerate(values, 1):
        cell = put(sheet.cell(number, column), value, number_format="0.00" if 5 <= column <= 7 else None)
        is_long = column == 8 and len(row.remark) > 12
        cell.font, cell.alignment, cell.border = SMALL if is_long else FONT, LEFT if is_long else MIDDLE, BOX
    sheet.row_dimensions[number].height = max(ROW, 6 + LINE * lines_in(row.remark, 25))


def _notes(sheet: Worksheet, number: int, notes: list[str]) -> int:
    """The notes under the table; returns the last row used."""
    for note in notes:
        put_at(sheet, f"A{number}", note, SMALL, LEFT, f"A{number}:H{number}")
        sheet.row_dimensions[number].height = 6 + LINE * lines_in(note, 82)
        number += 1
    return number - 1
