"""涉法涉诉清单的 Excel: the same rows, columns and sums as the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from landplan.lib.clock import local
from landplan.lib.lists import Sheet, sheets_file

from ..models import Lawsuit
from ..selectors.lawsuits import COLUMNS, CaseSum


def lawsuits_file(rows: Iterable[Lawsuit], total: CaseSum, *, notes: list[str]) -> IO[bytes]:
    """清单 as an open temporary file."""
    foot = [f"合计 {total.cases} 件", *[None] * 7, f"{total.parcels} 宗", None, None, total.area, None]
    return sheets_file([Sheet("涉法涉诉清单", COLUMNS, (_cells(row) for row in rows), foot, notes)])


def _cells(row: Lawsuit) -> list[object]:
    return [row.case_no, row.get_kind_display(), row.court, row.parties, row.get_stage_display(), row.measure,
            row.force_lead or "没有专班", row.force_members, row.parcel.parcel_no, row.parcel.name, row.region.name, row.parcel.area,
            local(row.opened_at).date()]
