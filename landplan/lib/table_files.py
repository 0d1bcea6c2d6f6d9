"""读表格文件: a small xlsx or csv of ours as rows of text, in bounded time and memory; anything else is refused with a sentence.

A workbook is looked at before it is opened: the sizes that its archive states, no DTD in any part. Only values are read, so no formula
is ever worked out, and a cell is text whatever it looks like.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from .errors import Refusal
from .text import clean_text

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
MAX_PARTS = 100
MAX_ROWS = 5000
GUARDS = "=+-@\t\r"  # what a spreadsheet would take for a formula
_WAY = "请用本页导出的文件改了再交。"


def read_rows(upload, *, columns: int) -> list[list[str]]:
    """各行 (the head first) of the first sheet, `columns` texts each. Raises Refusal (field `file`)."""
    name, size = str(upload.name), upload.size
    if size > MAX_BYTES:
        raise _no(f"文件“{name}”有 {size / 1048576:.1f} MB，上限是 {MAX_BYTES // 1048576} MB。", "file_size")
    content = upload.read(MAX_BYTES + 1)
    if name.lower().endswith(".csv"):
        rows = _csv_rows(content, name)
    elif name.lower().endswith(".xlsx"):
        rows = _xlsx_rows(content, name, columns)
    else:
        raise _no(f"文件“{name}”不是 .xlsx，也不是 .csv。", "file_type")
    if len(rows) > MAX_ROWS + 1:
        raise _no(f"文件“{name}”多于 {MAX_ROWS} 行。请分成几个文件。", "file_rows")
    return [(row + [""] * columns)[:columns] for row in rows]


def csv_text(value: object) -> str:
    """一格写进 csv: a text that a spreadsheet would work out gets an apostrophe before it; `read_rows` takes it off."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] and text[0] in GUARDS else text


def csv_file(rows) -> bytes:
    """csv of rows, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([csv_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _no(f"文件“{name}”的文字编码读不出来。请另存为 UTF-8 的 csv。", "file_content")
    try:
        return [[_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text.replace("\x00", ""), newline=""))]
    except csv.Error:
        raise _no(f"文件“{name}”不是完整的 csv。{_WAY}", "file_content") from None


def _xlsx_rows(content: bytes, name: str, columns: int) -> list[list[str]]:
    broken = _no(f"文件“{name}”无法处理：不是完整的 xlsx，或里面有不该有的内容。{_WAY}", "file_content")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise broken
            if any(_has_dtd(archive.read(part)) for part in parts if part.filename.endswith((".xml", ".rels"))):
                raise broken
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = []
        for values in sheet.iter_rows(max_col=columns, values_only=True):
            if len(rows) <= MAX_ROWS + 1:
                rows.append([_text(value) for value in values])
            elif any(value is not None for value in values):
                break
        else:
            while rows and not any(rows[-1]):
                rows.pop()
    except Refusal:
        raise
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, SyntaxError, RuntimeError, NotImplementedError):
        raise broken from None
    return rows


def _has_dtd(part: bytes) -> bool:
    """A DTD or an entity, or an encoding in which one could hide."""
    return b"\x00" in part[:200] or b"<!DOCTYPE" in part or b"<!ENTITY" in part


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(value)


def _plain(text: str) -> str:
    return clean_text(text[1:] if text[:1] == "'" and text[1:2] and text[1] in GUARDS else text)


def _no(message: str, code: str) -> Refusal:
    return Refusal(message if message.endswith("。") else f"{message}。", field="file", code=code)
