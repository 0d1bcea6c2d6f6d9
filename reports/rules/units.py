"""单位排名 of a quarter (平龙政办〔2022〕50号 四（三）): rows of units by the one rule of ranking, as they are shown, printed and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from landplan.lib.area import plain, show
from tasks.choices import QuotaClass

from .period import COMBINED, KEYS, PeriodRow, PeriodSheet, row_from
from .sheet import CLASSES

TOGETHER = "单位、街道办事处一起排名（文件没有分开排）；面积按宗地的责任单位算，以数据截止时刻为准，分包、配合单位不重复算"
NO_TABLE = ("各单位任务量没有录入或当时还没有生效，不算完成率、不排名，只列数"
            "（三（一）2“分解下达各单位任务目标”的分解表没有印发，由办公室按下达文件在“任务量表”里填）")
STRAYS = "下列名称认不出是哪个单位，计入合计，不排名；请在台账或任务分解表里改成单位库的名称或别名"


@dataclass(frozen=True)
class UnitRow:
    """一个单位: who it is in the library, its kind in words, its figures and ranks."""

    unit_id: int
    kind: str
    row: PeriodRow


@dataclass(frozen=True)
class Stray:
    """一个认不出的名称, why it is none, and what stands under it."""

    name: str
    why: str
    row: PeriodRow


@dataclass(frozen=True)
class Proposals:
    """一份建议名单: 奖励 or 约谈, by each rule of the office; `told` says why there is none."""

    kind: str
    title: str
    told: str
    rules: list[dict] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(one["found"]) for one in self.rules)


@dataclass(frozen=True)
class Ranking:
    """单位排名 as a quarter has it: units in the order of the library, 合计, strays, notes, the two lists."""

    rows: list[UnitRow]
    total: PeriodRow
    strays: list[Stray]
    table: str
    notes: list[str]
    lists: list[Proposals]

    @property
    def has_quotas(self) -> bool:
        return bool(self.table)

    def in_order(self, key: str) -> list[UnitRow]:
        """按名次, best first; those without a rank follow."""
        ranked = [one for one in self.rows if one.row.ranks.get(key, "—") != "—"]
        return sorted(ranked, key=lambda one: int(one.row.ranks[key].removeprefix("并列"))) + [one for one in self.rows if one not in ranked]


def ranking_of(sheet: PeriodSheet) -> Ranking | None:
    """The ranking that a period holds, live or frozen; none in another plan, another rhythm, or one frozen before there was any."""
    data = sheet.extra.get("units")
    if not data:
        return None
    return Ranking([UnitRow(one["unit_id"], one["kind"], row_from(one["row"])) for one in data["rows"]], row_from(data["total"]),
                   [Stray(one["name"], one["why"], row_from(one["row"])) for one in data["strays"]], data["table"], list(data["notes"]),
                   [Proposals(**one) for one in data["lists"]])


def title_of(sheet: PeriodSheet) -> str:
    """单位排名表的标题."""
    return f"{sheet.head['region']}{sheet.head['label']}各单位、街道办事处处置进展及排名表"


def notes_of(rows: list[PeriodRow], total: PeriodRow, printed: dict[str, Decimal | None] | None, *, has_table: bool, has_strays: bool) -> list[str]:
    """表下的说明."""
    notes = [TOGETHER] if has_table else [NO_TABLE, TOGETHER]
    for one in CLASSES if printed else ():
        stated, summed = printed.get(one), total.quotas.get(one)
        if stated is not None and stated != (summed or 0):
            gap = show(stated - (summed or 0))
            notes.append(f"{QuotaClass(one).label}任务量分解表合计印 {plain(stated)} 亩，各行相加 {plain(summed or Decimal(0))} 亩，差 {gap} 亩；"
                         "合计的完成率按各行相加算")
    bare = [row.label for row in rows if not row.pair(COMBINED)[1]] if has_table else []
    if bare:
        notes.append(f"任务量空白或为 0 的不排名：{'、'.join(bare)}")
    return notes + ([STRAYS] if has_strays else [])


def group_keys(ranking: Ranking) -> list[str]:
    """哪几类有数, in order, then all together: a class that nobody was given and nobody did is left out of the printed table."""
    used = [one for one in CLASSES if ranking.total.quotas.get(one) is not None or ranking.total.done.get(one)]
    return [key for key in KEYS if key == COMBINED or key in used]
