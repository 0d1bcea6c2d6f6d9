"""外部系统的文件: plain tables of text that are filled in or exchanged, one sheet, heads in the first row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from landplan.lib.lists import HEAD, as_file, line, on_a4, set_widths


def plain_xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """xlsx of heads and rows; every value is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    set_widths(sheet, [max(12, 2 * len(head) + 2) for head in heads])
    on_a4(sheet)
    sheet.append(line(sheet, heads, bold=True, fill=HEAD))
    for row in rows:
        sheet.append(line(sheet, row))
    with as_file(book) as file:
        return file.read()
