"""导入的文件: our template of a section, and the sender's own workbook with its errors marked."""

from __future__ import annotations

from typing import IO

from landplan.lib.intake.columns import Fault, Section
from landplan.lib.intake.returned import returned_book
from landplan.lib.intake.template import template_book
from parcels.store import path_of

from ..models import ImportFile
from ..selectors.imports import rows_of
from ..selectors.reading import layout_of


def template_of(section: Section) -> IO[bytes]:
    """模板 with heads, notes, drop-downs and its hidden mark."""
    return template_book(section)


def errors_book(file: ImportFile, section: Section) -> IO[bytes]:
    """错误工作簿: sheet 错误 first, then the workbook as it was with each wrong cell marked."""
    layout = layout_of(file, section)
    place = {found.key: index for index, found in layout.columns.items() if found.key}
    faults = []
    for row in rows_of(file).exclude(told__faults=[]).order_by("number", "id"):
        for one in row.told["faults"]:
            column = one["column"] if one["column"] is not None else place.get(one["key"])
            faults.append(Fault(row.number, column, one["key"], one["severity"], one["value"], one["wanted"], one["basis"], one["way"]))
    return returned_book(path_of(file.storage_id), name=file.original_name, sheet=file.sheet, layout=layout, faults=faults)
