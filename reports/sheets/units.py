"""单位排名表 of a quarter: a sheet of the Excel and an annex of the notice, both made of the frozen content."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from landplan.lib.lists import BOX, MIDDLE

from ..rules.notice import NAMES, moment_words
from ..rules.period import COMBINED, PeriodRow, PeriodSheet, move_words
from ..rules.returns import area
from ..rules.units import Ranking, group_keys, ranking_of, title_of
from .annex4_more import NUMBER
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

_HEADS = ("任务量", "本期处置", "累计处置", "完成率", "名次", "较上期")
_NUMBERS = 3  # how many of them are areas
_FIRST = (("单位", 24), ("类别", 10))


def add_units(book: Workbook, sheet: PeriodSheet) -> None:
    """单位排名: every figure of every class, then what it rests on, the strays and the two lists."""
    ranking = ranking_of(sheet)
    if ranking is None:
        return
    page, keys = book.create_sheet("单位排名"), group_keys(ranking)
    width = len(_FIRST) + len(keys) * len(_HEADS)
    end = get_column_letter(width)
    mark = "" if sheet.head.get("edition") else "（试算，未定稿）"
    put_at(page, "A1", title_of(sheet), TITLE_FONT, MIDDLE, f"A1:{end}1")
    put_at(page, "A2", f"数据截止：{moment_words(sheet.head['until'])}{mark}　单位：亩", FONT, RIGHT, f"A2:{end}2")
    _head(page, keys)
    rows = [(one.row, one.kind) for one in ranking.in_order(COMBINED)] + [(one.row, "认不出") for one in ranking.strays] + [(ranking.total, "")]
    for number, (row, kind) in enumerate(rows, 5):
        _line(page, number, row, kind, keys)
    last = 4 + len(rows)
    for text in _words(ranking):
        last += 1
        put_at(page, f"A{last}", text, SMALL, LEFT, f"A{last}:{end}{last}")
        page.row_dimensions[last].height = 6 + LINE * lines_in(text, 34 + 10 * len(keys) * 3 // 2)
    for number, height in ((1, 36), (2, 22), (3, ROW), (4, 20)):
        page.row_dimensions[number].height = height
    page.freeze_panes = "B5"
    set_page(page, f"A1:{end}{last}", [*(size for _, size in _FIRST), *([9.5] * (len(keys) * len(_HEADS)))], "3:4")
    if len(keys) > 2:
        page.page_setup.paperSize = Worksheet.PAPERSIZE_A3


def _head(page: Worksheet, keys: list[str]) -> None:
    for column, (name, _) in enumerate(_FIRST, 1):
        letter = get_column_letter(column)
        put_at(page, f"{letter}3", name, HEAD_FONT, MIDDLE, f"{letter}3:{letter}4")
    column = len(_FIRST) + 1
    for key in keys:
        first, last = get_column_letter(column), get_column_letter(column + len(_HEADS) - 1)
        put_at(page, f"{first}3", NAMES[key], HEAD_FONT, MIDDLE, f"{first}3:{last}3")
        for name in _HEADS:
            put_at(page, f"{get_column_letter(column)}4", name, SMALL, MIDDLE)
            column += 1
    for cells in page[f"A3:{get_column_letter(column - 1)}4"]:
        for cell in cells:
            cell.border = BOX


def _line(page: Worksheet, number: int, row: PeriodRow, kind: str, keys: list[str]) -> None:
    values: list = [row.label, kind]
    for key in keys:
        done, quota = row.pair(key)
        values += [as_printed(quota), rounded(row.amount(key)), rounded(done), row.rates.get(key), row.ranks.get(key), move_words(row.moves.get(key))]
    for column, value in enumerate(values, 1):
        cell = page.cell(number, column)
        put_at(page, cell.coordinate, value, SMALL, MIDDLE)
        cell.border = BOX
        if column > len(_FIRST) and 0 < (column - len(_FIRST) - 1) % len(_HEADS) < _NUMBERS:
            cell.number_format = NUMBER
    page.row_dimensions[number].height = ROW


def _words(ranking: Ranking) -> list[str]:
    """What stands below the table; a proposal is told as one."""
    found = [f"任务量：{ranking.table}"] if ranking.table else []
    found += [f"{one}。" for one in ranking.notes] + [f"{one.name}：{one.why}。" for one in ranking.strays]
    for one in ranking.lists:
        found += [f"{one.title}：{one.told}。"] if one.told else []
        for rule in one.rules:
            named = "、".join(f"{line['name']}（{'，'.join(f'{label} {value}' for label, value in line['figures'])}）" for line in rule["found"])
            found.append(f"{one.title}（{rule['words']}；依据：{rule['basis']}）：{named or '没有符合的单位'}。只是建议，由人决定。")
    return found


def units_head(ranking: Ranking) -> tuple[list[list[tuple[str, int, int]]], list[float]]:
    """附件的表头 (text, rows, columns) and widths in mm."""
    keys = group_keys(ranking)
    first = [("单 位", 2, 1), *((NAMES[key], 1, len(_HEADS)) for key in keys)]
    room = (250 - 34) / (len(keys) * len(_HEADS))
    return [first, [(name, 1, 1) for _ in keys for name in _HEADS]], [34, *([room] * (len(keys) * len(_HEADS)))]


def units_rows(ranking: Ranking) -> list[list[str]]:
    """附件的各行 in words: by rank of all classes together, the strays, 合计."""
    rows = [one.row for one in ranking.in_order(COMBINED)] + [one.row for one in ranking.strays] + [ranking.total]
    return [[row.label, *(text for key in group_keys(ranking) for text in _texts(row, key))] for row in rows]


def _texts(row: PeriodRow, key: str) -> list[str]:
    done, quota = row.pair(key)
    return ["" if quota is None else f"{quota.normalize():f}", area(row.amount(key)), area(done), row.rates.get(key, ""), row.ranks.get(key, ""),
            move_words(row.moves.get(key))]
