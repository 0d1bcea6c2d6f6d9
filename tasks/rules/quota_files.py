"""读任务分解的表格: where its head is, which column is which, and its lines. Pure; rows are texts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from landplan.lib.area import plain as without_zeros
from landplan.lib.errors import Refusal

from .drafts import HEADS, KEYS, Line

WIDTH, DEEP = 40, 10  # columns that are read, and rows among which the head is looked for
_NEEDED = {"label"}
_NO_FIGURE = {"/", "-", "—", "——", "–", "−"}
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_FIGURE = re.compile(r"\d{1,9}(\.\d{1,9})?")
_QUOTAS = {key for key in KEYS if key.startswith("quota_")}


def lines_of(rows: list[list[str]]) -> list[Line]:
    """各行 under the head: titles may stand above it, the head may have two rows (merged cells), the columns any order. Raises Refusal."""
    for at in range(min(DEEP, len(rows))):
        for head in (rows[at], _joined(rows[at - 1], rows[at]) if at else []):
            places = _places(head)
            if _NEEDED <= set(places) and _QUOTAS & set(places):
                return [Line(number, {key: _cell(key, row[places[key]]) if key in places else "" for key in KEYS})
                        for number, row in enumerate(rows[at + 1:], at + 2)]
    raise _no_head(rows[0] if rows else [])


def _cell(key: str, text: str) -> str:
    """一格: a figure without its separators of thousands; a dash or a stroke is no figure, as a blank."""
    if key in ("label", "period"):
        return text
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _NO_FIGURE:
        return ""
    if key.startswith("rate_") and _FIGURE.fullmatch(plain):
        return f"{without_zeros(percent_of(Decimal(plain), has_sign=False))}%"
    return plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain


def percent_of(value: Decimal, *, has_sign: bool) -> Decimal:
    """任务率 in %: a spreadsheet keeps 60% as 0.6 and only shows the sign; nobody sets a rate of one per cent or less without writing it."""
    return value if has_sign or value > 1 else value * 100


def _places(head: list[str]) -> dict[str, int]:
    """Which column holds which key; a name that stands twice is taken once, the first."""
    wanted = {_plain(name): key for name, key in zip(HEADS, KEYS, strict=True)}
    found: dict[str, int] = {}
    for place, text in enumerate(head):
        if (key := wanted.get(_plain(text))) and key not in found:
            found[key] = place
    return found


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """两层表头 as one: what is merged above several columns is said of each."""
    names, last = [], ""
    for above, below in zip(upper, lower, strict=True):
        last = above or (last if below else "")
        names.append(last + below)
    return names


def _plain(text: str) -> str:
    return "".join(text.split())


def _no_head(first: list[str]) -> Refusal:
    """找不到表头, said with the first name that is another."""
    at, is_, ought = next(((at, is_, ought) for at, (is_, ought) in enumerate(zip(first + [""] * len(HEADS), HEADS, strict=False))
                           if _plain(is_) != _plain(ought)), (0, "", HEADS[0]))
    return Refusal(f"前 {DEEP} 行里没有认出表头：要有“单位”和至少一类的任务量。第 1 行第 {at + 1} 列是“{is_ or '空白'}”，应是“{ought}”。"
                   "列名照样表写；次序不限，上面可以有标题，表头可以分两层。", field="file", code="head")
