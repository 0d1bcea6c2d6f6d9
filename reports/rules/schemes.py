"""评估考核: headings as printed or as the office set them, scores, the rule of proposals (C-28), points of a rank. Exact, pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up
from tasks.choices import QuotaClass
from tasks.rules.ranking import rank, rank_words

from ..choices import PeriodKind
from .period import COMBINED, PeriodSheet, ranked
from .sheet import CLASSES

FULL = Decimal(100)
# what a document itself names; no document prints a weight
PRINTED: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("洛政办〔2021〕16号", PeriodKind.QUARTERLY): (("组织领导", "制度建设", "资金落实", "盘活成效"), "四（三）"),
    ("平龙政办〔2022〕50号", PeriodKind.QUARTERLY): (("组织领导", "盘活成效"), "四（三）"),
}
NO_RULE = "评估考核设置里没有设名单规则，不提建议（文件没有印数值；C-28：由办公室设，系统只提建议，由人决定）"
# what a document itself says of weights and of points; of another plan nobody may quote it
_WEIGHTS_SAID = {("驻政办〔2021〕19号", PeriodKind.STAGE): "四（五）“具体考核办法另行制定”"}
_POINTS_SAID = {("驻政办〔2021〕19号", PeriodKind.MONTHLY): "五（二）（四）只写“纳入督查积分排名”"}


@dataclass(frozen=True)
class Heading:
    """一项评估内容; without a weight it is marked, not added up."""

    name: str
    weight: Decimal | None = None

    def as_data(self) -> dict[str, str | None]:
        """As it is kept."""
        return {"name": self.name, "weight": None if self.weight is None else str(self.weight)}


def printed_headings(number: str, kind: str) -> tuple[list[Heading], str]:
    """文件印的 (headings, section); none when the document names none."""
    names, section = PRINTED.get((number, kind), ((), ""))
    return [Heading(name) for name in names], section


def no_weights(number: str, kind: str) -> str:
    """没有权重时的说明, with what that document says of it."""
    return f"没有录入权重，不算总分、不排名，只列数（文件没有印权重{_said(_WEIGHTS_SAID, number, kind)}）"


def no_points(number: str, kind: str) -> str:
    """没有积分时的说明, the same way."""
    return f"督查积分没有印发数，办公室录入前空白{_said(_POINTS_SAID, number, kind)}"


def _said(words: Mapping[tuple[str, str], str], number: str, kind: str) -> str:
    found = words.get((number, kind), "")
    return f"；{number} {found}" if found else ""


def score(headings: Sequence[Heading], marks: Mapping[str, Decimal]) -> Fraction | None:
    """总分 = Σ 得分×权重 ÷ Σ 权重, exact; None while a weight or a mark is missing."""
    if not headings or any(one.weight is None for one in headings) or any(one.name not in marks for one in headings):
        return None
    whole = sum(one.weight for one in headings)
    return sum((Fraction(marks[one.name]) * Fraction(one.weight) for one in headings), Fraction(0)) / Fraction(whole) if whole else None


def score_places(scores: Sequence[Fraction | None]) -> list[str]:
    """按总分的名次: by the exact score, equal ones share a rank; without a score 「—」."""
    # `rank` orders by done ÷ quota: the score over one is the score
    found = rank([(n, Decimal(0), None) if one is None else (n, Decimal(one.numerator), Decimal(one.denominator)) for n, one in enumerate(scores)])
    return [rank_words(place) for place in found]


def score_text(value: Fraction | None) -> str:
    return "—" if value is None else f"{half_up(value, 2)}"


@dataclass(frozen=True)
class TalkRule:
    """约谈名单的规则, set by the office; nothing set proposes nobody."""

    below_goal: bool = False
    last_n: int | None = None
    times: int | None = None

    @property
    def words(self) -> str:
        parts = ["未达阶段目标的"] if self.below_goal else []
        if self.last_n:
            parts.append(f"{f'连续 {self.times} 期' if (self.times or 1) > 1 else ''}三类合并排名后 {self.last_n} 位的")
        return "、".join(parts)


def proposals(sheet: PeriodSheet, older: Sequence[PeriodSheet], rule: TalkRule) -> dict[int, list[str]]:
    """建议名单 by region id, with the reasons; `older` are the sheets of the periods before, the nearest first."""
    found: dict[int, list[str]] = {}
    if rule.below_goal:
        for row in sheet.rows:
            behind = [f"{QuotaClass(one).label}差 {half_up(row.short[one], 2)} 亩" for one in CLASSES if row.short.get(one)]
            if behind:
                found.setdefault(row.region_id, []).append(f"未达阶段目标：{'、'.join(behind)}")
    if rule.last_n:
        asked = [sheet, *older][: rule.times or 1]
        if len(asked) == (rule.times or 1):
            lasts = [_last(one, rule.last_n) for one in asked]
            for row in sheet.rows:
                if all(row.region_id in one for one in lasts):
                    span = f"连续 {rule.times} 期" if (rule.times or 1) > 1 else "本期"
                    found.setdefault(row.region_id, []).append(f"{span}三类合并排名后 {rule.last_n} 位（本期第 {lasts[0][row.region_id]}）")
    return found


def _last(sheet: PeriodSheet, count: int) -> dict[int, str]:
    """后几位: the ranked rows whose place is among the last `count`, equal ones all of them."""
    rows = ranked(sheet.rows, COMBINED)
    edge = rows[-count:][0].ranks[COMBINED] if rows else ""
    low = int(edge.removeprefix("并列")) if edge else 0
    return {row.region_id: row.ranks[COMBINED] for row in rows if int(row.ranks[COMBINED].removeprefix("并列")) >= low}


def points_of(place: str, points: Sequence[str]) -> str:
    """一个名次的积分; empty until entered. 并列 have the points of the shared rank."""
    number = place.removeprefix("并列")
    return points[int(number) - 1] if number.isdigit() and int(number) <= len(points) else ""


def check_scheme(headings: Sequence[Heading], *, last_n: int | None, times: int | None) -> list[Refusal]:
    """设置要合理."""
    found = []
    names = [one.name for one in headings]
    if len(set(names)) < len(names):
        found.append(Refusal("评估内容有重名的。请每行写一项，名称不重复。", field="items", code="twice"))
    weights = [one.weight for one in headings if one.weight is not None]
    if weights and len(weights) < len(headings):
        found.append(Refusal("有的写了权重，有的没有写。请都写，或都不写（都不写的只列数，不算总分）。", field="items", code="weight_missing"))
    if any(weight <= 0 for weight in weights):
        found.append(Refusal("权重要大于 0。不用的项请删去这一行。", field="items", code="weight"))
    if times and not last_n:
        found.append(Refusal("写了连续几期，没有写排名后几位。请补上，或把连续几期留空。", field="last_n", code="last_missing"))
    return found


def check_marks(headings: Sequence[Heading], marks: Mapping[str, Decimal]) -> list[Refusal]:
    """得分在 0 到 100 之间."""
    return [Refusal(f"“{one.name}”{marks[one.name]} 分不在 0 到 100 之间。请改正。", field=f"mark_{n}", code="range")
            for n, one in enumerate(headings) if one.name in marks and not 0 <= marks[one.name] <= FULL]
