"""定期报告的内容: the figures of one period as they are shown, printed and frozen. Exact numbers; canonical text and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal

from landplan.lib.numbers import half_up
from tasks.rules.ranking import (
    NO_DATA,
    NO_DATA_RULE,
    NO_DATA_SOURCE,
    NO_ORDER_RULE,
    Place,
    combined,
    has_order,
    rank,
    rank_words,
)

from .returns import area
from .sheet import CLASSES, ByClass

COMBINED = "combined"
KEYS = (*CLASSES, COMBINED)
FORMAT = 1
_NUMBERS = ("quotas", "amounts", "other_amounts", "done", "other_done", "system", "short")
# how a figure of a ranking came about, told beside every ranking (RNK-01, RNK-02, RNK-03)
EXPLANATION = (
    ("算法", "完成率 = 累计处置面积 ÷ 下达任务量；三类合并 = 三类处置面积之和 ÷ 三类任务量之和。可以超过100%。"),
    ("用的数", "处置面积是方案基准日以后、数据截止时刻以前验收的逐笔面积之和；任务量照印发数。不用上报数，也不用各期报告相加。"),
    ("并列", "按未舍入的完成率比较；完全相等的并列，下一名次跳过（1、2、2、4）。小计、合计不排名。"),
    ("较上期", f"上期末的名次减本期末的名次，正为升。{NO_ORDER_RULE}"),
    ("没有任务量", "任务量为 0 或空白的，完成率、名次写“—”，不排名；其处置面积仍计入合计。"),
    (NO_DATA, f"{NO_DATA_RULE}{NO_DATA_SOURCE}"),
    ("舍入", "面积显示到 0.01 亩，完成率显示到 0.01%，四舍五入；合计由未舍入的各行相加，尾差在表下注明。"),
)


@dataclass(frozen=True)
class PeriodRow:
    """一行: a county, or 合计. `amounts` is what was disposed of in the period, `done` since the base date, `other_…` the same on
    the other basis. `system` is the ministry's figure where one was entered: it decides the rate. `short` is what the next goal
    still lacks (0 = reached). `ranks_before` are the ranks at the end of the period before, `moves` how many places up (−: down).
    Where the county's ledger was empty, `amounts` and `done` and what is made of them are None (无数据)."""

    label: str
    region_id: int | None = None
    code: str = ""
    quotas: ByClass = field(default_factory=dict)
    amounts: ByClass = field(default_factory=dict)
    other_amounts: ByClass = field(default_factory=dict)
    done: ByClass = field(default_factory=dict)
    other_done: ByClass = field(default_factory=dict)
    system: ByClass = field(default_factory=dict)
    short: ByClass = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    ranks: dict[str, str] = field(default_factory=dict)
    ranks_before: dict[str, str] = field(default_factory=dict)
    moves: dict[str, int | None] = field(default_factory=dict)
    is_corrected: bool = False

    def decides(self, one: str) -> Decimal | None:
        """定结果的累计数 of a class: the ministry's where it stands, else that of the ledger."""
        stated = self.system.get(one)
        return self.done.get(one) if stated is None else stated

    def pair(self, key: str) -> tuple[Decimal | None, Decimal | None]:
        """(done, quota) of a class, or of all together."""
        if key == COMBINED:
            return combined((self.decides(one), self.quotas.get(one)) for one in CLASSES)
        return self.decides(key), self.quotas.get(key)

    def amount(self, key: str) -> Decimal | None:
        """本期处置 of a class, or of all together."""
        return added(self.amounts, key)


@dataclass(frozen=True)
class PeriodSheet:
    """一期: head words, rows in printed order, 合计, goals, what the units reported, corrections, editions, footnotes, sources.

    `extra` holds what only one kind of period has."""

    head: dict
    rows: list[PeriodRow]
    total: PeriodRow
    goals: list[dict] = field(default_factory=list)
    collected: list[dict] = field(default_factory=list)
    corrections: list[dict] = field(default_factory=list)
    editions: list[dict] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    sources: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)

    def goal(self, one: str) -> dict | None:
        """下一个阶段目标 of a class."""
        return next((goal for goal in self.goals if goal["quota_class"] == one), None)

    @property
    def has_quotas(self) -> bool:
        return any(value for value in self.total.quotas.values())


