"""看板的字: every figure of the board is written once, here; page, file and template only place the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.http import urlencode

from landplan.lib.area import exact_column, show_micro
from landplan.lib.clock import local
from landplan.lib.numbers import half_up_column, half_up_ratio, hundredths, rounded_column
from landplan.lib.vocabulary import KINDS
from tasks.choices import QuotaClass
from tasks.models import Plan
from tasks.rules.ranking import NO_DATA
from tasks.selectors.targets import Goal
from units.choices import RegionLevel

from ..choices import Basis
from ..rules.board import Column, Exact, Figure, Place, Ratios, changes_of, in_mu, rates_of
from ..selectors.progress import COMBINED, QUOTA_CLASSES, Board

NONE, MINUS = "—", "−"
SCALE = 120  # a bar ends at 120 %
LEVELS = {RegionLevel.COUNTY.value: "县区", RegionLevel.CITY.value: "市", RegionLevel.PROVINCE.value: "省"}
WHOLE = {RegionLevel.NATION.value: "全国", RegionLevel.PROVINCE.value: "全省", RegionLevel.CITY.value: "全市"}
LABELS = {QuotaClass.UNSUPPLIED.value: "批而未供", QuotaClass.IDLE.value: "闲置", QuotaClass.INEFFICIENT.value: "低效", COMBINED: "三类合并"}
CLASS_LABELS = [LABELS[one] for one in QUOTA_CLASSES]


@dataclass(frozen=True)
class Asked:
    """看板的地址: moment ("" = now), basis, class, order, level and the city or province whose counties are shown, as the links of the page
    carry them."""

    as_of: str = ""
    basis: str = Basis.RECORDED.value
    quota_class: str = COMBINED
    sort: str = "rank"
    level: str = ""  # "" = as the plan opens
    unit: str = ""

    def query(self, **changes: str) -> str:
        """The address with some of it changed; what is usual is left out."""
        given = asdict(self) | changes
        usual = {"basis": Basis.RECORDED.value, "quota_class": COMBINED, "sort": "rank"}
        return urlencode({name: value for name, value in given.items() if value and value != usual.get(name)})


def whole_name(board: Board) -> str:
    """What the total of a board is called: the city or province whose counties it adds up, else all of the plan's region."""
    return board.added.name if board.added else all_of(board.plan)


def all_of(plan: Plan) -> str:
    """全部 of a plan: 全省, 全市; a county's own plan is called by its name."""
    return WHOLE.get(plan.region.level, plan.region.name)


def moment_text(moment: datetime) -> str:
    """时刻 as an address carries it: to the minute when it is one, else exact; a day's end is the day."""
    here = local(moment)
    if (here.hour, here.minute, here.second, here.microsecond) == (23, 59, 59, 999999):
        return f"{here:%Y-%m-%d}"
    return f"{here:%Y-%m-%dT%H:%M}" if not (here.second or here.microsecond) else f"{here:%Y-%m-%dT%H:%M:%S}"


def moment_words(moment: datetime) -> str:
    """时刻 as it is read: 2021-09-17 18:00, 2021-09-17 日终."""
    here = local(moment)
    return f"{here:%Y-%m-%d} 日终" if (here.hour, here.minute, here.second) == (23, 59, 59) else f"{here:%Y-%m-%d %H:%M}"


def clock_text(moment: datetime) -> str:
    """时刻 as the form holds it; empty at a day's end."""
    here = local(moment)
    return "" if (here.hour, here.minute, here.second) == (23, 59, 59) else f"{here:%H:%M}"


def mu_text(micro: int | None, nothing: str = NONE) -> str:
    """亩, two decimals."""
    return nothing if micro is None else show_micro(micro).replace("-", MINUS)


def printed_text(micro: int | None) -> str:
    """印发数: no trailing zeros; blank is —."""
    return printed_column([micro])[0]


def printed_column(micros: Iterable[int | None]) -> list[str]:
    """`printed_text` of a column: for thousands of figures, as the other columns are."""
    return [NONE if text is None else text.rstrip("0").rstrip(".").replace("-", MINUS) for text in exact_column(micros)]


def shown_column(ratios: Ratios, nothing: str = NONE) -> list[str]:
    """两位小数 of a column; — where there is nothing."""
    return [nothing if text is None else text.replace("-", MINUS) for text in rounded_column(*ratios)]


def short_column(short: Sequence[Exact | None], needed: Sequence[Exact | None]) -> list[str]:
    """距目标 of a column: 无数据 where something is needed and nothing known."""
    return told_apart(shown_column(in_mu(short)), short, needed)


def rate_text(done: int | None, quota: int | None) -> str:
    """完成率, two decimals, never capped; 无数据 with a quota and an empty ledger."""
    return rate_column([done], [quota])[0]


