"""屏幕上的清单: the tables of a page of ours as columns and rows, so that what goes out is what the screen shows.

A table marked `data-list` is a list; on a page without one, every table of the main part. Marks, buttons, forms and words for the ear are
left out. A cell that the page shows as a figure (class `n`) becomes a number, a rate becomes a ratio; all else stays the text that it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import html

_SKIPPED = {"svg", "script", "form", "input", "select", "textarea", "button", "template"}
_UNSEEN = {"visually-hidden", "lp-mark", "lp-noprint", "lp-meter"}
_BLOCKS = {"br", "div", "p", "li", "tr"}
_NUMBER = re.compile(r"^[+−-]?\d{1,15}(\.\d+)?$")
_RATE = re.compile(r"^[+−-]?\d{1,9}(\.\d+)?%$")


@dataclass
class ScreenTable:
    """一张表: heads of its columns, rows and the 合计 as values (text, Decimal, or None for an empty cell); `kinds` by column:
    text, number or rate."""

    title: str
    heads: list[str]
    rows: list[list[object]]
    foot: list[list[object]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def tables_of(page: bytes | str) -> tuple[str, list[ScreenTable]]:
    """(heading of the page, its lists). Tables without a head or without a row of any kind are none."""
    tree = html.fromstring(page if isinstance(page, str) else page.decode())
    main = tree.find(".//main")
    main = tree if main is None else main
    heading = main.find(".//h1")
    found = main.xpath(".//table[@data-list]") or main.xpath(".//table[contains(concat(' ', @class, ' '), ' lp-table ')]")
    tables = [one for one in map(_table, found) if one.heads]
    return _text(heading) if heading is not None else "清单", tables or _tales(main)


def _table(table) -> ScreenTable:
    grids = {part: _grid(table.findall(f"./{part}/tr")) for part in ("thead", "tbody", "tfoot")}
    heads = _heads(grids["thead"])
    kept = [n for n, head in enumerate(heads) if head]
    rows = [row for row in _values(grids["tbody"], kept) if any(value is not None for value in row)]
    shown = ScreenTable(_title(table), [heads[n] for n in kept], rows, _values(grids["tfoot"], kept))
    shown.kinds = [_kind([row[n] for row in rows]) for n in range(len(kept))]
    for row in [*shown.rows, *shown.foot]:
        for n, value in enumerate(row):
            row[n] = _typed(value, shown.kinds[n])
    return shown


def _tales(main) -> list[ScreenTable]:
    """A page that tells in sentences (留痕): when, and what."""
    items = main.xpath(".//ol[contains(@class, 'lp-tale')]/li")
    rows = [[_text(one.find("./time")), _text(one.find("./span"))] for one in items if one.find("./time") is not None]
    return [ScreenTable("", ["时间", "内容"], rows, kinds=["text", "text"])] if rows else []


def _title(table) -> str:
    """名称 of the list: the head of its section."""
    for around in table.iterancestors("section"):
        head = around.find(".//h2")
        return _text(head) if head is not None else around.get("aria-label", "")
    return ""


def _grid(lines) -> list[list]:
    """Cells in their places; a cell that spans stands in its first column, and in each of its rows when it spans rows."""
    grid: list[list] = []
    held: dict[int, tuple[int, object]] = {}
    for line in lines:
        row, column = [], 0
        for cell in [one for one in line if one.tag in ("td", "th")]:
            column = _held(held, row, column)
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            for n in range(width):
                row.append(cell if n == 0 or cell.tag == "th" and line.getparent().tag == "thead" else None)
                if height > 1:
                    held[column + n] = (height - 1, row[-1])
            column += width
        _held(held, row, column)
        grid.append(row)
    return grid


def _held(held: dict, row: list, column: int) -> int:
    while column in held:
        left, cell = held[column]
        row.append(cell)
        if left > 1:
            held[column] = (left - 1, cell)
        else:
            del held[column]
        column += 1
    return column


def _heads(grid: list[list]) -> list[str]:
    """One head a column: of two rows the group's name before the column's; no two are alike."""
    heads, seen = [], {}
    for n in range(max((len(row) for row in grid), default=0)):
        cells = [row[n] for row in grid if n < len(row) and row[n] is not None]
        words = [word for word in dict.fromkeys(_text(cell) for cell in dict.fromkeys(cells)) if word]
        unit = next((word[word.index("（"):] for word in words[:-1] if word.endswith("）") and "（" in word), "")
        head = " ".join([*(word.removesuffix(unit) for word in words[:-1]), *words[-1:]])
        head = head + unit if unit and head and not head.endswith("）") else head
        seen[head] = seen.get(head, 0) + 1
        heads.append(f"{head} {seen[head]}" if head and seen[head] > 1 else head)
    return heads


def _values(grid: list[list], kept: list[int]) -> list[list]:
    return [[_value(row[n]) if n < len(row) and row[n] is not None else None for n in kept] for row in grid]


def _value(cell) -> object:
    """(text, is a figure) of a cell; None when it is empty."""
    text = _text(cell)
    return (text, "n" in cell.get("class", "").split()) if text else None


def _kind(values: list) -> str:
    given = [value for value in values if value is not None]
    figures = [text for text, is_figure in given if is_figure]
    if figures and len(figures) == len(given):
        if any(map(_RATE.match, figures)) and not any(map(_NUMBER.match, figures)):
            return "rate"
        if any(map(_NUMBER.match, figures)):
            return "number"
    return "text"


def _typed(value, kind: str) -> object:
    if value is None:
        return None
    text, is_figure = value
    plain = text.replace("−", "-")
    if kind == "number" and is_figure and _NUMBER.match(text):
        return Decimal(plain)
    if kind == "rate" and is_figure and _RATE.match(text):
        return Decimal(plain[:-1]).scaleb(-2)
    return text


def _text(node) -> str:
    """The words that the eye sees, a line for each block."""
    if node is None:
        return ""
    pieces: list[str] = []
    _gather(node, pieces, is_root=True)
    lines = [re.sub(r"[ \t\r\f\u3000]+", " ", one).strip() for one in "".join(pieces).split("\x00")]
    return "\n".join(one for one in lines if one)


def _gather(node, pieces: list[str], *, is_root: bool = False) -> None:
    if is_root or not _is_left_out(node):
        if node.tag in _BLOCKS and not is_root:
            pieces.append("\x00")
        pieces.append((node.text or "").replace("\n", " "))
        for child in node:
            _gather(child, pieces)
        if node.tag in _BLOCKS and not is_root:
            pieces.append("\x00")
    if not is_root:
        pieces.append((node.tail or "").replace("\n", " "))


def _is_left_out(node) -> bool:
    return not isinstance(node.tag, str) or node.tag in _SKIPPED or bool(_UNSEEN & set(node.get("class", "").split()))
