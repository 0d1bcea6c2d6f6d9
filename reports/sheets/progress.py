"""进度明细的 Excel: the same lines and the same sum as the page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import IO

from openpyxl import Workbook

from landplan.lib.area import to_mu
from landplan.lib.lists import HEAD, as_file, line, on_a4, set_widths

from ..tables.drill import EntryLine

LIMIT = 20_000  # about ten seconds of writing
HEADS = (("地块编号", 16), ("笔", 6), ("地块名称", 24), ("县区", 10), ("类别", 12), ("措施", 18), ("文书号", 26), ("入账面积（亩）", 14), ("性质", 8),
         ("入账时间", 18), ("所属时间", 18), ("经办", 20), ("原因", 24))
_FORMATS = {Decimal: "0.00####_ "}


def progress_file(lines: Iterable[EntryLine], *, title: str, micro: int, count: int, made: str) -> IO[bytes]:
    """明细 as an open temporary file: what the figure is, the entries, 合计. Areas in 亩, exact."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("进度明细")
    set_widths(sheet, (width for _, width in HEADS))
    on_a4(sheet)
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.append(_line(sheet, [title], bold=True))
    sheet.append(_line(sheet, [f"导出：{made}"]))
    sheet.append(_line(sheet, [head for head, _ in HEADS], bold=True, fill=HEAD))
    for one in lines:
        sheet.append(_line(sheet, [one.parcel_no, one.number, one.name, one.county, one.kind_label, one.measure, one.doc_no, to_mu(one.micro),
                                   one.nature, f"{one.at:%Y-%m-%d %H:%M}", f"{one.effective_at:%Y-%m-%d %H:%M}", one.by, one.reason]))
    sheet.append(_line(sheet, [f"合计 {count} 笔", None, None, None, None, None, None, to_mu(micro)], bold=True))
    return as_file(book)


def _line(sheet, values: list[object], **look) -> list:
    return line(sheet, values, formats=_FORMATS, **look)
