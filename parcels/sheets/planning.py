"""多规合一核对的文件: one fixed form, keyed by the parcel's number, that is taken back as it was given out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from openpyxl import Workbook

from landplan.lib.lists import HEAD, as_file, for_print, line, on_a4, set_widths
from landplan.lib.table_files import csv_file

from ..models import Parcel
from ..rules.planning import HEADS, Planning


def planning_xlsx(rows: Iterable[Parcel]) -> IO[bytes]:
    """xlsx as an open temporary file; an empty cell is empty, days are text in one form."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("多规合一核对")
    sheet.freeze_panes = "B2"
    set_widths(sheet, [20, 34, 12, 14, 30, 44])
    on_a4(sheet)
    for_print(sheet, "多规合一核对")
    sheet.print_title_rows = "1:1"
    sheet.append(line(sheet, HEADS, bold=True, fill=HEAD))
    for row in _cells(rows):
        sheet.append(line(sheet, row))
    return as_file(book)


def planning_csv(rows: Iterable[Parcel]) -> bytes:
    """csv of the same."""
    return csv_file([HEADS, *_cells(rows)])


def _cells(rows: Iterable[Parcel]) -> Iterator[list[str]]:
    for row in rows:
        yield [row.parcel_no, row.name, row.get_planning_result_display(), row.planning_on.isoformat() if row.planning_on else "",
               row.planning_code, Planning(row.planning_result, row.planning_on, row.planning_code).told]
