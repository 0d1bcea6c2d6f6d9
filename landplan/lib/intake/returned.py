"""退回的工作簿: the clerk's own file with its errors in it, as xlsx, made in a child process under limits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path
from typing import IO

import orjson

from ..errors import Refusal
from .book import Book, read_book
from .bounded import Killed, run_bounded
from .columns import Fault
from .heads import Layout

_CELLS = 300_000  # of a workbook that is opened with all its formats
_BYTES = 6 * 1024 * 1024
_FAULTS = 20_000


def returned_book(path: Path, *, name: str, sheet: int, layout: Layout, faults: Iterable[Fault], book: Book | None = None) -> IO[bytes]:
    """退回 an open temporary xlsx: 错误 first, a column 错误/提示, every wrong cell filled and commented; the rest as it was.

    xls and csv come back as xlsx; of a workbook too large to be opened with its formats the rows with faults come back. `book` is what
    `read_book` gave for the file, if it is still open.
    """
    read = book or read_book(path, name=name)
    found = sorted(faults, key=lambda fault: (fault.row, -1 if fault.column is None else fault.column))[:_FAULTS]
    job = orjson.dumps({"name": name, "sheet": sheet, "head": layout.head_rows, "faults": [astuple(fault) for fault in found]}) + b"\n"
    is_small = sum(one.filled * one.width for one in read.sheets) <= _CELLS and Path(path).stat().st_size <= _BYTES
    if read.kind == "xlsx" and is_small:
        try:
            return _made("mark", job, Path(path).read_bytes())
        except Killed:
            pass  # a workbook of oddities the library cannot write again: its values come back
    read.file.seek(0)
    try:
        return _made("rebuild", job, read.file.read())
    except Killed:
        raise Refusal("标错的文件做不出来：文件太大。请按页面上列的位置在原文件里改。", field="file", code="file_unmarked") from None


def _made(how: str, job: bytes, content: bytes) -> IO[bytes]:
    target = tempfile.TemporaryFile()
    try:
        with tempfile.TemporaryFile() as source:
            source.write(job)
            source.write(content)
            source.flush()
            run_bounded(how, source=source, target=target)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target
