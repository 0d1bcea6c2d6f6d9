"""读行: the rows below a head, cell by cell through the readers of their columns. Totals, repeated heads, notes and blank rows are skipped
and named; what cannot be read is a fault at its cell, all of them in one pass. Rows stream: nothing is held but the row at hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..uncollected import uncollected
from . import values
from .book import Sheet
from .cells import Cell, shown
from .columns import Column, Fault, Section, Value
from .heads import Layout, head_key
from .together import plain_texts

MAX_FAULTS = 20_000  # kept; more are counted
_MEMORY = 8000  # cells a column remembers; most columns repeat few texts
_NOTE = re.compile(r"^(注|备注|说明|填报人|填表人|填报单位|填报日期|填报时间|统计时间|数据来源|附注|"
                   r"制表|审核|审核人|负责人|单位负责人|联系人|联系电话|经办人)"
                   r"\d?[:：、.\s（(]|^此表|^本表|^注\d?[:：.、]")
_GROUP = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）]?[、.．\s]|^[IVX]+[、.]")
_COUNT = re.compile(r"\s*\d+\s*[宗个笔行家项](?=\W*$)")  # behind a word of totals: 合计 12 宗
_FILLED_DOWN = (values.text, values.identifier, values.choice, values.day, values.yes_no)


class Cells(Mapping):
    """各格 of a row by the keys of their columns: the rows of a sheet share one table of places."""

    __slots__ = ("places", "row")

    def __init__(self, places: Mapping[str, int], row: tuple[Value, ...]):
        self.places, self.row = places, row

    def __getitem__(self, key: str) -> Value:
        return self.row[self.places[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.row)

    def values(self) -> tuple[Value, ...]:
        return self.row

    def items(self) -> Iterator[tuple[str, Value]]:
        return zip(self.places, self.row, strict=True)

    def get(self, key: str, default: Value | None = None) -> Value | None:
        place = self.places.get(key)
        return default if place is None else self.row[place]


@dataclass(slots=True)
class ReadRow:
    """一行: its number in the sheet, what each column was read as, its faults."""

    number: int
    values: Cells
    faults: list[Fault] = field(default_factory=list)

    def get(self, key: str) -> object:
        """The value of a column, None for all that is none."""
        found = self.values.get(key)
        return found.value if found is not None else None


@dataclass
class Reading:
    """读出的表: `rows` of data, `skipped` (row, why), `faults`, the `totals` the sheet states (row, word, values), to be compared."""

    rows: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    totals: list[ReadRow] = field(default_factory=list)
    fault_count: int = 0


def read_rows(sheet: Sheet, layout: Layout, section: Section) -> Reading:
    """读全部行, all in memory; for large sheets see `stream_rows`."""
    reading = Reading()
    with uncollected():
        reading.rows.extend(stream_rows(sheet, layout, section, reading))
    return reading


def stream_rows(sheet: Sheet, layout: Layout, section: Section, reading: Reading) -> Iterator[ReadRow]:
    """逐行读: yields the rows of data; what was skipped, the faults and the totals gather in `reading` on the way."""
    plan = _Plan(sheet, layout, section)
    reading.skipped += [(number, "标题") for number, _ in sheet.head(layout.head_rows[1]) if number < layout.head_rows[0]]
    for numbers, rows in sheet.blocks():
        numbers, rows = _data(plan, numbers, rows, reading)
        with uncollected():
            found, odd = plan.read(rows)
        for place, (number, row) in enumerate(zip(numbers, found, strict=True)):
            read = ReadRow(number, row)
            if plan.is_partial or place in odd:
                read.faults = list(plan.faults(read))
                reading.fault_count += len(read.faults)
                if len(reading.faults) < MAX_FAULTS:
                    reading.faults += read.faults
            yield read


def _data(plan: _Plan, numbers: list[int], rows: list[list[Cell]], reading: Reading) -> tuple[list[int], list[list[Cell]]]:
    """The rows of data of a block; the others go to `reading`."""
    if rows and max(map(len, rows)) != min(map(len, rows)) or len(rows[0]) < plan.width:
        rows = [cells + [""] * (plan.width - len(cells)) for cells in rows]
    kept = []
    for number, cells in zip(numbers, rows, strict=True):
        if number <= plan.head_rows[1]:
            continue
        if plan.merged:
            cells = plan.with_merged(number, cells)
        why = plan.why_not(number, cells)
        if not why:
            kept.append((number, cells))
            continue
        reading.skipped.append((number, why))
        if why == "合计":
            reading.totals.append(ReadRow(number, plan.read([cells])[0][0]))
    return [number for number, _ in kept], [cells for _, cells in kept]


class _Memory(dict):
    """What the cells of a column were read as; equal cells are read once. Cells that are not in order are not remembered, but told."""

    def __init__(self, column: Column, unit: str):
        self.column, self.unit, self.is_odd = column, unit, False

    def __missing__(self, cell: Cell) -> Value:
        value = self.column.read(cell, self.column, self.unit)
        if not _is_fine(value, self.column):
            self.is_odd = True
        elif len(self) < _MEMORY:
            self[cell] = value
        return value

    def read(self, cells: Sequence[Cell]) -> list[Value]:
        """A column of a block. Texts that are plain are read together: a column of names or numbers repeats few of them."""
        different = set(cells)
        if len(different) == 1:
            return [self[cells[0]]] * len(cells)
        new = different - self.keys()
        found = plain_texts(new, self.column) if len(new) > 1 else None
        if found and len(found) * 2 > len(cells):  # they are not kept: few of them will come again
            found.update({cell: self[cell] for cell in different - new})
            return list(map(found.__getitem__, cells))
        if found and len(self) < _MEMORY:
            self.update(found)
        return list(map(self.__getitem__, cells))


def _is_fine(value: Value, column: Column) -> bool:
    return (value[0] == "value" or (value[0] != "wrong" and not column.is_required)) and not value[4]


class _Plan:
    """What reading a sheet needs at every row, prepared once; equal cells of a column are read once."""

    def __init__(self, sheet: Sheet, layout: Layout, section: Section):
        self.section, self.head_rows = section, layout.head_rows
        wanted = [(index, section.by_key[found.key], found.unit) for index, found in sorted(layout.columns.items()) if found.key]
        self.columns: list[tuple[int, Column]] = [(index, column) for index, column, _ in wanted]
        self.indexes = [index for index, _ in self.columns]
        self.places = {column.key: place for place, (_, column) in enumerate(self.columns)}
        self.memories = [_Memory(column, unit) for _, column, unit in wanted]
        self.width = max(self.indexes, default=-1) + 1
        there = {column.key for _, column in self.columns}
        self.surest = [index for index, column in self.columns if column.is_required][:1] or self.indexes[:4]
        self.is_partial = not all(column.key in there for column in section.columns if column.is_required)
        self.heads = {index: {head_key(part) for part in (found.text, *found.text.split("/"))} for index, found in layout.columns.items()}
        self.printed = {cell for number, cells in sheet.head(layout.head_rows[1]) if number >= layout.head_rows[0]
                        for cell in cells[:self.width] if isinstance(cell, str)}
        self.totals = {head_key(word) for word in section.total_words}
        ends = f"[{''.join({re.escape(word[-1]) for word in self.totals})}](?:{_COUNT.pattern})?[^\\w\n]*$" if self.totals else "(?!)"  # none
        self.total_end = re.compile(ends, re.MULTILINE)
        self.merged, self.wide = _merged_below(sheet, layout, dict(self.columns))
        self.last_merged: dict[int, tuple[int, Cell]] = {}

    def read(self, rows: list[list[Cell]]) -> tuple[list[Cells], set[int]]:
        """The rows as read, column by column, and the places of those with a cell that is not in order."""
        odd: set[int] = set()
        columns, given = [], list(zip(*rows, strict=False))  # a row is at least as wide as the last column that is read
        for index, memory in zip(self.indexes, self.memories, strict=True) if rows else ():
            memory.is_odd = False
            read = memory.read(given[index])
            if memory.is_odd:
                odd.update(place for place, value in enumerate(read) if not _is_fine(value, memory.column))
            columns.append(read)
        return [Cells(self.places, row) for row in (zip(*columns, strict=True) if columns else [()] * len(rows))], odd

    def faults(self, row: ReadRow) -> Iterator[Fault]:
        for index, column in self.columns:
            value = row.values[column.key]
            if value.state == "wrong":
                yield _fault(row.number, index, column, "error", value.raw, value.wanted)
            elif column.is_required and value.state != "value":
                wanted = "应填；请填上，不是数据的行请删去" if value.state == "blank" else f"必须填，不能是“{value.raw}”"
                yield _fault(row.number, index, column, "error", value.raw, wanted)
            elif value.hint:
                yield _fault(row.number, index, column, "hint", value.raw, value.hint)

    def with_merged(self, number: int, cells: list[Cell]) -> list[Cell]:
        """Cells merged over several rows speak for each of them, if their column is one of texts or days."""
        for index, bottom in self.merged.get(number, ()):
            self.last_merged[index] = bottom, cells[index]
        for index, (bottom, cell) in list(self.last_merged.items()):
            if number > bottom:
                del self.last_merged[index]
            elif cell != "" and cells[index] == "":
                cells[index] = cell
        return cells

    def why_not(self, number: int, cells: list[Cell]) -> str:
        """Why a row is no row of data: 空行, 合计, 重复表头, 栏次, 说明; "" if it is one."""
        start = [cell for cell in cells[:8] if cell.__class__ is str and cell]
        if self.total_end.search("\n".join(start)) and any(map(self._is_total, start)):
            return "合计"
        if number - self.head_rows[1] > 2 and len(start) > 1 and self._is_surely_filled(cells) and \
                start[0] not in self.printed and not _NOTE.match(start[0]):
            return ""  # nearly every row
        filled = [index for index in self.indexes if shown(cells[index]).strip()]
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        if texts and len(texts) == len(cells) - cells.count("") and self._is_note(number, texts[0], cells):
            return "说明"
        if not filled:
            return "空行"
        same = sum(1 for index in filled if isinstance(cells[index], str) and head_key(cells[index]) in self.heads.get(index, ()))
        if same * 2 > len(filled) or (same >= 2 and same * 2 >= len(filled)):
            return "重复表头"
        return "栏次" if number - self.head_rows[1] <= 2 and _is_count(cells) else ""

    def _is_surely_filled(self, cells: list[Cell]) -> bool:
        for index in self.surest:
            if (cell := cells[index]).__class__ is float or (cell and not str(cell).isspace()):
                return True
        return False

    def _is_note(self, number: int, text: str, cells: list[Cell]) -> bool:
        start = unicodedata.normalize("NFKC", text).strip()
        is_only = len(cells) - cells.count("") == 1
        return bool(_NOTE.match(start) or (is_only and (number in self.wide or _GROUP.match(start))))

    def _is_total(self, text: str) -> bool:
        if len(text) > 24:
            return False
        key = _COUNT.sub("", head_key(text))
        return key in self.totals or (len(key) <= 14 and key.endswith(tuple(self.totals)))


def _fault(row: int, index: int, column: Column, severity: str, raw: str, wanted: str) -> Fault:
    stated, _, way = wanted.partition("；")
    return Fault(row, index, column.key, severity, raw, stated, column.basis, way or column.note, column.label)


def fault_at(layout: Layout, section: Section, row: int, key: str, *, value: str = "", wanted: str, way: str = "", basis: str = "",
             severity: str = "error") -> Fault:
    """一处问题 that was found beyond a single cell (a duplicate, an unknown parcel), at the place of its column."""
    index = next((index for index, found in layout.columns.items() if found.key == key), None)
    column = section.by_key.get(key)
    label, own = (column.label, column.basis) if column else ("", "")
    return Fault(row, index, key, severity, value, wanted, basis or own, way, label)


def _merged_below(sheet: Sheet, layout: Layout, columns: dict[int, Column]) -> tuple[dict[int, list[tuple[int, int]]], set[int]]:
    """first row -> [(column, last row)] of what fills down; the rows that are one wide merged cell."""
    down: dict[int, list[tuple[int, int]]] = {}
    wide: set[int] = set()
    for top, left, bottom, right in sheet.merged:
        if top <= layout.head_rows[1]:
            continue
        if bottom > top and left in columns and columns[left].fills_down and columns[left].read in _FILLED_DOWN:
            down.setdefault(top, []).append((left, bottom))
        if right - left >= 3 and bottom == top:
            wide.add(top)
    return down, wide


def _is_count(cells: list[Cell]) -> bool:
    """栏次: a line that only counts the columns - 1 2 3 …, or 甲 乙 1 2 …"""
    words = [unicodedata.normalize("NFKC", shown(cell)).strip("()（）栏 ") for cell in cells if cell not in ("", None)]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4]
    rest = [word for word in words if not word.isdecimal()]
    steps = all(after - before == 1 for before, after in zip(numbers, numbers[1:], strict=False))
    return len(numbers) >= 3 and steps and all(word in "甲乙丙丁戊己庚辛ABCDEFG" for word in rest)
