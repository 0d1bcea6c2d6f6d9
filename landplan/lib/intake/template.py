"""模板: our own workbook for a section - head, what to type, drop-downs, identifiers as text, a hidden mark of section and version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..excel import put
from ..lists import BOX, HEAD, MIDDLE, as_file, on_a4
from . import values
from .book import STAMP_SHEET
from .columns import Column, Section

ROWS = 2000  # rows that carry drop-downs and formats
HEAD_ROW = 3
_OPTIONS = "选项"
_NEEDED = Font(name="Calibri", size=11, bold=True, color="9C0006")
_BOLD = Font(name="Calibri", size=11, bold=True)
_GREY = Font(name="Calibri", size=10, color="5B6670")
_FORMATS = {values.identifier: "@", values.text: "@", values.choice: "@", values.yes_no: "@", values.day: "yyyy-mm-dd", values.integer: "0",
            values.area: "0.######", values.money: "0.######", values.number: "General", values.ratio: "0.0%"}


def template_book(section: Section, *, examples: Iterable[Sequence[object]] = ()) -> IO[bytes]:
    """模板 as an open temporary xlsx; `examples` are rows in the order of the columns, shown on the sheet 填写说明."""
    book = Workbook()
    sheet = book.active
    sheet.title = section.title[:31]
    put(sheet["A1"], section.title).font = Font(name="Calibri", size=16, bold=True)
    put(sheet["A2"], "红字的栏必填；没有就留空，“0”是数；面积、金额可在表头或格里写明单位；日期写 2021-03-22 或 2021年3月22日。"
                     "说明见“填写说明”表。").font = _GREY
    for index, column in enumerate(section.columns, 1):
        _head(sheet, index, column)
    options = book.create_sheet(_OPTIONS)
    for index, column in enumerate(section.columns, 1):
        _options(sheet, options, index, column)
    options.sheet_state = "hidden"
    _notes(book.create_sheet("填写说明"), section, examples)
    _stamp(book.create_sheet(STAMP_SHEET), section)
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEAD_ROW].height = 26, 34
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    on_a4(sheet)
    return as_file(book)


def _label(column: Column) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def _head(sheet: Worksheet, index: int, column: Column) -> None:
    cell = put(sheet.cell(HEAD_ROW, index), _label(column))
    cell.font, cell.fill, cell.border, cell.alignment = _NEEDED if column.is_required else _BOLD, HEAD, BOX, MIDDLE
    told = "。".join(part for part in ("必填" if column.is_required else "", column.note, f"依据：{column.basis}" if column.basis else "") if part)
    if told:
        cell.comment = Comment(told, "填写说明", width=280, height=90)
    letter = get_column_letter(index)
    sheet.column_dimensions[letter].width = column.width
    form = _FORMATS.get(column.read, "General")
    for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + ROWS):
        sheet.cell(row, index).number_format = form


def _options(sheet: Worksheet, options: Worksheet, index: int, column: Column) -> None:
    """A drop-down: a range on a hidden sheet, so that a long list fits."""
    offered = ["是", "否"] if column.read is values.yes_no else values.offered(column)
    if not offered:
        return
    letter = get_column_letter(index)
    put(options.cell(1, index), column.label)
    for row, label in enumerate(offered, 2):
        put(options.cell(row, index), label)
    rule = DataValidation(type="list", formula1=f"{quote_sheetname(_OPTIONS)}!${letter}$2:${letter}${len(offered) + 1}",
                          allow_blank=not column.is_required, showErrorMessage=True, showInputMessage=True, errorTitle="不在选项里",
                          error="请从下拉列表里选。", errorStyle="warning",
                          promptTitle=column.label[:32], prompt=(column.note or "请从下拉列表里选")[:250])
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + ROWS}")


def _notes(sheet: Worksheet, section: Section, examples: Iterable[Sequence[object]]) -> None:
    heads = ("栏目", "必填", "怎么填", "可选", "依据")
    for index, (head, width) in enumerate(zip(heads, (22, 8, 52, 40, 36), strict=True), 1):
        cell = put(sheet.cell(1, index), head)
        cell.font, cell.fill, cell.border = _BOLD, HEAD, BOX
        sheet.column_dimensions[get_column_letter(index)].width = width
    for row, column in enumerate(section.columns, 2):
        texts = (_label(column), "是" if column.is_required else "", column.note, "、".join(values.offered(column)[:60]), column.basis)
        for index, text in enumerate(texts, 1):
            cell = put(sheet.cell(row, index), text)
            cell.border, cell.alignment = BOX, Alignment(vertical="top", wrap_text=True)
    row = len(section.columns) + 4
    rows = list(examples)
    if rows:
        put(sheet.cell(row - 1, 1), "填写样例").font = _BOLD
        for line, one in enumerate([[_label(column) for column in section.columns], *rows]):
            for index, value in enumerate(one, 1):
                put(sheet.cell(row + line, index), value).border = BOX
    on_a4(sheet)


def _stamp(sheet: Worksheet, section: Section) -> None:
    """What `read_book` knows the template by, whatever is renamed or moved in it."""
    put(sheet["A1"], "landplan")
    put(sheet["B1"], section.key)
    put(sheet["C1"], section.version)
    for index, column in enumerate(section.columns, 1):
        put(sheet.cell(2, index), _label(column))
        put(sheet.cell(3, index), column.key)
    sheet.sheet_state = "veryHidden"
