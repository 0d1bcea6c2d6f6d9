"""回头看抽查清单的 Excel: the parcels drawn, what was seen of each, and by which lot they were drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from landplan.lib.clock import local
from landplan.lib.lists import Sheet, sheets_file

from ..models import SampleItem
from ..rules.sampling import LOT
from ..selectors.samples import Draw, standing_word

COLUMNS = (("地块编号", 16), ("地块名称", 24), ("县区", 12), ("类别", 12), ("面积（亩）", 12), ("销号日期", 12), ("回头看日期", 12), ("结果", 10),
           ("看到的情况", 36), ("登记人", 14), ("现在", 14))


def sample_file(draw: Draw, items: Iterable[SampleItem], *, notes: list[str]) -> IO[bytes]:
    """清单 as an open temporary file."""
    return sheets_file([Sheet("回头看抽查清单", COLUMNS, (_cells(item) for item in items),
                              [f"抽 {draw.drawn} 宗，已查 {draw.checked}，不属实 {draw.failed}，已恢复在册 {draw.back}"],
                              [f"{draw.area}，{draw.how}，种子 {draw.seed}；{LOT}", *notes])])


def _cells(item: SampleItem) -> list[object]:
    parcel, check = item.parcel, item.seen
    off = local(parcel.written_off_at).date() if parcel.written_off_at else "—"
    seen = [check.checked_on, check.get_result_display(), check.finding, check.entered_by.name] if check else ["还没有查", "—", "—", "—"]
    return [parcel.parcel_no, parcel.name, item.region.name, parcel.get_kind_display(), parcel.area, off, *seen, standing_word(item)]
