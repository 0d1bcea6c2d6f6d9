"""读导入的文件: its sheets, what its columns mean, its rows - through the bounded reader of the cellar, never in this process.

What the bounded reader made of the bytes is kept beside the work of this machine (`var/intake/`) until the import ends, so that
the file is taken apart once; it is made again where it is missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from landplan.lib.errors import Conflict, Refusal
from landplan.lib.intake.book import Book, Sheet, load_book, read_book
from landplan.lib.intake.cells import shown
from landplan.lib.intake.columns import Fault, Section, letter
from landplan.lib.intake.heads import Layout, choose, head_key, recognise
from landplan.lib.intake.rows import ReadRow, read_rows
from parcels.store import path_of

from ..models import ImportFile
from .imports import remembered

SAMPLES = 3


class Unsure(Exception):
    """要人对列: nothing, or not enough, was recognised. `layout` is what the page shows."""

    def __init__(self, message: str, layout: dict):
        super().__init__(message)
        self.message, self.layout = message, layout


@dataclass(frozen=True)
class FoundBook:
    """识别的结果."""

    sheet: int
    names: list[str]
    layout: dict
    is_plain: bool
    told: str


@dataclass(frozen=True)
class Read:
    """读出的行, all of them, with what the reader itself found."""

    rows: Sequence[ReadRow]
    faults: Sequence[Fault]
    skipped: Sequence[tuple[int, str]]
    totals: Sequence[ReadRow]
    digest: str
    places: Mapping[str, int]  # where each known column stands


def open_book(file: ImportFile, section: Section, memory: Mapping[str, str]) -> FoundBook:
    """识别: the sheet that fits best. Raises Refusal when the file cannot be read, or is another section's template."""
    book = _book(file)
    if book.stamp and book.stamp[0] != section.key:
        raise Refusal(f"这是别的内容的模板，不是“{section.title}”的。请回到导入页选对内容再传，或下载“{section.title}”的模板。",
                      field="file", code="other_template")
    if not book.sheets:
        raise Refusal("文件里没有工作表。请重新选文件。", field="file", code="no_sheets")
    index, layout = choose(book, section, remembered=memory)
    told = _unsure(layout, memory)
    return FoundBook(index, [one.name for one in book.sheets], kept(layout, book.sheets[index]), not told, told)


def _unsure(layout: Layout, memory: Mapping[str, str]) -> str:
    """Why a person should look at the columns; empty when all is plain."""
    if not layout.is_found:
        return "没有认出表头。请看清各列，指定它们是什么；一列也对不上的，请下载模板，把数据贴进去再传。"
    if layout.missing:
        return f"没有找到必有的列：{'、'.join(column.label for column in layout.missing)}。请指定是哪一列；文件里没有的，补上再传。"
    known = {*memory, *map(head_key, layout.section.aside)}
    unknown = [found.text for found in layout.columns.values() if not found.key and found.text and head_key(found.text) not in known]
    if unknown:
        return (f"有 {len(unknown)} 列不认识：{'、'.join(unknown[:8])}{' 等' if len(unknown) > 8 else ''}。请指定它们是什么，不要的留“不导入”；"
                "对好以后，同样列名的表不用再对。")
    return ""


def read_file(file: ImportFile, section: Section) -> Read:
    """各行. Raises Refusal when the file cannot be read, Unsure when its columns are not known."""
    book, sheet, layout = _opened(file, section)
    if not layout.is_found or layout.missing:
        raise Unsure(_unsure(layout, {}), kept(layout, sheet))
    reading = read_rows(sheet, layout, section)
    book.close()
    return Read(reading.rows, reading.faults, reading.skipped, reading.totals, _digest(reading.rows),
                {found.key: index for index, found in layout.columns.items() if found.key})


def fitting(file: ImportFile, sections: Iterable[Section]) -> Section | None:
    """更像哪一类: of these sections the one all of whose needed columns stand in the file, with the most columns that it knows."""
    book, found = _book(file), []
    for section in sections:
        _, layout = choose(book, section)
        if layout.is_found and not layout.missing:
            found.append((sum(1 for column in layout.columns.values() if column.key), section))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def layout_of(file: ImportFile, section: Section) -> Layout:
    """表头 as it was used, for the workbook that goes back."""
    return _opened(file, section)[2]


def mapped_heads(file: ImportFile, section: Section, mapping: dict[int, str]) -> dict[str, str]:
    """列名的对应 to be remembered: every head of the sheet, and what it means ("" = not wanted)."""
    return _opened(file, section)[2].with_mapping(mapping).mapping()


def check_bytes(file: ImportFile) -> None:
    """文件还是那个文件: its bytes have the sha256 that was previewed. Raises Conflict."""
    with path_of(file.storage_id).open("rb") as stored:
        if hashlib.file_digest(stored, "sha256").hexdigest() != file.sha256:
            raise Conflict("存着的文件与上传时的校验码不符，不能导入。请重新上传；并告诉系统管理员。", code="file_damaged")


def forget_rows(file: ImportFile) -> None:
    """不再要: the read rows of an import that ended."""
    _rows_path(file).unlink(missing_ok=True)


def _rows_path(file: ImportFile) -> Path:
    folder = Path(settings.VAR_DIR) / "intake"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / file.storage_id


def _book(file: ImportFile) -> Book:
    kept_rows = _rows_path(file)
    if kept_rows.exists():
        return load_book(kept_rows, name=file.original_name)
    return read_book(path_of(file.storage_id), name=file.original_name, to=kept_rows)


def _opened(file: ImportFile, section: Section) -> tuple[Book, Sheet, Layout]:
    book = _book(file)
    sheet = book.sheets[file.sheet]
    layout = recognise(sheet, section, remembered=remembered(file.post_id, file.section), stamped=book.stamped if book.stamp else None)
    if file.mapping is not None:
        layout = layout.with_mapping({int(index): key for index, key in file.mapping.items()})
    return book, sheet, layout


def kept(layout: Layout, sheet: Sheet) -> dict:
    """表头 as the row of the import keeps it, with the first values of each column."""
    last = layout.head_rows[1]
    below = [cells for number, cells in sheet.head(last + 12) if number > last][:SAMPLES]
    columns = {str(index): {"letter": letter(index), "head": found.text, "key": found.key or "", "how": found.how if found.key else "",
                            "unit": found.unit, "samples": [text for cells in below if index < len(cells) and (text := shown(cells[index])[:40])]}
               for index, found in layout.columns.items()}
    return {"head_rows": list(layout.head_rows), "columns": columns, "missing": [column.label for column in layout.missing]}


def _digest(rows: Sequence[ReadRow]) -> str:
    """内容校验码: the same rows in any order give the same."""
    parts = sorted(hashlib.blake2b(repr([(key, value.value) for key, value in row.values.items() if value.state == "value"]).encode(),
                                   digest_size=16).digest() for row in rows)
    return hashlib.sha256(b"".join(parts)).hexdigest()
