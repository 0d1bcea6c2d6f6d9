"""附件2、3、4 的 Excel: the issued form on A4 landscape - title, unit, merged head, printed order, blank cells left blank."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import IO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.excel import put
from landplan.lib.lists import BOX, MIDDLE, as_file, on_a4, set_widths
from landplan.lib.numbers import half_up

from ..choices import TableKey
from ..tables import Paper, PaperCell

_FORMATS = {"percent": "0%", "area": "0.00", "ratio": "0.00%"}
# widths of the first columns, of those between, of the last ones
_WIDTHS = {TableKey.ANNEX2: ((15,), 11.5, (18,)), TableKey.ANNEX3: ((6, 11), 8.2, ()), TableKey.ANNEX4: ((12,), 15, ()),
           TableKey.OWN: ((18, 9), 9.5, ())}
_TITLE, _TEXT, _BOLD = Font(name="方正小标宋简体", size=18), Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)


def annex_file(paper: Paper, *, note: str = "") -> IO[bytes]:
    """附件 as an open temporary file with one sheet; `note` is a line under the table (what it is, as of when)."""
    book = Workbook()
    write_annex(book.active, paper, note=note)
    return as_file(book)


def write_annex(sheet: Worksheet, paper: Paper, *, note: str = "") -> None:
    """附件 on a sheet of a workbook."""
    sheet.title = TableKey(paper.key).label
    top = _head(sheet, paper)
    for i, cells in enumerate(paper.rows):
        for j, cell in enumerate(cells, 1):
            _write(sheet.cell(top + i, j), cell, is_bold=paper.sums[i])
    last = top + len(paper.rows) - 1
    if note:
        put(sheet.cell(last + 1, 1), note).font = Font(name="宋体", size=9)
        last += 1
    _page(sheet, paper, top, last)


def _head(sheet: Worksheet, paper: Paper) -> int:
    """标题、单位、表头; gives the first row of figures."""
    title = put(sheet.cell(1, 1), paper.title)
    title.font, title.alignment = _TITLE, MIDDLE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=paper.width)
    sheet.row_dimensions[1].height = 32
    for i, (left, right) in enumerate(paper.above, 2):
        put(sheet.cell(i, 1), left or None).font = _TEXT
        cell = put(sheet.cell(i, paper.width), right)
        cell.font, cell.alignment = _TEXT, Alignment(horizontal="right")
    first = 2 + len(paper.above)
    taken: set[tuple[int, int]] = set()
    for i, cells in enumerate(paper.head):
        column = 1
        for cell in cells:
            while (i, column) in taken:
                column += 1
            taken |= {(i + r, column + c) for r in range(cell.rows) for c in range(cell.cols)}
            _merge(sheet, first + i, column, cell)
            column += cell.cols
    return first + len(paper.head)


def _merge(sheet: Worksheet, row: int, column: int, cell) -> None:
    put(sheet.cell(row, column), cell.text)
    for r in range(row, row + cell.rows):
        for c in range(column, column + cell.cols):
            one = sheet.cell(r, c)
            one.border, one.font, one.alignment = BOX, _TEXT, MIDDLE
    if cell.rows > 1 or cell.cols > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + cell.rows - 1, end_column=column + cell.cols - 1)


def _write(target, cell: PaperCell, *, is_bold: bool) -> None:
    value = cell.value
    if isinstance(value, Fraction):
        value = half_up(value, 4)
    elif cell.kind == "percent" and value is not None:
        value = Decimal(value).scaleb(-2)
    elif cell.kind == "area" and value is not None:
        value = half_up(value, 2)
    put(target, value, number_format=_FORMATS.get(cell.kind))
    target.border, target.alignment, target.font = BOX, MIDDLE, _BOLD if is_bold else _TEXT


def _page(sheet: Worksheet, paper: Paper, top: int, last: int) -> None:
    left, middle, right = _WIDTHS[paper.key]
    set_widths(sheet, [*left, *[middle] * (paper.width - len(left) - len(right)), *right])
    for i in range(2, last + 1):
        sheet.row_dimensions[i].height = 21
    sheet.freeze_panes = sheet.cell(top, 2)
    sheet.print_area = f"A1:{get_column_letter(paper.width)}{last}"
    on_a4(sheet)
    sheet.page_setup.fitToHeight = 1
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
