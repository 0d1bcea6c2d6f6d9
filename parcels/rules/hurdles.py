"""供地条件与开工障碍: land is 可供, or can be begun, only when every item is done (DSP-03, DSP-30)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from landplan.lib.errors import Refusal

from ..choices import TO_SUPPLY

CONDITIONS = "平龙政办〔2022〕50号 二（一）2"
OBSTACLES = "平龙政办〔2022〕50号 二（二）1"
# after how many days without 市场推介 land that is ready is listed; no document says it
STALE_DAYS = 90


def words_of(kind: str) -> tuple[str, str, str]:
    """(清单名, 办结后的说法, 依据) of a kind: land to be supplied has conditions, land that was supplied has obstacles to its start."""
    return ("供地条件", "可供", CONDITIONS) if kind in TO_SUPPLY else ("开工障碍", "障碍已消除", OBSTACLES)


def check_clear(kind: str, open_items: Iterable[str], count: int) -> list[Refusal]:
    """能否办结: every item is done."""
    left = list(open_items)
    if not left:
        return []
    title, done, basis = words_of(kind)
    return [Refusal(f"{title} {count} 项里还有 {len(left)} 项没有办完：{'；'.join(left)}。全部办完才算“{done}”（{basis}）。",
                    field="clear", code="hurdles_open")]


def check_day(day: date | None, today: date, name: str, field: str) -> list[Refusal]:
    """A day that has passed or is today."""
    if day and day > today:
        return [Refusal(f"{name} {day} 晚于今天 {today}。请写实际日期。", field=field, code="day_future")]
    return []
