"""完成率与排名: exact ratios, ties share a rank, the next is skipped (驻政办〔2021〕19号 附件2, 五（二）; C-07, C-11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NO_DATA = "无数据"
NO_DATA_RULE = "截止时台账里一宗也没有的县区，处置面积写“无数据”，不当作 0，不算完成率，不排名。"
NO_DATA_SOURCE = "文件没有规定还没有建台账的怎样排名；空白不是 0，和印发的表一样（本系统的约定）。"


NO_ORDER_RULE = "上期没有先后的（各县区完成率都相同，如还没有人完成），名次不与上期比较。文件没有规定怎样比（本系统的约定）。"


@dataclass(frozen=True)
class Place:
    """名次: `rate` and `rank` are None when there is no quota (「—」) or no data (`done` None, 「无数据」); `is_shared` = 并列."""

    key: Hashable
    done: Decimal | None
    quota: Decimal | None
    rate: Fraction | None
    rank: int | None = None
    is_shared: bool = False


def completion(done: Decimal | None, quota: Decimal | None) -> Fraction | None:
    """完成率 = 处置面积 ÷ 下达任务量, exact, may pass 1. None without a quota (zero or blank) or without data."""
    return None if done is None or not quota else Fraction(done) / Fraction(quota)


def rank(items: Iterable[tuple[Hashable, Decimal | None, Decimal | None]]) -> list[Place]:
    """排名 of (key, done, quota), in the order given; who has no quota or no data is not ranked. Subtotals are not passed in."""
    rates = [(key, done, quota, completion(done, quota)) for key, done, quota in items]
    held = Counter(rate for *_, rate in rates if rate is not None)
    ranks, next_rank = {}, 1
    for rate in sorted(held, reverse=True):
        ranks[rate], next_rank = next_rank, next_rank + held[rate]
    return [Place(key, done, quota, rate, ranks.get(rate), held[rate] > 1) for key, done, quota, rate in rates]


def has_order(ranks: Iterable[int | None]) -> bool:
    """有没有先后: does anybody stand behind another? Where all share the first place, as before anything is done, a later rank is no fall
    (no document says how it is compared: `NO_ORDER_RULE`)."""
    held = [one for one in ranks if one is not None]
    return len(held) < 2 or any(one > 1 for one in held)


def combined(parts: Iterable[tuple[Decimal | None, Decimal | None]]) -> tuple[Decimal | None, Decimal | None]:
    """综合: (Σ done, Σ quota) of the classes; blank quotas add nothing, all blank is blank. A class without data leaves the whole without."""
    parts = list(parts)
    quotas = [quota for _, quota in parts if quota is not None]
    done = None if any(one is None for one, _ in parts) else sum((one for one, _ in parts), Decimal(0))
    return done, sum(quotas, Decimal(0)) if quotas else None


def rank_words(place: Place) -> str:
    """名次 as shown: 1, 并列2, 「—」."""
    if place.rank is None:
        return "—"
    return f"并列{place.rank}" if place.is_shared else str(place.rank)
