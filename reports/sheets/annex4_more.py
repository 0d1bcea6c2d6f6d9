"""周报第2张表: 累计、完成率、名次; what the counties returned and where it differs; corrections; editions; the audit head."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.lists import BOX, MIDDLE
from landplan.lib.vocabulary import state_word
from tasks.choices import QuotaClass
from tasks.rules.ranking import NO_DATA, NO_DATA_RULE, NO_DATA_SOURCE

from ..rules.returns import signed
from ..rules.sheet import CLASSES, Row, Sheet
from .style import HEAD_FONT, LEFT, LINE, SMALL, as_printed, lines_in, put_at, rounded, set_page

WIDTHS = (9, 9, 10, 9, 9, 9, 10, 9, 9, 9, 10, 9, 9, 17, 6)
END, SCALE = "O", 76
OTHER = {"recorded": "按更正后", "effective": "按原报"}
WORDS = {"recorded": "按原报", "effective": "按更正后"}
NUMBER = "0.00"
SIGNED = '+0.00;-0.00;0.00'
ROW = 19  # points


def add_second_sheet(book: Workbook, sheet: Sheet) -> None:
    """第2张表 of the workbook."""
    page = book.create_sheet("累计与说明")
    put_at(page, "A1", f"第{sheet.head['number']}期累计与说明（单位：亩，{WORDS[sheet.head['basis']]}）", HEAD_FONT, LEFT, f"A1:{END}1")
    row = _cumulative(page, sheet, 2)
    page.row_breaks.append(Break(id=row - 1))  # each table on a page of its own, the words below the second one
    row = _returns(page, sheet, row)
    row = _corrections(page, sheet, row + 1)
    row = _editions(page, sheet, row + 1)
    set_page(page, f"A1:{END}{row}", WIDTHS, "1:1")
    page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.scale = False, SCALE  # where a page is fitted, breaks do not hold


def _head(page: Worksheet, row: int, first: str, groups: list[tuple[str, list[str]]], last: list[str]) -> int:
    """Two rows of heads: one column, groups of columns, single columns at the end. Returns the next row."""
    def at(column: int, line: int) -> str:
        return page.cell(line, column).coordinate

    put_at(page, at(1, row), first, SMALL, MIDDLE, f"{at(1, row)}:{at(1, row + 1)}")
    column = 2
    for label, names in groups:
        put_at(page, at(column, row), label, SMALL, MIDDLE, f"{at(column, row)}:{at(column + len(names) - 1, row)}")
        for name in names:
            put_at(page, at(column, row + 1), name, SMALL, MIDDLE)
            column += 1
    for name in last:
        put_at(page, at(column, row), name, SMALL, MIDDLE, f"{at(column, row)}:{at(column, row + 1)}")
        column += 1
    for line in (row, row + 1):
        for i in range(1, column):
            page.cell(line, i).border = BOX
    return row + 2


def _cells(page: Worksheet, row: int, values: list, formats: dict[int, str] | None = None) -> None:
    for column, value in enumerate(values, 1):
        cell = page.cell(row, column)
        put_at(page, cell.coordinate, value, SMALL, MIDDLE)
        cell.number_format = (formats or {}).get(column, "General")
        cell.border = BOX
    page.row_dimensions[row].height = ROW


def _cumulative(page: Worksheet, sheet: Sheet, row: int) -> int:
    """累计处置量 since the base date, completion against the printed quota, rank by the exact rate."""
    groups = [(QuotaClass(one).label, ["任务量", "累计处置", "完成率", "名次"]) for one in CLASSES]
    row = _head(page, row, "县区", groups, ["综合完成率", "名次"])
    for one in [*sheet.rows, sheet.total]:
        values: list = [one.label]
        for key in CLASSES:
            done = NO_DATA if one.cumulative[key] is None else rounded(one.cumulative[key])
            values += [as_printed(one.quotas.get(key)), done, one.rates.get(key, ""), one.ranks.get(key, "")]
        _cells(page, row, [*values, one.rates.get("combined", ""), one.ranks.get("combined", "")], {3: NUMBER, 7: NUMBER, 11: NUMBER})
        row += 1
    return _text(page, row, f"{NO_DATA_RULE}{NO_DATA_SOURCE}") if any(None in one.cumulative.values() for one in sheet.rows) else row


def _returns(page: Worksheet, sheet: Sheet, row: int) -> int:
    """县区报送: cell, the county's figure, signed difference; the same cell on the other basis; state and time."""
    put_at(page, f"A{row}", "县区报送（入表为已验收数；县区数空白为未报，差为县区数减入表数）", SMALL, LEFT, f"A{row}:{END}{row}")
    groups = [(QuotaClass(one).label, ["入表", "县区数", "差", OTHER[sheet.head["basis"]]]) for one in CLASSES]
    row = _head(page, row + 1, "县区", groups, ["报送", "次数"])
    for one in sheet.rows:
        values: list = [one.label]
        for key in CLASSES:
            values += [rounded(one.cells[key]), rounded(one.proposed.get(key)), rounded(one.gaps.get(key)), rounded(one.other[key])]
        state = state_word("week_return", one.state).label
        when = f"{state} {one.returned_at[5:]}" if one.returned_at else state
        _cells(page, row, [*values, when, one.number or None], dict.fromkeys(range(2, 14), NUMBER) | dict.fromkeys((4, 8, 12), SIGNED))
        row += 1
    total = sheet.total
    values = ["合 计"]
    for key in CLASSES:
        values += [rounded(total.cells[key]), None, None, rounded(total.other[key])]
    _cells(page, row, [*values, None, None], dict.fromkeys((2, 5, 6, 9, 10, 13), NUMBER))
    return _reasons(page, sheet.rows, row + 1)


