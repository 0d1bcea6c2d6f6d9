"""专项登记的 Excel: the rows, columns and sums of the screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import IO

from landplan.lib.lists import Sheet, sheets_file
from landplan.lib.vocabulary import deadline_word

from ..choices import Register
from ..models import RegisterDue, RegisterItem
from ..rules.registers import STATE_WORDS, RegisterSum

COLUMNS = (("名称", 28), ("县区", 12), ("坐落", 28), ("面积（亩）", 12), ("情况或问题", 40), ("责任单位", 24), ("状态", 12), ("完成日期", 12),
           ("期限", 14), ("办成的文书号", 24))


def register_file(register: str, rows: Iterable[RegisterItem], total: RegisterSum, dues: dict[int, RegisterDue], today: date,
                  notes: list[str]) -> IO[bytes]:
    """登记簿 as an open temporary file."""
    def cells(row: RegisterItem) -> list[object]:
        due = dues.get(row.region_id)
        return [row.name, row.region.name, row.location, row.area, row.content, row.lead_unit, STATE_WORDS[register][row.state],
                row.done_on or "—", deadline_word(due.due_on, today, row.done_on).label if due else "文件未定", row.result_no or "—"]
    foot = [f"合计 {total.count} 宗，完成 {total.done} 宗", None, None, total.area]
    return sheets_file([Sheet(Register(register).label, COLUMNS, (cells(row) for row in rows), foot, notes)])
