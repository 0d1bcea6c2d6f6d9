"""排名表的 Excel: the same rows in the same order as the screen."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import IO

from openpyxl import Workbook
from openpyxl.styles import Alignment

from landplan.lib.area import to_mu
from landplan.lib.excel import put
from landplan.lib.lists import BOLD, CENTRE, HEAD, as_file, on_a4, set_widths
from tasks.rules.ranking import NO_DATA

from ..tables.board import MINUS
from ..tables.ranking import Line, Ranking

_AREA = "0.00####"
NAME = 3  # the column that is read, not compared: left


def board_file(ranking: Ranking, *, title: str, span: str, made: str, note: str = "") -> IO[bytes]:
    """排名表 as an open temporary file. Areas in 亩, exact; rates and ranks as the screen writes them. `note` stands under the rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{ranking.noun}排名"
    goal = f"距{ranking.goal}%目标（亩）" if ranking.goal else "距目标（亩）"
    heads = ["名次", "较上周", ranking.noun, "任务量（亩）", "已完成（亩）", "完成率", goal, "本周（亩）",
             *(f"{label}{what}" for label in ("批而未供", "闲置", "低效") for what in ("完成率", "名次"))]
    put(sheet.cell(1, 1), title).font = BOLD
    put(sheet.cell(2, 1), f"{span}；导出：{made}")
    row = 3
    for n, head in enumerate(heads, 1):
        cell = put(sheet.cell(row, n), head)
        cell.font, cell.fill, cell.alignment = BOLD, HEAD, CENTRE
    set_widths(sheet, (14 if n > 2 else 8 for n in range(1, len(heads) + 1)))
    for line in chain(*ranking.parts):
        row += 1
        for n, (value, number_format) in enumerate(_values(line), 1):
            cell = put(sheet.cell(row, n), value, number_format=number_format)
            cell.alignment = Alignment(horizontal="left", indent=1) if n == NAME else Alignment(horizontal="right")
            if line.is_sum:
                cell.font = BOLD
    if note:
        put(sheet.cell(row + 2, 1), note)
    sheet.freeze_panes = "D4"
    on_a4(sheet)
    return as_file(book)


def _values(line: Line) -> list[tuple[object, str | None]]:
    figure = line.figure
    short = to_mu(int(figure.short_by)) if figure.short_by is not None and figure.short_by.denominator == 1 else line.short.replace(MINUS, "-")
    cells = [(text, None) for cell in line.cells for text in (cell.rate, "—" if line.is_sum else cell.rank)]
    quota = "—" if figure.quota is None else to_mu(figure.quota)
    return [("—" if line.is_sum else line.rank, None), (line.move, None), (line.name, None), (quota, "0.######"), (_known(figure.done), _AREA),
            (line.rate, None), (short, _AREA), (_known(figure.week), _AREA), *cells]


def _known(micro: int | None) -> Decimal | str:
    """亩; 无数据 of an empty ledger."""
    return NO_DATA if micro is None else to_mu(micro)
