"""进度明细的 Excel: the same lines and the same sum as the page."""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.area import to_mu
from landplan.lib.excel import put

from ..tables.drill import EntryLine

LIMIT = 20_000  # about ten seconds of writing
HEADS = (("地块编号", 16), ("笔", 6), ("地块名称", 24), ("县区", 10), ("类别", 12), ("措施", 18), ("文书号", 26), ("入账面积（亩）", 14), ("性质", 8),
         ("入账时间", 18), ("所属时间", 18), ("经办", 20), ("原因", 24))
_BOLD, _HEAD = Font(bold=True), PatternFill("solid", fgColor="E9EDF1")


def progress_file(lines: Iterable[EntryLine], *, title: str, micro: int, count: int, made: str) -> IO[bytes]:
    """明细 as an open temporary file: what the figure is, the entries, 合计. Areas in 亩, exact."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("进度明细")
    for n, (_, width) in enumerate(HEADS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.append(_line(sheet, [title], bold=True))
    sheet.append(_line(sheet, [f"导出：{made}"]))
    sheet.append(_line(sheet, [head for head, _ in HEADS], bold=True, fill=_HEAD))
    for one in lines:
        sheet.append(_line(sheet, [one.parcel_no, one.number, one.name, one.county, one.kind_label, one.measure, one.doc_no, to_mu(one.micro),
                                   one.nature, f"{one.at:%Y-%m-%d %H:%M}", f"{one.effective_at:%Y-%m-%d %H:%M}", one.by, one.reason]))
    sheet.append(_line(sheet, [f"合计 {count} 笔", None, None, None, None, None, None, to_mu(micro)], bold=True))
    file = TemporaryFile()  # closed by whoever sends it
    book.save(file)
    file.seek(0)
    return file


def _line(sheet, values: list[object], *, bold: bool = False, fill: PatternFill | None = None) -> list[WriteOnlyCell]:
    cells = []
    for n, value in enumerate(values):
        cell = put(WriteOnlyCell(sheet), value, number_format="0.00####" if n == 7 and not isinstance(value, str) else None)
        if bold:
            cell.font = _BOLD
        if fill:
            cell.fill, cell.alignment = fill, Alignment(horizontal="center")
        cells.append(cell)
    return cells