def _reasons(page: Worksheet, rows: list[Row], row: int) -> int:
    """另报的原因 and the county's own remarks, one line each."""
    for one in rows:
        said = [f"{QuotaClass(key).label}另报 {rounded(one.stated[key])}（差 {signed(one.gaps[key])}）：{one.reasons.get(key, '')}"
                for key in CLASSES if one.stated.get(key) is not None]
        said += [f"{QuotaClass(key).label}报后验收 {signed(one.later[key])}" for key in CLASSES if one.later.get(key)]
        if said or one.own_remark:
            row = _text(page, row, f"{one.label}：{'；'.join([*said, *([one.own_remark] if one.own_remark else [])])}")
    return row


def _corrections(page: Worksheet, sheet: Sheet, row: int) -> int:
    """更正: every signed amount with its reason, in the week of record or in the week that it concerns."""
    if not sheet.corrections:
        return _text(page, row, "更正：无。")
    row = _text(page, row, "更正（按原报记入录入的一期，按更正后记入所属的一期）：")
    for one in sheet.corrections:
        where = "本期录入" if one["is_recorded_here"] else "其他期录入、涉及本期"
        row = _text(page, row, f"{one['region']} {QuotaClass(one['quota_class']).label} {one['label']} {signed(one['area'])} 亩，"
                               f"{one['recorded_at']} 录入，所属 {one['effective_at']}，{where}：{one['reason']}")
    return row


def _editions(page: Worksheet, sheet: Sheet, row: int) -> int:
    """各版本; the last line is the head of the audit chain at freezing."""
    head = sheet.head
    for one in sheet.editions:
        mark = f"，校验码 {one['sha256']}" if one.get("sha256") else "（本版）"
        row = _text(page, row, f"第{one['edition']}版，{WORDS[one['basis']]}，{one['frozen_at']} {one['by']}定稿{mark}"
                               + (f"：{one['reason']}" if one.get("reason") else ""))
    row = _text(page, row, f"任务量：{head['table']}（印发数）。累计自方案基准日起，由已验收处置算出，截至 {head['until']}。")
    for note in sheet.footnotes:
        row = _text(page, row, note)
    if head.get("audit_head"):
        put_at(page, f"A{row}", f"定稿时留痕链第 {head['audit_seq']} 条，校验码 {head['audit_head']}", SMALL, LEFT, f"A{row}:{END}{row}")
    else:
        put_at(page, f"A{row}", "试算，未定稿，不作依据", SMALL, LEFT, f"A{row}:{END}{row}")
    return row


def _text(page: Worksheet, row: int, text: str) -> int:
    put_at(page, f"A{row}", text, SMALL, LEFT, f"A{row}:{END}{row}")
    page.row_dimensions[row].height = 3 + LINE * lines_in(text, 70)
    return row + 1
