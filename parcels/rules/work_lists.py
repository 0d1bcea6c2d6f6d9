"""清单设置的规则: what no document fixes - when a deadline is near, how many are looked at again - with its default."""

from __future__ import annotations

from landplan.lib.errors import Refusal

SOON_DAYS, SAMPLE_SHARE, AREA_LIMIT = 30, 10, 100  # days, %, 1/100 %
MOST_DAYS = 365
NOTE = "文件没有写临期的天数和回头看的比例：默认 30 天、10%，由领导小组办公室定；图形面积的差限也没有写，默认 1%"


def check_settings(soon_days: int, sample_share: int, area_limit: int) -> list[Refusal]:
    """设置可否保存: whole days of a year, a share from 1 to 100 %, a limit from 0.01 to 100 %."""
    found = []
    if not 1 <= soon_days <= MOST_DAYS:
        found.append(Refusal(f"临期天数 {soon_days} 不对。请写 1 到 {MOST_DAYS} 的整数。", field="soon_days", code="out_of_range"))
    if not 1 <= sample_share <= 100:
        found.append(Refusal(f"回头看比例 {sample_share}% 不对。请写 1 到 100 的整数。", field="sample_share", code="out_of_range"))
    if not 1 <= area_limit <= 10_000:
        found.append(Refusal("图形面积差限不对。请写 0.01 到 100 的数，如 1。", field="area_limit", code="out_of_range"))
    return found
