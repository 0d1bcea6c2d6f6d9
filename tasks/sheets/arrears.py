"""新增台账的 Excel: the same rows and counts as the screen."""

from __future__ import annotations

from decimal import Decimal
from typing import IO

from landplan.lib.lists import Sheet, sheets_file
from parcels.models import KindSpan

from ..selectors.arrears import NO_UNIT, UnitLine

COLUMNS = (("地块编号", 16), ("地块名称", 28), ("县区", 12), ("类别", 12), ("新增日期", 12), ("面积（亩）", 12), ("责任单位", 24),
           ("最近抽查", 12), ("抽查情况", 40))


def arrears_file(spans: list[KindSpan], units: list[UnitLine], *, notes: list[str]) -> IO[bytes]:
    """台账 as an open temporary file, with a sheet of the units' counts."""
    area = sum((line.area for line in units), Decimal(0))
    foot = [f"合计 {len(spans)} 宗", None, None, None, None, area]
    return sheets_file([
        Sheet("新增台账", COLUMNS, [_cells(span) for span in spans], foot, notes),
        Sheet("按单位", (("责任单位", 28), ("新增（宗）", 12), ("面积（亩）", 12), ("没有抽查（宗）", 14)),
              [[line.name, line.count, line.area, line.unchecked] for line in units],
              ["合计", len(spans), area, sum(line.unchecked for line in units)])])


def _cells(span: KindSpan) -> list[object]:
    parcel, last = span.parcel, span.parcel.checks[0] if span.parcel.checks else None
    return [parcel.parcel_no, parcel.name, span.region.name, span.get_kind_display(), span.from_on, parcel.area,
            parcel.lead_unit or NO_UNIT, last.checked_on if last else "没有抽查", last.finding if last else "—"]