@dataclass(frozen=True)
class Difference:
    """一处差额: a cell that differs between 按原报 and 按更正后 (亩)."""

    label: str
    quota_class: str
    what: str
    recorded: Decimal
    effective: Decimal

    @property
    def delta(self) -> Decimal:
        return self.effective - self.recorded


def as_data(sheet: PeriodSheet) -> dict:
    """For canonical JSON (`audit.chain.canonical` writes the numbers as text)."""
    return {"format": FORMAT} | asdict(sheet)


def period_sheet_from(text: str) -> PeriodSheet:
    """The sheet as it was frozen."""
    data = json.loads(text)
    if data.pop("format") != FORMAT:
        raise ValueError("定稿内容的格式不认识")
    data["rows"], data["total"] = [row_from(one) for one in data["rows"]], row_from(data["total"])
    data["corrections"] = [one | {"area": Decimal(one["area"])} for one in data["corrections"]]
    data["goals"] = [one | {"percent": Decimal(one["percent"])} for one in data["goals"]]
    return PeriodSheet(**data)


def row_from(data: dict) -> PeriodRow:
    """A row as it was kept."""
    numbers = {name: {key: None if value is None else Decimal(value) for key, value in data[name].items()} for name in _NUMBERS}
    return PeriodRow(**data | numbers)


def placed(rows: list[PeriodRow], total: PeriodRow, before: list[list[tuple[Decimal | None, Decimal | None]]]) -> tuple[list[PeriodRow], PeriodRow]:
    """完成率、名次 of each class and combined, and the move since `before` ((done, quota) by key, then by row); 合计 is not ranked."""
    told = [{"rates": {}, "ranks": {}, "ranks_before": {}, "moves": {}} for _ in rows]
    whole = {}
    for n, key in enumerate(KEYS):
        now = rank([(i, *row.pair(key)) for i, row in enumerate(rows)])
        then = rank([(i, *pair) for i, pair in enumerate(before[n])])
        is_compared = has_order(old.rank for old in then)
        for one, place, old in zip(told, now, then, strict=True):
            one["rates"][key], one["ranks"][key], one["ranks_before"][key] = rate_words(place), rank_words(place), rank_words(old)
            one["moves"][key] = old.rank - place.rank if is_compared and old.rank and place.rank else None
        whole[key] = rate_words(rank([(0, *total.pair(key))])[0])
    return [replace(row, **one) for row, one in zip(rows, told, strict=True)], replace(total, rates=whole)


def added(areas: ByClass, key: str) -> Decimal | None:
    """一类, or Σ of the three; None where one of them is not known."""
    found = [areas.get(one) for one in (CLASSES if key == COMBINED else (key,))]
    return None if any(one is None for one in found) else sum(found, Decimal(0))


def rate_words(place: Place) -> str:
    """完成率 as shown: 「无数据」 with a quota and an empty ledger, 「—」 without a quota."""
    return f"{half_up(place.rate * 100, 2)}%" if place.rate is not None else NO_DATA if place.done is None and place.quota else "—"


def area_words(value: Decimal | None) -> str:
    """面积 in sentences and tables of a paper; what is not known is said."""
    return NO_DATA if value is None else area(value)


def move_words(move: int | None) -> str:
    """名次较上期: 升2, 降1, 持平; nothing without two ranks."""
    return "" if move is None else "持平" if not move else f"升{move}" if move > 0 else f"降{-move}"


def differences(rows: Iterable[PeriodRow], basis: str) -> list[Difference]:
    """两种口径的差额: every cell in which they differ, in printed order. `basis` is that of `rows`' own figures."""
    found = []
    for row in rows:
        for one in CLASSES:
            for what, mine, other in (("本期处置", row.amounts, row.other_amounts), ("累计处置", row.done, row.other_done)):
                pair = (mine.get(one) or Decimal(0), other.get(one) or Decimal(0))
                if pair[0] != pair[1]:
                    found.append(Difference(row.label, one, what, *(pair if basis == "recorded" else pair[::-1])))
    return found


def ranked(rows: Iterable[PeriodRow], key: str) -> list[PeriodRow]:
    """按名次: the ranked rows of a class, best first, equal ones in printed order."""
    return sorted((row for row in rows if row.ranks.get(key, "—") != "—"), key=lambda row: int(row.ranks[key].removeprefix("并列")))
