"""督查积分表: the combined rank of each county with its points, as the supervisors of the government take it over."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook

from landplan.lib.excel import same_bytes
from landplan.lib.lists import BOX, MIDDLE

from ..rules.notice import moment_words
from ..rules.period import PeriodSheet
from .style import FONT, HEAD_FONT, RIGHT, ROW, TITLE_FONT, put_at, set_page

_HEADS = ("县区", "三类合并完成率", "名次", "督查积分", "备注")


def points_file(sheet: PeriodSheet) -> bytes:
    """积分表 as the bytes of an xlsx file; the points are empty until the office entered them."""
    book = Workbook()
    page = book.active
    page.title, data = "督查积分", sheet.extra["assessment"]
    put_at(page, "A1", f"{sheet.head['region']}{sheet.head['label']}督查积分表", TITLE_FONT, MIDDLE, "A1:E1")
    put_at(page, "A2", f"数据截止：{moment_words(sheet.head['until'])}　积分办法：{data['points_no'] or '—'}", FONT, RIGHT, "A2:E2")
    for n, name in enumerate(_HEADS, 1):
        put_at(page, page.cell(3, n).coordinate, name, HEAD_FONT, MIDDLE)
    for row, one in enumerate(data["points"], 4):
        for n, value in enumerate((one["label"], one["rate"], one["place"], Decimal(one["points"]) if one["points"] else None, None), 1):
            put_at(page, page.cell(row, n).coordinate, value, FONT, MIDDLE)
    page.row_dimensions[1].height, page.row_dimensions[2].height = 36, 22
    last = 3 + len(data["points"])
    for cells in page[f"A3:E{last}"]:
        page.row_dimensions[cells[0].row].height = ROW
        for cell in cells:
            cell.border = BOX
    set_page(page, f"A1:E{last}", (16, 20, 12, 14, 30), "3:3")
    out = BytesIO()
    book.save(out)
    return same_bytes(out.getvalue(), title=f"{sheet.head['name']}督查积分表")


def points_name(sheet: PeriodSheet) -> str:
    """文件名."""
    return f"{sheet.head['name']}_督查积分{'' if sheet.head.get('edition') else '_未定稿'}.xlsx"
