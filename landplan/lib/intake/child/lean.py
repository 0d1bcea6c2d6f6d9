"""稀疏的表: a second reading for a workbook whose cells lie so far apart that the quick reader would need memory for all between them.
Slower, row by row, counted while it is read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO

from openpyxl import load_workbook

from .archive import check_archive
from .kinds import SAVE_AS, kind_of
from .limits import MAX_COLUMNS, Unreadable
from .parse import Writer

_LAST = 1_048_576


def parse_sparse(content: bytes, target: IO[bytes]) -> None:
    """Like `parse`, for xlsx alone. Raises Unreadable."""
    if kind_of(content) != "zip":
        raise Unreadable("file_killed", f"文件无法处理。{SAVE_AS}")
    notes, writer = check_archive(content), Writer(target)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        writer.sheet(sheet.title, _rows(sheet), is_hidden=sheet.sheet_state != "visible")
    writer.end("xlsx", [*notes, "工作表里有离得很远的格，合并单元格没有读"])


def _rows(sheet) -> Iterator[tuple[int, list]]:
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST, max_col=MAX_COLUMNS + 1, values_only=True), 1):
        if any(cell is not None for cell in row):
            last = max(place for place, cell in enumerate(row) if cell is not None)
            yield number, [_plain(cell) for cell in row[:last + 1]]


def _plain(cell: object) -> object:
    """As the quick reader gives it."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return "" if cell is None else cell if isinstance(cell, str | int | float | date | time) else str(cell)
