"""预警清单的 Excel: the same rows as the screen, each with its sentence and basis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from landplan.lib.clock import local
from landplan.lib.lists import Sheet, sheets_file

from ..models import ParcelFlag

COLUMNS = (("地块编号", 16), ("地块名称", 26), ("县区", 10), ("类别", 11), ("预警", 18), ("说明", 56), ("所指日期", 12), ("出现", 12), ("依据", 34))


def flags_file(rows: Iterable[ParcelFlag], count: int, *, is_gone: bool, notes: list[str]) -> IO[bytes]:
    """清单 as an open temporary file."""
    def cells(row: ParcelFlag) -> list[object]:
        own = [row.parcel.parcel_no, row.parcel.name, row.region.name, row.parcel.get_kind_display(), row.flag.label, row.said,
               row.on or "—", local(row.since_at).date(), row.flag.basis]
        return [*own, local(row.until_at).date()] if is_gone else own

    columns = (*COLUMNS, ("解除", 12)) if is_gone else COLUMNS
    return sheets_file([Sheet("预警清单", columns, (cells(row) for row in rows), [f"合计 {count} 项"], notes)])
