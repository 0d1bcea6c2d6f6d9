"""一起读: the cells of a column that are plain texts or numbers, as nearly all are, read in one look; the others one by one (values)."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import repeat

from . import values
from .cells import Cell
from .columns import Column, Value

# of cells with a line each; the end of a cell is that of its line
_LINES = {values.text: re.compile(rf"(?:(?:{values.USUAL})\n)*").fullmatch,
          values.identifier: re.compile(rf"(?:(?:{values.USUAL_NO})\n)*", re.MULTILINE).fullmatch}
_new = tuple.__new__


def plain_texts(cells: Collection[Cell], column: Column) -> dict[Cell, Value] | None:
    """What different cells are read as, if each is plain; None if one is not, or the column is of another kind."""
    are_plain = _LINES.get(column.read)
    if are_plain is None or set(map(type, cells)) != {str} or not values.NO_TEXTS.isdisjoint(cells):
        return None
    lines = "\n".join([*cells, ""])
    if column.limit and max(map(len, cells)) > column.limit or lines.count("\n") != len(cells) or not are_plain(lines):
        return None
    fields = zip(repeat("value"), cells, cells, repeat(""), repeat(""))
    return dict(zip(cells, map(_new, repeat(Value), fields), strict=True))
