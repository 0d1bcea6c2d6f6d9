"""表头: which rows are the head, which column is which - by our template's stamp, what the sender's mapping remembered, labels, aliases.

A head of several levels is flattened: merged cells speak for every column under them, and a column is called by all its levels or by the
lowest ones. What a head says of units (面积（公顷）, 单位：亩 above the table) goes with the column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from .book import Book, Sheet
from .cells import shown
from .columns import Column, Section
from .values import AREA_UNITS, MONEY_UNITS, PLAIN_UNITS, spell

LOOK = 60  # rows in which a head is looked for
LEVELS = 4
ASIDE = frozenset({"填写说明", "选项", "错误"})  # sheets of ours that hold heads, options and examples
UNITS = {**AREA_UNITS, **MONEY_UNITS, **PLAIN_UNITS}
_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_UNIT_LINE = re.compile(r"单位[:：]\s*([^\s]+(?:\s*[、,，/]\s*[^\s]+)*)")
_NOISE = re.compile(r"[\s*＊※:：。.、,，\-—_/\\“”\"'‘’]+")
_CALLED = {"template": 0, "remembered": 1, "label": 2, "alias": 3}


@dataclass(frozen=True)
class Found:
    """一列: its head as printed, the column of the section it is (None: not asked for), the unit its head states, how it was recognised."""

    text: str
    key: str | None
    unit: str = ""
    how: Literal["template", "remembered", "label", "alias", "hand", ""] = ""


@dataclass(frozen=True)
class Layout:
    """版式: the head's rows (first, last), its columns from 0, the required columns that were not found."""

    head_rows: tuple[int, int]
    columns: dict[int, Found]
    missing: tuple[Column, ...]
    section: Section

    @property
    def is_found(self) -> bool:
        """Whether any column was recognised at all."""
        return any(found.key for found in self.columns.values())

    def with_mapping(self, mapping: Mapping[int, str]) -> Layout:
        """改过的版式: {column: key, or "" for none}; a key moves from the column that had it. Unknown keys are left out."""
        wanted = {index: key for index, key in mapping.items() if not key or key in self.section.by_key}
        taken = {key for key in wanted.values() if key}
        columns = {index: replace(found, key=None, how="") if found.key in taken and index not in wanted else found
                   for index, found in self.columns.items()}
        for index, key in wanted.items():
            old = columns.get(index) or Found("", None)
            if (old.key or "") != key:
                columns[index] = replace(old, key=key or None, how="hand" if key else "")
        return replace(self, columns=dict(sorted(columns.items())), missing=_missing(self.section, columns))

    def mapping(self) -> dict[str, str]:
        """记住的对应: head text -> key, for `recognise(remembered=…)` next time; "" is a column that is not wanted."""
        return {head_key(found.text): found.key or "" for found in self.columns.values() if found.text}


def _missing(section: Section, columns: Mapping[int, Found]) -> tuple[Column, ...]:
    there = {found.key for found in columns.values()}
    return tuple(column for column in section.columns if column.is_required and column.key not in there)


