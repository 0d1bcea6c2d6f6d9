"""定期报告的 Excel: sheet 1 the ranking as the notice has it, with the figures as numbers; sheet 2 both bases with the difference,
what the units reported, corrections, how it is computed, editions. Made of the frozen content alone: the same bytes for the same content."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.excel import same_bytes
from landplan.lib.lists import BOX, MIDDLE
from tasks.choices import QuotaClass

from ..rules.notice import NAMES, moment_words, notice_of
from ..rules.period import COMBINED, EXPLANATION, NO_DATA, PeriodRow, PeriodSheet, differences, move_words
from ..rules.returns import signed
from ..rules.sheet import CLASSES
from ..selectors.period_units import LABELS
from .annex4_more import NUMBER, SIGNED, WORDS
from .assessment import add_assessment, add_tasks
from .stage import add_annexes
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
from .units import add_units

_HEADS = ("任务量", "本期处置", "累计处置", "完成率", "名次", "较上期")
_MORE = 7  # columns of the second sheet


def period_file(sheet: PeriodSheet) -> bytes:
    """一期 as the bytes of an xlsx file."""
    book = Workbook()
    first = book.active
    first.title = "排名表" if sheet.has_quotas else "进展表"
    _figures(first, sheet)
    _more(book.create_sheet("口径与说明"), sheet)
    add_units(book, sheet)
    add_tasks(book, sheet)
    add_assessment(book, sheet)
    add_annexes(book, sheet)
    out = BytesIO()
    book.save(out)
    return same_bytes(out.getvalue(), title=notice_of(sheet).annexes[0])


def period_name(sheet: PeriodSheet) -> str:
    """文件名: 2021年9月月通报_排名表.xlsx, with edition; a trial says so."""
    edition = sheet.head.get("edition") or 0
    more = f"_第{edition}版" if edition > 1 else "" if edition else "_试算"
    return f"{sheet.head['name']}{more}.xlsx"


def _groups(sheet: PeriodSheet) -> list[tuple[str, tuple[str, ...]]]:
    heads = _HEADS if sheet.has_quotas else ("本期处置", "累计处置")
    return [(NAMES[key], heads) for key in (*CLASSES, COMBINED)]


def _figures(page: Worksheet, sheet: PeriodSheet) -> None:
    groups = _groups(sheet)
    end = get_column_letter(1 + sum(len(names) for _, names in groups))
    put_at(page, "A1", notice_of(sheet).annexes[0], TITLE_FONT, MIDDLE, f"A1:{end}1")
    mark = "" if sheet.head.get("edition") else "（试算，未定稿）"
    put_at(page, "A2", f"数据截止：{moment_words(sheet.head['until'])}，{WORDS[sheet.head['basis']]}{mark}　单位：亩", FONT, RIGHT, f"A2:{end}2")
    _head(page, groups)
    for n, row in enumerate([*sheet.rows, sheet.total], 5):
        _line(page, n, sheet, row)
    last = 4 + len(sheet.rows) + 1
    for note in sheet.footnotes:
        last += 1
        put_at(page, f"A{last}", note, SMALL, LEFT, f"A{last}:{end}{last}")
    for number, height in ((1, 36), (2, 22), (3, ROW), (4, 20)):
        page.row_dimensions[number].height = height
    page.freeze_panes = "B5"
    set_page(page, f"A1:{end}{last}", [10, *(_width(name) for _, names in groups for name in names)], "3:4")
    if sheet.has_quotas:
        page.page_setup.paperSize = Worksheet.PAPERSIZE_A3


def _width(name: str) -> float:
    return {"任务量": 8.5, "名次": 6.5, "较上期": 7}.get(name, 10.5)


def _head(page: Worksheet, groups: list[tuple[str, tuple[str, ...]]]) -> None:
    put_at(page, "A3", "县 区", HEAD_FONT, MIDDLE, "A3:A4")
    column = 2
    for label, names in groups:
        letters = get_column_letter(column), get_column_letter(column + len(names) - 1)
        put_at(page, f"{letters[0]}3", label, HEAD_FONT, MIDDLE, f"{letters[0]}3:{letters[1]}3")
        for name in names:
            put_at(page, f"{get_column_letter(column)}4", name, SMALL, MIDDLE)
            column += 1
    for cells in page[f"A3:{get_column_letter(column - 1)}4"]:
        for cell in cells:
            cell.border = BOX


def _line(page: Worksheet, number: int, sheet: PeriodSheet, row: PeriodRow) -> None:
    values: list = [row.label]
    formats = {}
    for key in (*CLASSES, COMBINED):
        done, quota = row.pair(key)
        at = len(values) + 1
        if sheet.has_quotas:
            formats |= {at + 1: NUMBER, at + 2: NUMBER}
            values += [as_printed(quota), _area(row.amount(key)), _area(done), row.rates[key], row.ranks.get(key), move_words(row.moves.get(key))]
        else:
            formats |= {at: NUMBER, at + 1: NUMBER}
            values += [_area(row.amount(key)), _area(done)]
    _cells(page, number, values, formats, FONT if len(values) < 12 else SMALL)
    page.row_dimensions[number].height = ROW


def _area(value: Decimal | None) -> Decimal | str:
    return NO_DATA if value is None else rounded(value)


def _cells(page: Worksheet, number: int, values: list, formats: dict[int, str] | None = None, font=SMALL) -> None:
    for column, value in enumerate(values, 1):
        cell = page.cell(number, column)
        put_at(page, cell.coordinate, value, font, MIDDLE)
        cell.number_format, cell.border = (formats or {}).get(column, "General"), BOX


def _more(page: Worksheet, sheet: PeriodSheet) -> None:
    """第2张表."""
    row = _text(page, 1, f"{sheet.head['name']}：口径与说明（单位：亩）", HEAD_FONT)
    row = _bases(page, sheet, row)
    row = _units(page, sheet, row + 1)
    row = _corrections(page, sheet, row + 1)
    for name, words in EXPLANATION if sheet.has_quotas else EXPLANATION[1:2]:
        row = _text(page, row, f"{name}：{words}")
    row = _editions(page, sheet, row + 1)
    set_page(page, f"A1:{get_column_letter(_MORE)}{row}", (12, 16, 12, 14, 14, 14, 30))


def _bases(page: Worksheet, sheet: PeriodSheet, row: int) -> int:
    """按原报与按更正后, and the difference."""
    found = differences(sheet.rows, sheet.head["basis"])
    if not found:
        return _text(page, row, "按原报与按更正后：本期各数相同。")
    row = _text(page, row, "按原报与按更正后不同的：")
    _cells(page, row, ["县区", "类别", "什么数", "按原报", "按更正后", "差"])
    for one in found:
        row += 1
        _cells(page, row, [one.label, QuotaClass(one.quota_class).label, one.what, rounded(one.recorded), rounded(one.effective), rounded(one.delta)],
               {4: NUMBER, 5: NUMBER, 6: SIGNED})
    return row + 1


def _units(page: Worksheet, sheet: PeriodSheet, row: int) -> int:
    """收报: state, how late, exceptions."""
    row = _text(page, row, f"收报情况（报送期限 {sheet.head['due_on']}）：")
    _cells(page, row, ["县区", "收报", "已报/应报", "迟报", "准予例外", None, None])
    page.merge_cells(f"E{row}:G{row}")
    for one in sheet.collected:
        row += 1
        _cells(page, row, [one["label"], LABELS[one["state"]], f"{one['told']}/{one['asked']}" if one["asked"] else None, one["late"] or None,
                           one["leave"] or None, None, None])
        page.merge_cells(f"E{row}:G{row}")
    return row + 1


def _corrections(page: Worksheet, sheet: PeriodSheet, row: int) -> int:
    if not sheet.corrections:
        return _text(page, row, "更正：无。")
    for one in sheet.corrections:
        where = "本期录入" if one["is_recorded_here"] else "以后录入、涉及本期"
        what = f"{one['region']} {QuotaClass(one['quota_class']).label} {one['label']} {signed(one['area'])} 亩"
        row = _text(page, row, f"更正：{what}，{one['recorded_at']} 录入，所属 {one['effective_at']}，{where}：{one['reason']}")
    return row


def _editions(page: Worksheet, sheet: PeriodSheet, row: int) -> int:
    """各版本; the last line is the head of the audit chain at freezing."""
    head = sheet.head
    for one in sheet.editions:
        mark = f"，校验码 {one['sha256']}" if one.get("sha256") else "（本版）"
        row = _text(page, row, f"第{one['edition']}版，{WORDS[one['basis']]}，{one['frozen_at']} {one['by']}定稿{mark}"
                               + (f"：{one['reason']}" if one.get("reason") else ""))
    if head.get("audit_head"):
        return _text(page, row, f"定稿时留痕链第 {head['audit_seq']} 条，校验码 {head['audit_head']}") - 1
    return _text(page, row, "试算，未定稿，不作依据") - 1


def _text(page: Worksheet, row: int, text: str, font=SMALL) -> int:
    put_at(page, f"A{row}", text, font, LEFT, f"A{row}:{get_column_letter(_MORE)}{row}")
    page.row_dimensions[row].height = 4 + LINE * lines_in(text, 58) * (1.3 if font is HEAD_FONT else 1)
    return row + 1
