"""台账的列: one registry for the page and the file. Each column gives the same value to both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from itertools import repeat
from operator import attrgetter

from landplan.lib.clock import local
from landplan.lib.vocabulary import deadline_word, state_word

from .choices import ParcelStatus
from .models import Parcel
from .rules.elements import FACTS, elements_of
from .rules.parcel import left_of

NOT_FILLED = "未填"
_KIND = FACTS.index("kind")
_MEMORY = 8000  # values that a column of a file remembers; most columns say few things


@dataclass(frozen=True)
class Look:
    """怎么看: the day on which parcels are looked at, and what their kinds are called there."""

    today: date
    words: dict[str, str]


@dataclass(frozen=True)
class Row:
    """一行: a parcel, the day on which it is looked at, and what its kinds are called there."""

    parcel: Parcel
    today: date
    words: dict[str, str]


@dataclass(frozen=True)
class Column:
    """一列: what it `needs` of a parcel (paths as a query writes them), and what `of` them (after the `Look`) it says; without `of`, the first
    as it is. A page asks it of a parcel, a file of values alone, without parcels being made: the meaning is written once. `kind` says how the
    page writes the value; `sort` is a key of selectors.ledger.SORTS; `sum` names the figure of the sums that stands under it; what `varies` from
    parcel to parcel is not worth remembering."""

    key: str
    label: str
    needs: tuple[str, ...]
    of: Callable[..., object] | None = None
    kind: str = "text"
    unit: str = ""
    sort: str = ""
    sum: str = ""
    width: int = 14
    varies: bool = False

    @cached_property
    def _taken(self) -> tuple[Callable[[Parcel], object], ...]:
        return tuple(_taker(path) for path in self.needs)

    def value(self, row: Row) -> object:
        """值 of a parcel."""
        values = [taken(row.parcel) for taken in self._taken]
        return values[0] if self.of is None else self.of(row, *values)

    def cell(self, row: Row) -> object:
        """值 as the file takes it: numbers and dates as such, nothing entered as 未填."""
        value = self.value(row)
        return NOT_FILLED if value in (None, "") else value


def _taker(path: str) -> Callable[[Parcel], object]:
    """How a value is taken from a parcel; of a record that it does not have there is none."""
    relation, _, name = path.partition("__")
    if not name:
        return attrgetter(path)
    return lambda parcel: getattr(one, name) if (one := getattr(parcel, relation)) is not None else None


class _Said(dict):
    """What a column said of values; equal ones are asked once."""

    def __init__(self, column: Column, look: Look):
        self.column, self.look = column, look

    def __missing__(self, values: tuple) -> object:
        said = self.column.of(self.look, *values)
        if len(self) < _MEMORY:
            self[values] = said
        return said


class Reader:
    """逐块读: values by `paths`, as `selectors.ledger.blocks` gives them in rows, into the cells of `columns`, block by block and column by
    column; areas are whole numbers of 10⁻⁶ 亩, nothing entered is None or empty. `first` are paths that stand in front."""

    def __init__(self, columns: Sequence[Column], look: Look, first: Sequence[str] = ()):
        self.paths = list(dict.fromkeys([*first, *(path for column in columns for path in column.needs)]))
        self._columns = [(column, [self.paths.index(path) for path in column.needs], _Said(column, look)) for column in columns]
        self._look = look

    def cells(self, rows: Sequence[tuple]) -> list[Sequence[object]]:
        """各列的格."""
        got = list(zip(*rows, strict=True)) or [()] * len(self.paths)
        return [self._said(column, [got[place] for place in places], memory) for column, places, memory in self._columns]

    def _said(self, column: Column, taken: list[tuple], memory: _Said) -> Sequence[object]:
        if column.of is None:
            return taken[0]
        if column.varies:
            return list(map(column.of, repeat(self._look), *taken))
        return list(map(memory.__getitem__, zip(*taken, strict=True)))


def done_on(parcel: Parcel) -> date | None:
    """销号日期, with which the deadline is compared."""
    return _done(parcel.status, parcel.written_off_at)


def _done(status: str, written_off_at: datetime | None) -> date | None:
    return local(written_off_at).date() if status == ParcelStatus.WRITTEN_OFF and written_off_at else None


def deadline_state(row: Row):
    """离时限: 剩n天, 逾期n天, 按期完成 …"""
    return deadline_word(row.parcel.deadline_on, row.today, done_on(row.parcel))


def _missing(look: Look, elements: int, *facts: object) -> str:
    """缺哪些要素, by name."""
    return "不缺" if elements == 5 else _gaps(facts[_KIND], tuple(map(bool, facts)))


@cache
def _gaps(kind: str, there: tuple[bool, ...]) -> str:
    """By what is there and what is not, which has few forms: an export asks for hundreds of thousands of parcels."""
    return "、".join(e.name for e in elements_of(dict(zip(FACTS, there, strict=True)) | {"kind": kind}) if not e.is_whole) or "不缺"


def _labels(name: str) -> dict[str, str]:
    return {code: str(label) for code, label in Parcel._meta.get_field(name).flatchoices}  # once, not for every row of an export


def _label(name: str) -> Callable[[Look, str], object]:
    labels = _labels(name)
    return lambda look, code: labels.get(code, code)


_SOURCES = _labels("idle_source")


def _plain(key: str, label: str, path: str, kind: str = "text", **more) -> Column:
    return Column(key, label, (path,), None, kind, **more)


def _area(key: str, label: str, *needs: str, of: Callable[..., object] | None = None, **more) -> Column:
    return Column(key, label, needs, of, "area", "亩", width=12, **more)


COLUMNS = {column.key: column for column in (
    _plain("parcel_no", "地块编号", "parcel_no", "no", sort="parcel_no", width=16),
    _plain("name", "地块名称", "name", "name", width=28),
    _plain("region", "县区", "region__name"),
    Column("kind", "类别", ("kind",), lambda look, kind: look.words[kind], "kind"),
    _area("area", "面积", "area", sort="area", sum="area"),
    _area("accepted", "已验收", "accepted_area", sum="accepted"),
    _area("in_transit", "在途", "in_transit_area"),
    _area("left", "未处置", "area", "accepted_area", of=lambda look, area, accepted: left_of(area, accepted), sort="left", sum="left", varies=True),
    Column("cause", "形成原因", ("cause",), _label("cause")),
    _plain("deadline", "完成时限", "deadline_on", "date", sort="deadline_on", width=12),
    Column("days", "离时限", ("deadline_on", "status", "written_off_at"),
           lambda look, deadline, status, at: deadline_word(deadline, look.today, _done(status, at)).label, "days", width=12),
    _plain("lead_unit", "责任单位", "lead_unit", width=24),
    Column("elements", "要素", ("elements",), lambda look, elements: f"{elements}/5", "elements", width=8),
    Column("gaps", "缺项", ("elements", *FACTS), _missing, "gaps", width=24, varies=True),
    Column("status", "状态", ("status",), lambda look, status: state_word("parcel", status).label, "status", width=12),
    Column("idle_source", "闲置来源", ("kind", "idle_source"),
           lambda look, kind, source: _SOURCES.get(source, source) if kind == "idle" else "—", width=22),
    _plain("measure", "拟采取措施", "planned_measure", width=20),
    _plain("location", "坐落", "location", width=30),
    _plain("park", "所在园区", "park", width=20),
    _plain("approval_no", "批准文号", "batch__approval_no", width=26),
    _plain("approved_on", "批准日期", "batch__approved_on", "date", width=12),
    _plain("agreed_start", "约定动工", "agreed_start_on", "date", width=12),
    _plain("started", "实际动工", "started_on", "date", width=12),
    _plain("land_user", "用地单位", "land_user", width=24),
    _plain("cadastral_code", "宗地代码", "cadastral_code", width=22),
    _plain("supervision_no", "电子监管号", "supervision_no", width=22),
    _plain("sponsor", "包保领导岗位", "sponsor_post", width=22),
    _plain("sponsor_unit", "分包乡办或单位", "sponsor_unit", width=22),
    Column("planning", "多规合一", ("planning_result",), _label("planning_result"), width=12),
    _plain("planning_on", "核对日期", "planning_on", "date", width=12),
    _plain("planning_code", "规划编号", "planning_code", width=26),
    Column("updated", "最近更新", ("updated_at",), lambda look, at: f"{local(at):%Y-%m-%d %H:%M}", sort="updated_at", width=18, varies=True),
)}
ALWAYS = "parcel_no"
DEFAULT = ("parcel_no", "name", "kind", "area", "accepted", "left", "cause", "deadline", "days", "lead_unit", "elements", "status")
WITH_BATCH = {"approval_no", "approved_on"}


def default_keys(*, has_counties: bool) -> list[str]:
    """默认的列; whoever sees several counties sees which, instead of the unit."""
    return ["region" if key == "lead_unit" else key for key in DEFAULT] if has_counties else list(DEFAULT)


def columns_of(text: str, default: list[str]) -> list[Column]:
    """选的列 (`cols=a,b`), each once, in the registry's order; the number always; nothing known = the default."""
    asked = {key for key in text.split(",") if key in COLUMNS}
    wanted = asked | {ALWAYS} if asked else set(default)
    return [column for key, column in COLUMNS.items() if key in wanted]


def sum_cells(columns: list[Column], total) -> list[object]:
    """合计行: the label with 宗数 first, then the figure of each column that has a sum, else None."""
    figures = [getattr(total, column.sum) if column.sum else None for column in columns]
    return [f"合计 {total.count} 宗", *figures[1:]]
