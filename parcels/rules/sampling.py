"""抽样的规则: how many of a county are drawn, and which - by a lot that anybody can repeat with the seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from landplan.lib.errors import Refusal

MOST = 200
BASIS = ("定期抽查检查、对问题较多的问责：平龙政办〔2022〕50号 二（三）5；考核验收：驻政办〔2021〕19号 附件1 四。"
         "从已销号的宗地里抽样、抽多少：本系统的约定，文件未写")
LOT = "按“种子:地块编号”的 sha256 从小到大排，取前面的宗数；每个县区分别抽，不足一宗的抽一宗"


def size_of(population: int, *, share: int | None, number: int | None) -> int:
    """抽几宗 of a county's parcels: the share (%) rounded up, or the number, never more than there are."""
    return min(population, -(-population * share // 100) if share is not None else number or 0)


def draw(seed: str, numbers: Iterable[str], size: int) -> list[str]:
    """抽出的地块编号, in the order of the lot."""
    return sorted(numbers, key=lambda number: (hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(), number))[:size]


def digest_of(numbers: Iterable[str]) -> str:
    """总体校验码: sha256 of all numbers, sorted, one a line."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def check_sample(share: int | None, number: int | None) -> list[Refusal]:
    """抽样可否: a share or a number, exactly one."""
    if (share is None) == (number is None):
        return [Refusal("比例和宗数要定一样，也只能定一样。请填抽取比例，或填每个县区抽几宗。", field="share", code="missing")]
    if share is not None and not 1 <= share <= 100:
        return [Refusal(f"抽取比例 {share}% 不对。请写 1 到 100 的整数。", field="share", code="out_of_range")]
    if number is not None and not 1 <= number <= MOST:
        return [Refusal(f"每个县区抽 {number} 宗不对。请写 1 到 {MOST} 的整数。", field="number", code="out_of_range")]
    return []
