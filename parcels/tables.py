"""台账的列: one registry for the page and the file. Each column gives the same value to both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.clock import local
from landplan.lib.vocabulary import deadline_word, state_word

from .choices import ParcelStatus
from .models import Parcel
from .rules.elements import FACTS, elements_of

NOT_FILLED = "未填"


@dataclass(frozen=True)
class Row:
    """一行: a parcel, the day on which it is looked at, and what its kinds are called there."""

    parcel: Parcel
    today: date
    words: dict[str, str]


@dataclass(frozen=True)
class Column:
    """一列. `kind` says how the page writes the value; `sort` is a key of selectors.ledger.SORTS; `sum` names the
    figure of the sums that stands under it."""

    key: str
    label: str
    value: Callable[[Row], object]
    kind: str = "text"
    unit: str = ""
    sort: str = ""
    sum: str = ""
    width: int = 14

    def cell(self, row: Row) -> object:
        """值 as the file takes it: numbers and dates as such, nothing entered as 未填."""
        value = self.value(row)
        return NOT_FILLED if value in (None, "") else value


def done_on(parcel: Parcel) -> date | None:
    """销号日期, with which the deadline is compared."""
    return local(parcel.written_off_at).date() if parcel.status == ParcelStatus.WRITTEN_OFF and parcel.written_off_at else None


def deadline_state(row: Row):
    """离时限: 剩n天, 逾期n天, 按期完成 …"""
    return deadline_word(row.parcel.deadline_on, row.today, done_on(row.parcel))


def missing_elements(parcel: Parcel) -> str:
    """缺哪些要素, by name; empty when none."""
    if parcel.elements == 5:
        return ""
    return "、".join(e.name for e in elements_of({name: getattr(parcel, name) for name in FACTS}) if not e.is_whole)


def _of(name: str) -> Callable[[Row], object]:
    return lambda row: getattr(row.parcel, name)


def _label(name: str) -> Callable[[Row], object]:
    labels = {code: str(label) for code, label in Parcel._meta.get_field(name).flatchoices}  # once, not for every row of an export
    return lambda row: labels.get(code := getattr(row.parcel, name), code)


_label_of_source = _label("idle_source")


def _area(key: str, label: str, value: Callable[[Row], Decimal], **more) -> Column:
    return Column(key, label, value, "area", "亩", width=12, **more)


COLUMNS = {column.key: column for column in (
    Column("parcel_no", "地块编号", _of("parcel_no"), "no", sort="parcel_no", width=16),
    Column("name", "地块名称", _of("name"), "name", width=28),
    Column("region", "县区", lambda row: row.parcel.region.name),
    Column("kind", "类别", lambda row: row.words[row.parcel.kind], "kind"),
    _area("area", "面积", _of("area"), sort="area", sum="area"),
    _area("accepted", "已验收", _of("accepted_area"), sum="accepted"),
    _area("in_transit", "在途", _of("in_transit_area")),
    _area("left", "未处置", _of("unfinished"), sort="left", sum="left"),
    Column("cause", "形成原因", _label("cause")),
    Column("deadline", "完成时限", _of("deadline_on"), "date", sort="deadline_on", width=12),
    Column("days", "离时限", lambda row: deadline_state(row).label, "days", width=12),
    Column("lead_unit", "责任单位", _of("lead_unit"), width=24),
    Column("elements", "要素", lambda row: f"{row.parcel.elements}/5", "elements", width=8),
    Column("gaps", "缺项", lambda row: missing_elements(row.parcel) or "不缺", "gaps", width=24),
    Column("status", "状态", lambda row: state_word("parcel", row.parcel.status).label, "status", width=12),
    Column("idle_source", "闲置来源", lambda row: _label_of_source(row) if row.parcel.kind == "idle" else "—", width=22),
    Column("measure", "拟采取措施", _of("planned_measure"), width=20),
    Column("location", "坐落", _of("location"), width=30),
    Column("park", "所在园区", _of("park"), width=20),
    Column("approval_no", "批准文号", lambda row: row.parcel.batch and row.parcel.batch.approval_no, width=26),
    Column("approved_on", "批准日期", lambda row: row.parcel.batch and row.parcel.batch.approved_on, "date", width=12),
    Column("agreed_start", "约定动工", _of("agreed_start_on"), "date", width=12),
    Column("started", "实际动工", _of("started_on"), "date", width=12),
    Column("land_user", "用地单位", _of("land_user"), width=24),
    Column("cadastral_code", "宗地代码", _of("cadastral_code"), width=22),
    Column("supervision_no", "电子监管号", _of("supervision_no"), width=22),
    Column("sponsor", "包保领导岗位", _of("sponsor_post"), width=22),
    Column("sponsor_unit", "分包乡办或单位", _of("sponsor_unit"), width=22),
    Column("planning", "多规合一", _label("planning_result"), width=12),
    Column("planning_on", "核对日期", _of("planning_on"), "date", width=12),
    Column("planning_code", "规划编号", _of("planning_code"), width=26),
    Column("updated", "最近更新", lambda row: local(row.parcel.updated_at).strftime("%Y-%m-%d %H:%M"), sort="updated_at", width=18),
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
