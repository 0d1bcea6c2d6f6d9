"""政策库: how a document stands on a day, what it must say, what one is to another (POL-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from landplan.lib.errors import Refusal
from units.choices import RegionLevel

from ..choices import DocumentLevel, DocumentState, RelationKind

EXPIRY_DAYS = 90  # where no plan says otherwise
CONVENTION = ("市的文件由领导小组办公室登记，县区的由本县区填报员登记；省和国家的由办公室登记，各县区都看得到。县区只看到本县区和上级的文件。"
              "方案的文件随方案装入，不在这里改（本系统的约定）")
# the same relation, read from the other side
REVERSE = {RelationKind.BASIS: "是它的依据", RelationKind.SUPPORTS: "有配套", RelationKind.AMENDS: "被修改", RelationKind.REPEALS: "被废止",
           RelationKind.JOINT: "结合推进"}
_LEVELS = {RegionLevel.CITY: (DocumentLevel.CITY,), RegionLevel.COUNTY: (DocumentLevel.COUNTY, DocumentLevel.DISTRICT)}
UPPER = (DocumentLevel.NATION, DocumentLevel.PROVINCE)


@dataclass(frozen=True)
class State:
    """文件的情形; `days` until (or since) the last valid day, where there is one."""

    code: str
    days: int | None = None

    @property
    def label(self) -> str:
        if self.code == DocumentState.NEAR:
            return f"还有 {self.days} 天满有效期" if self.days else "今天满有效期"
        return DocumentState(self.code).label


def state_of(valid_from: date | None, last_valid_on: date | None, repealed_on: date | None, day: date, near: int) -> State:
    """情形 on `day`; repealed from its day on, expired from the day after the last."""
    if repealed_on is not None and repealed_on <= day:
        return State(DocumentState.REPEALED)
    left = (last_valid_on - day).days if last_valid_on else None
    if left is not None and left < 0:
        return State(DocumentState.EXPIRED, -left)
    if valid_from is not None and valid_from > day:
        return State(DocumentState.COMING, left)
    if left is None:
        return State(DocumentState.OPEN)
    return State(DocumentState.NEAR if left <= near else DocumentState.VALID, left)


def levels_for(region_level: str, *, is_office: bool) -> list[tuple[str, str]]:
    """这个岗位能登记哪几级的文件."""
    mine = [(one.value, one.label) for one in _LEVELS.get(region_level, ())]
    return [*mine, *((one.value, one.label) for one in UPPER)] if is_office else mine


def check_document(values: dict, today: date, levels: list[tuple[str, str]]) -> list[Refusal]:
    """登记一份文件要写什么; what is not known stays empty."""
    found = []
    if not values.get("title"):
        found.append(Refusal("标题没有填。请照文件写全称。", field="title", code="missing"))
    if values.get("level") not in dict(levels):
        labels = "、".join(label for _, label in levels) or "（没有）"
        found.append(Refusal(f"层级“{values.get('level') or '未选'}”的文件不由你登记。你的岗位可登记：{labels}（{CONVENTION}）。", field="level",
                             code="level"))
    for name, label in (("dated_on", "成文日期"), ("issued_on", "印发日期")):
        if values.get(name) and values[name] > today:
            found.append(Refusal(f"{label} {values[name]} 晚于今天 {today}。请写文件上的日期。", field=name, code="day_future"))
    if values.get("dated_on") and values.get("issued_on") and values["issued_on"] < values["dated_on"]:
        found.append(Refusal(f"印发日期 {values['issued_on']} 早于成文日期 {values['dated_on']}。请核对文件。", field="issued_on", code="day_order"))
    if values.get("valid_from") and values.get("valid_until") and values["valid_until"] < values["valid_from"]:
        found.append(Refusal(f"有效期止 {values['valid_until']} 早于有效期起 {values['valid_from']}。请核对文件。", field="valid_until",
                             code="day_order"))
    return found


def check_relation(kind: str, from_on: date | None, today: date) -> list[Refusal]:
    """废止要有日期; the other relations may have none."""
    if kind == RelationKind.REPEALS and from_on is None:
        return [Refusal("废止没有写自哪一日起。请照文件填废止的日期。", field="from_on", code="missing")]
    if from_on is not None and from_on.year > today.year + 10:
        return [Refusal(f"日期 {from_on} 太远。请核对文件。", field="from_on", code="day_future")]
    return []
