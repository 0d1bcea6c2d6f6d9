"""错误表: the first sheet of a returned workbook - how many, grouped by what is wrong, with a link to every cell."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ...excel import put
from ..columns import Fault

LIST = "错误"
HEADS = (("位置", 10), ("类别", 8), ("栏目", 18), ("填的是", 28), ("应为", 46), ("依据", 28), ("怎么改", 40))
_MOST = 5000
_BOLD, _LINK = Font(name="Calibri", size=11, bold=True), Font(name="Calibri", size=11, color="0563C1", underline="single")
_WRAP = Alignment(vertical="top", wrap_text=True)
_HEAD = PatternFill("solid", fgColor="E9EDF1")
_GROUP = {"error": PatternFill("solid", fgColor="FFC7CE"), "hint": PatternFill("solid", fgColor="FFEB9C")}
_THIN = Side(style="thin", color="BFC6CD")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_listing(book: Workbook, marked: Worksheet, job: dict, faults: list[Fault], places: dict[int, int]) -> None:
    """Add the sheet in front."""
    sheet = book.create_sheet(LIST, 0)
    errors = sum(1 for fault in faults if fault.severity == "error")
    put(sheet["A1"], f"“{job['name']}”检查结果：错误 {errors} 处，提示 {len(faults) - errors} 处").font = Font(name="Calibri", size=14, bold=True)
    put(sheet["A2"], f"{'有错误，没有导入任何一行。' if errors else '没有错误。'}"
                     f"点“位置”到那一格；改好保存后，把这个文件重新上传即可，“错误”表和“{'错误/提示'}”列不用删。{job.get('note', '')}")
    sheet["A2"].alignment = _WRAP
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(HEADS))
    sheet.row_dimensions[2].height = 34
    for index, (head, width) in enumerate(HEADS, 1):
        cell = put(sheet.cell(4, index), head)
        cell.font, cell.fill, cell.border = _BOLD, _HEAD, _BOX
        sheet.column_dimensions[cell.column_letter].width = width
    row = 5
    for group in _grouped(faults):
        row = _write_group(sheet, row, group, marked.title, places)
        if row > _MOST:
            put(sheet.cell(row, 1), f"问题太多，这里只列到此；其余见“{marked.title}”表的“错误/提示”列。")
            break
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"


def _grouped(faults: list[Fault]) -> list[list[Fault]]:
    """By what is wrong, errors first, the most frequent first."""
    groups: dict[tuple, list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.severity, fault.key, fault.wanted), []).append(fault)
    return sorted(groups.values(), key=lambda group: (group[0].severity != "error", -len(group), group[0].row))


def _write_group(sheet: Worksheet, row: int, group: list[Fault], marked: str, places: dict[int, int]) -> int:
    first = group[0]
    title = put(sheet.cell(row, 1), f"{'错误' if first.severity == 'error' else '提示'}　{first.label or '整行'}：{first.wanted}（{len(group)} 处）")
    title.font = _BOLD
    for index in range(1, len(HEADS) + 1):
        sheet.cell(row, index).fill = _GROUP[first.severity]
    for fault in group[:_MOST]:
        row += 1
        texts = (fault.place, "错误" if fault.severity == "error" else "提示", fault.label, fault.value or "（空白）", fault.wanted, fault.basis,
                 fault.way)
        for index, text in enumerate(texts, 1):
            cell = put(sheet.cell(row, index), text)
            cell.alignment, cell.border = _WRAP, _BOX
        lines = max(-(-sum(2 if ord(char) > 255 else 1 for char in text) // width) for text, (_, width) in zip(texts, HEADS, strict=True))
        sheet.row_dimensions[row].height = 15 * min(max(lines, 1), 20)
        _link(sheet, row, fault, marked, places)
        if row > _MOST:
            break
    return row + 1


def _link(sheet: Worksheet, row: int, fault: Fault, marked: str, places: dict[int, int]) -> None:
    if fault.row not in places:
        return
    cell = sheet.cell(row, 1)
    there = fault.place.rstrip("0123456789") if fault.column is not None else "A"
    escaped = marked.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{escaped}'!{there}{places[fault.row]}")
    cell.font = _LINK
