"""阶段报告的附件2、3: the issued forms with the frozen progress, as sheets of the workbook, tables of a page and pages of the notice."""

from __future__ import annotations

from fractions import Fraction

from openpyxl import Workbook

from landplan.lib.numbers import half_up
from tasks.choices import TableKey
from tasks.rules.forms import HeadCell
from tasks.sheets.annexes import write_annex
from tasks.tables import Paper, PaperCell

from ..rules.notice import moment_words
from ..rules.period import PeriodSheet
from ..rules.returns import area
from ..selectors.period_extra import value_of

_WIDE = 252  # mm between the margins of a landscape page
# widths in mm of the first and of the last columns
_EDGES: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {TableKey.ANNEX2: ((22,), (40,)), TableKey.ANNEX3: ((8, 17), ())}


def annexes_of(sheet: PeriodSheet) -> list[Paper]:
    """附件 as they were kept."""
    return [Paper(one["key"], one["title"], [tuple(pair) for pair in one["above"]], [[HeadCell(*cell) for cell in line] for line in one["head"]],
                  [[PaperCell(kind, value_of(what, text)) for kind, what, text in line] for line in one["rows"]], one["sums"])
            for one in sheet.extra.get("annexes", [])]


def add_annexes(book: Workbook, sheet: PeriodSheet) -> None:
    """One sheet for each, with the line that says what the figures are."""
    for paper in annexes_of(sheet):
        write_annex(book.create_sheet(), paper, note=annex_note(sheet))


def annex_note(sheet: PeriodSheet) -> str:
    """表下的一行: what the figures of progress are."""
    edition = sheet.head.get("edition")
    return (f"盘活面积：部监测监管系统有 {sheet.head['until'][:10]} 数的用部系统数，没有的用截至{moment_words(sheet.head['until'])}已验收的数；"
            f"{f'第{edition}版定稿' if edition else '试算，未定稿'}。")


def paper_head(paper: Paper) -> tuple[list[list[tuple[str, int, int]]], list[float]]:
    """表头 (text, rows, columns) and widths in mm of a landscape page of the notice."""
    first, last = _EDGES[paper.key]
    middle = (_WIDE - sum(first) - sum(last)) / (paper.width - len(first) - len(last))
    widths = [*first, *[middle] * (paper.width - len(first) - len(last)), *last]
    return [[(cell.text, cell.rows, cell.cols) for cell in line] for line in paper.head], widths


def cell_text(cell: PaperCell) -> str:
    """一格 in words: rates and areas with two decimals, printed figures as printed."""
    if isinstance(cell.value, Fraction):
        return f"{half_up(cell.value * 100, 2)}%"
    return area(cell.value) if cell.kind == "area" and cell.value is not None else cell.text