@lru_cache(maxsize=20_000)
def head_key(text: str) -> str:
    """表头的比对键: without spaces, marks and the unit in brackets; full-width forms as plain ones."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _BRACKETS.sub(lambda match: "" if _is_aside(match.group(1)) else match.group(1), plain)
    return _NOISE.sub("", plain)


def _is_aside(words: str) -> bool:
    """What stands in brackets is no part of the name: a unit, or how to fill it in."""
    return unit_in(words) != "" or words.startswith(("必填", "选填", "如", "例", "请", "单位", "格式", "下拉", "yyyy"))


def unit_in(text: str) -> str:
    """单位 that a head states: in brackets, after 单位：, or after a slash; "" if none."""
    plain = unicodedata.normalize("NFKC", text)
    for part in (plain, *_BRACKETS.findall(plain), *re.split(r"[/／:：\n]", plain)[1:]):
        unit = spell(part.replace("单位", ""))
        if unit and unit in UNITS:
            return unit
    return ""


def recognise(sheet: Sheet, section: Section, *, remembered: Mapping[str, str] | None = None,
              stamped: Mapping[str, str] | None = None) -> Layout:
    """认表头 of one sheet. A layout without any column is returned when there is none: `is_found` is false."""
    rows = [(number, cells) for number, cells in sheet.head(LOOK)]
    texts = _spread(rows, sheet.merged)
    names = _names(section, remembered or {}, stamped or {})
    best, best_score = None, (0, 0, 0)
    for first, last in _bands(rows):
        columns = _columns(texts, first, last, names)
        hits = sum(1 for found in columns.values() if found.key)
        score = (hits, -(last - first), -first)
        if hits and score > best_score:
            best, best_score = (first, last, columns), score
    if best is None:
        first = rows[0][0] if rows else 1
        return Layout((first, first), {index: Found(text, None) for index, text in texts.get(first, {}).items()},
                      _missing(section, {}), section)
    first, last, columns = best
    units = _units_above(rows, first)
    columns = {index: _with_unit(found, section, units) for index, found in columns.items()}
    return Layout((first, last), columns, _missing(section, columns), section)


def choose(book: Book, section: Section, *, remembered: Mapping[str, str] | None = None) -> tuple[int, Layout]:
    """选工作表: the index of the sheet that fits the section best, visible ones first, and its layout."""
    stamped = book.stamped if book.stamp and book.stamp[0] == section.key else {}

    def fit(pair: tuple[int, Layout]) -> tuple:
        index, layout = pair
        hits = sum(1 for found in layout.columns.values() if found.key)
        sheet = book.sheets[index]
        return (sheet.name not in ASIDE and hits > 0, hits - 1.5 * len(layout.missing), not sheet.is_hidden,
                sheet.last_row > layout.head_rows[1], -index)
    layouts = [(index, recognise(sheet, section, remembered=remembered, stamped=stamped)) for index, sheet in enumerate(book.sheets)]
    return max(layouts, key=fit)


def _spread(rows: list[tuple[int, list]], merged: tuple[tuple[int, int, int, int], ...]) -> dict[int, dict[int, str]]:
    """row -> column -> text, every cell of a merged range saying what its first one says."""
    texts = {number: {index: shown(cell).strip() for index, cell in enumerate(cells) if cell not in ("", None)} for number, cells in rows}
    last = rows[-1][0] if rows else 0
    for top, left, bottom, right in merged:
        text = texts.get(top, {}).get(left, "")
        if top > last or not text or bottom - top > LOOK or right - left > 400:
            continue
        for number in range(top, min(bottom, last) + 1):
            for index in range(left, right + 1):
                texts.setdefault(number, {}).setdefault(index, text)
    return texts


def _bands(rows: list[tuple[int, list]]) -> Iterator[tuple[int, int]]:
    numbers = [number for number, _ in rows]
    for first in numbers:
        for last in range(first, min(first + LEVELS, numbers[-1] + 1)):
            yield first, last


Names = Mapping[str, tuple[int, str]]


def _names(section: Section, remembered: Mapping[str, str], stamped: Mapping[str, str]) -> Names:
    """name -> (rank of how, key); the better way of knowing wins."""
    names: dict[str, tuple[int, str]] = {}
    ways = ((stamped, "template"), (remembered, "remembered"), ({column.label: column.key for column in section.columns}, "label"),
            ({alias: column.key for column in section.columns for alias in column.aliases}, "alias"))
    for known, how in ways:
        for text, key in known.items():
            if key in section.by_key or (how == "remembered" and not key):
                names.setdefault(head_key(text), (_CALLED[how], key))
    return names


def _columns(texts: Mapping[int, Mapping[int, str]], first: int, last: int, names: Names) -> dict[int, Found]:
    """The band's columns by their names; of two that claim a key the better known, then the left one has it."""
    places = sorted({index for number in range(first, last + 1) for index in texts.get(number, {})})
    claims, heads = [], {}
    for index in places:
        levels = [texts.get(number, {}).get(index, "") for number in range(first, last + 1)]
        levels = [text for place, text in enumerate(levels) if text and text not in levels[:place]]
        heads[index] = levels
        for start in range(len(levels)):
            known = names.get(head_key("".join(levels[start:])))
            if known is not None:
                claims.append((known[0], start - len(levels), index, known[1]))
                break
    columns = {index: Found("/".join(levels).replace("\n", ""), None, _unit(levels)) for index, levels in heads.items()}
    taken: set[str] = set()
    for rank, _, index, key in sorted(claims):
        if key and key not in taken:
            taken.add(key)
            columns[index] = replace(columns[index], key=key, how=list(_CALLED)[rank])
    return columns


def _unit(levels: list[str]) -> str:
    return next((unit for unit in map(unit_in, reversed(levels)) if unit), "")


def _units_above(rows: list[tuple[int, list]], first: int) -> list[str]:
    """The units that a line such as 单位：亩、万元 above the head states."""
    found = []
    for number, cells in rows:
        if number >= first:
            break
        for cell in cells:
            for words in _UNIT_LINE.findall(unicodedata.normalize("NFKC", shown(cell))) if isinstance(cell, str) else ():
                found += [spell(part) for part in re.split(r"[、,，/]", words)]
    return found


def _with_unit(found: Found, section: Section, above: list[str]) -> Found:
    """The head's unit if it is one of the column's kind, else the one stated above the table, when that is a single one."""
    column = section.by_key.get(found.key or "")
    if column is None:
        return found
    kind = next((units for units in (AREA_UNITS, MONEY_UNITS, PLAIN_UNITS) if column.unit and column.unit in units), {})
    stated = [unit for unit in above if unit in kind]
    return replace(found, unit=found.unit if found.unit in kind else stated[0] if len(set(stated)) == 1 else "")
