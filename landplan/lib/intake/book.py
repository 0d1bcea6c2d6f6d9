"""工作簿: a foreign file as sheets of rows, read apart (see bounded) and kept as one compact file from which rows stream."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import orjson

from ..errors import Refusal
from .bounded import BROKEN, KILLED, WALL, Killed, run_bounded
from .cells import Cell
from .child.limits import MAX_BYTES

SUFFIXES = (".xlsx", ".xls", ".csv", ".et", ".txt", ".xlsm", ".xltx")
STAMP_SHEET = "_landplan"


class Sheet:
    """工作表: rows stream from the compact file; row numbers count from 1 as the clerk sees them, columns from 0."""

    def __init__(self, source: IO[bytes], about: dict):
        self._source, self._start, self._end = source, about["start"], about["end"]
        self.name, self.is_hidden, self.width = about["name"], about["is_hidden"], about["width"]
        self.last_row, self.filled = about["last"], about["filled"]
        # (first row, first column, last row, last column), rows from 1, columns from 0
        self.merged = tuple((top + 1, left, bottom + 1, right) for top, left, bottom, right in about["merged"])

    def numbered(self) -> Iterator[tuple[int, list[Cell]]]:
        """(row number, cells) of the rows that hold anything."""
        for numbers, rows in self.blocks():
            yield from zip(numbers, rows, strict=True)

    def blocks(self) -> Iterator[tuple[list[int], list[list[Cell]]]]:
        """Row numbers and cells, one block in memory at a time."""
        at = self._start
        while at < self._end:
            self._source.seek(at)
            line = self._source.readline()
            at += len(line)
            yield orjson.loads(line)

    def head(self, count: int = 60) -> list[tuple[int, list[Cell]]]:
        """The first rows that hold anything."""
        return list(islice(self.numbered(), count))

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """All rows from the first on, blank ones as (), whole in memory: for small sheets."""
        found: list[tuple[Cell, ...]] = []
        for number, cells in self.numbered():
            found.extend(() for _ in range(number - 1 - len(found)))
            found.append(tuple(cells))
        return found


class Book:
    """工作簿: `stamp` is our own template's hidden mark, `notes` what is worth telling the clerk."""

    def __init__(self, source: IO[bytes], name: str):
        source.seek(-20, 2)
        at = int(source.read(20))
        source.seek(at)
        about = orjson.loads(source.read()[:-21])
        self.name, self.kind, self.notes = name, about["kind"], tuple(about["notes"])
        everything = [Sheet(source, one) for one in about["sheets"]]
        self.sheets = tuple(sheet for sheet in everything if sheet.name != STAMP_SHEET)
        self.stamp, self.stamped = _stamp_of(everything)
        self.file = source

    def close(self) -> None:
        """The compact file goes, if it has no name."""
        self.file.close()


def _stamp_of(sheets: list[Sheet]) -> tuple[tuple[str, int] | None, dict[str, str]]:
    """(section, version) and label -> key of the template this file was made from."""
    rows = next((sheet.rows for sheet in sheets if sheet.name == STAMP_SHEET), [])
    if len(rows) < 3 or len(rows[0]) < 3 or rows[0][0] != "landplan":
        return None, {}
    try:
        return (str(rows[0][1]), int(float(rows[0][2]))), dict(zip(map(str, rows[1]), map(str, rows[2]), strict=False))
    except (TypeError, ValueError, OverflowError):
        return None, {}


def read_book(path: Path, *, name: str, to: Path | None = None) -> Book:
    """读工作簿 at `path`; `to` keeps the compact file for `load_book`. Raises Refusal (field `file`), one sentence."""
    size = Path(path).stat().st_size
    if size > MAX_BYTES:
        raise Refusal(f"文件“{name}”有 {size / 1048576:.1f} MB，上限是 {MAX_BYTES // 1048576} MB。请只留要导入的工作表，或分成几个文件。",
                      field="file", code="file_size")
    if not name.lower().endswith(SUFFIXES):
        raise Refusal(f"文件“{name}”不是 .xlsx、.xls 或 .csv。请上传 Excel 工作簿。", field="file", code="file_type")
    target = open(to, "w+b") if to is not None else tempfile.TemporaryFile()
    try:
        with open(path, "rb") as source:
            _read(source, target)
    except BaseException:
        target.close()
        if to is not None:
            Path(to).unlink(missing_ok=True)
        raise
    return Book(target, name)


def _read(source: IO[bytes], target: IO[bytes]) -> None:
    """The quick reading; where it needs too much memory, the lean one in the time that is left."""
    began = time.monotonic()
    try:
        return run_bounded("quick", source=source, target=target)
    except Killed as killed:
        left = WALL - (time.monotonic() - began)
        if killed.is_late or left < 2:
            raise Refusal(KILLED, field="file", code="file_killed") from None
    target.seek(0)
    target.truncate(0)
    try:
        run_bounded("sparse", source=source, target=target, wall=left)
    except Killed as killed:
        raise Refusal(KILLED if killed.is_late else BROKEN, field="file", code="file_killed") from None


def load_book(kept: Path, *, name: str) -> Book:
    """再读一次 what `read_book(…, to=kept)` kept."""
    return Book(open(kept, "rb"), name)
