"""评估考核表: marks, score, rank and what was decided; findings of the inspections with their results; tasks of a quarter."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.lists import BOX, MIDDLE

from ..rules.notice import notice_of, task_rows
from ..rules.period import PeriodSheet
from .notice import TASK_HEADS, task_texts
from .style import HEAD_FONT, LEFT, LINE, ROW, SMALL, lines_in, put_at, set_page

_WIDE = 14


def add_tasks(book: Workbook, sheet: PeriodSheet) -> None:
    """工作任务完成情况 of a quarter, where the plan has tasks."""
    rows = task_rows(sheet)
    if rows:
        page = book.create_sheet("工作任务")
        table = [[*TASK_HEADS], *(task_texts(one) for one in rows)]
        set_page(page, f"A1:F{_table(page, 1, notice_of(sheet).annexes[-1], table)}", (12, 40, 30, 16, 14, 10))


def add_assessment(book: Workbook, sheet: PeriodSheet) -> None:
    """One sheet, where the period has headings, marks or findings."""
    data = sheet.extra.get("assessment")
    if not data or not (data["headings"] or data["findings"] or any(one["note"] or one["action"] for one in data["marks"])):
        return
    page = book.create_sheet("评估考核")
    heads = [one["name"] + (f"（权重{one['weight']}）" if one["weight"] else "") for one in data["headings"]]
    table = [["县区", *heads, "总分", "名次", "评语", "奖惩", "依据文号"]]
    table += [[one["label"], *one["marks"], one["score"], one["place"], one["note"], one["action"], one["doc_no"]] for one in data["marks"]]
    last = _table(page, 1, f"{sheet.head['name']}：评估考核" + (f"（{data['method_no']}）" if data["method_no"] else ""), table)
    width = len(table[0])
    if data["findings"]:
        names = ("label", "kind", "looked_on", "place", "finding", "unit", "due_on", "result", "result_on")
        table = [["县区", "方式", "检查日期", "地点", "发现的问题", "责任单位", "整改期限", "整改结果", "完成日期"]]
        table += [[one[name] for name in names] for one in data["findings"]]
        last = _table(page, last + 1, "督导检查、观摩发现的问题（结果空白的未办结）", table)
        width = max(width, len(names))
    set_page(page, f"A1:{get_column_letter(width)}{last}", [_WIDE] * width)


def _table(page: Worksheet, row: int, title: str, table: list[list[str]]) -> int:
    """A title and its table; returns the last row used."""
    put_at(page, f"A{row}", title, HEAD_FONT, LEFT, f"A{row}:{get_column_letter(len(table[0]))}{row}")
    for line in table:
        row += 1
        for column, value in enumerate(line, 1):
            cell = page.cell(row, column)
            put_at(page, cell.coordinate, value or None, SMALL, MIDDLE)
            cell.border = BOX
        page.row_dimensions[row].height = max(ROW, *(6 + LINE * lines_in(value, _WIDE // 2) for value in line))
    return row
