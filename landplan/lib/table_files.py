"""读表格文件: a small xlsx or csv of ours as rows of text; anything else is refused with a sentence.

Read as every foreign workbook is (`intake`): apart, under limits, by content. Only values are read, so that no formula is ever worked out,
and a cell is text whatever it looks like.
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from .errors import Refusal
from .intake.book import Book, read_book
from .intake.cells import shown
from .text import clean_text

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
GUARDS = "=+-@\t\r"  # what a spreadsheet would take for a formula


def read_rows(upload, *, columns: int) -> list[list[str]]:
    """各行 (the head first) of the first sheet, `columns` texts each. Raises Refusal (field `file`)."""
    name, size = str(upload.name), upload.size
    if size > MAX_BYTES:
        raise _no(f"文件“{name}”有 {size / 1048576:.1f} MB，上限是 {MAX_BYTES // 1048576} MB。", "file_size")
    if not name.lower().endswith((".csv", ".xlsx")):
        raise _no(f"文件“{name}”不是 .xlsx，也不是 .csv。", "file_type")
    with tempfile.NamedTemporaryFile() as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        book = read_book(Path(file.name), name=name)
    try:
        return _rows(book, columns)
    finally:
        book.close()


def _rows(book: Book, columns: int) -> list[list[str]]:
    """Rows in their places, so that a row's number is that of the sheet."""
    rows: list[list[str]] = []
    plain = _unguarded if book.kind == "csv" else clean_text
    for number, cells in book.sheets[0].numbered() if book.sheets else ():
        if number > MAX_ROWS + 1:
            raise _no(f"文件“{book.name}”多于 {MAX_ROWS} 行。请分成几个文件。", "file_rows")
        rows += [[""] * columns for _ in range(number - 1 - len(rows))]
        texts = [plain(shown(cell)) for cell in cells[:columns]]
        rows.append(texts + [""] * (columns - len(texts)))
    return rows


def csv_text(value: object) -> str:
    """一格写进 csv: a text that a spreadsheet would work out gets an apostrophe before it; `read_rows` takes it off."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] and text[0] in GUARDS else text


def csv_file(rows) -> bytes:
    """csv of rows, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([csv_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _unguarded(text: str) -> str:
    return clean_text(text[1:] if text[:1] == "'" and text[1:2] and text[1] in GUARDS else text)


def _no(message: str, code: str) -> Refusal:
    return Refusal(message if message.endswith("。") else f"{message}。", field="file", code=code)