def rate_column(done: Sequence[int | None], quota: Sequence[int | None]) -> list[str]:
    """`rate_text` of a column."""
    texts = [NONE if text is None else f"{text}%".replace("-", MINUS) for text in rounded_column(*rates_of(done, quota), 100)]
    return told_apart(texts, done, quota)


def told_apart(texts: list[str], values: Sequence, asked: Sequence) -> list[str]:
    """无数据 where a figure is asked for and is not known; — stays where none is asked for."""
    if None not in values:
        return texts
    return [NO_DATA if value is None and of else text for text, value, of in zip(texts, values, asked, strict=True)]


def ratio_text(ratio: Fraction) -> str:
    """完成率 of an exact ratio."""
    return rate_text(ratio.numerator, ratio.denominator)


def signed_text(hundredth: int) -> str:
    """带号的数: +2.11, −3.60, 0.00."""
    text = hundredths(hundredth).replace("-", MINUS)
    return f"+{text}" if hundredth > 0 else text


def signed_mu(micro: int | None, nothing: str = NONE) -> str:
    return signed_column([micro], nothing)[0]


def signed_column(micros: Iterable[int | None], nothing: str = NONE) -> list[str]:
    """`signed_mu` of a column."""
    return [nothing if count is None else signed_text(count) for count in half_up_column(*in_mu(micros), 2)]


def points_of(figure: Figure) -> int | None:
    """完成率较上周 in hundredths of a percent point, rounded once."""
    return half_up_column(*changes_of(Column.of([figure])), 4)[0]


def points_text(figure: Figure) -> str:
    """百分点."""
    points = points_of(figure)
    return NONE if points is None else f"{signed_text(points)} 点"


def exact_mu(micro: Exact | None) -> str:
    """亩 of an exact amount."""
    return shown_column(in_mu([micro]))[0]


def rank_text(place: Place) -> str:
    """名次: 1, 并列2, —."""
    return NONE if place.rank is None else f"并列{place.rank}" if place.is_shared else str(place.rank)


def width_text(done: int | None, quota: int | None) -> str:
    """条的宽度 (%) on the scale of 0–120 %."""
    return width_column([done], [quota])[0]


def width_column(done: Sequence[int | None], quota: Sequence[int | None]) -> list[str]:
    """`width_text` of a column; empty without a quota and where nothing is known."""
    done, quota = rates_of(done, quota)
    parts = half_up_column(done, [whole * SCALE if whole else None for whole in quota], 6)
    return ["" if part is None else hundredths(max(0, min(part, 10000))) for part in parts]


def goal_width(goal: Goal | None) -> str:
    """目标竖线的位置 (%) on the scale of 0–120 %."""
    return hundredths(half_up_ratio(int(goal.percent * 100), SCALE, 2)) if goal else ""


def days_to(board: Board, quota_class: str) -> int:
    """离目标日的天数; 0 without a goal or a day left."""
    goal = board.goals[quota_class]
    return max((goal.due_on - local(board.moment).date()).days, 0) if goal else 0


def percent_text(percent) -> str:
    """70, 66.5."""
    text = f"{percent:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Card:
    """四个大数之一."""

    key: str
    quota_class: str
    label: str
    rate: str
    done: str
    quota: str
    width: str
    goal: str
    goal_x: str
    needed: str
    short: str
    is_reached: bool
    is_known: bool
    week: str
    change: str
    computed: str
    difference: str


def cards_of(board: Board, classes: list[str]) -> list[Card]:
    """大数 of the plan, or of the reader's own part of it."""
    shown = board.total or (board.rows[0] if board.regions else None)
    return [_card(board, shown.figures[one], one) for one in classes] if shown else []


def _card(board: Board, figure: Figure, quota_class: str) -> Card:
    goal, difference = board.goals[quota_class], board.difference(quota_class)
    return Card(
        KINDS.get(quota_class, ""), quota_class, LABELS[quota_class], rate_text(figure.done, figure.quota), mu_text(figure.done, NO_DATA),
        printed_text(figure.quota), width_text(figure.done, figure.quota), percent_text(goal.percent) if goal else "",
        goal_width(goal), exact_mu(figure.needed),
        exact_mu(figure.short_by), figure.is_reached, figure.done is not None, signed_mu(figure.week, NO_DATA), points_text(figure),
        printed_text(board.computed[quota_class]) if board.total else "",
        "" if difference is None else _difference(difference))


def _difference(micro: int) -> str:
    """差 印发 − 测算; empty when they agree."""
    text = printed_text(micro)
    return "" if not micro else f"+{text}" if micro > 0 else text
