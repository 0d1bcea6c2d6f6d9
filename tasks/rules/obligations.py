"""应建应发 and 周期任务: how each stands on a day, whose it is, what a record must hold (POL-02, POL-04, ORG-08, ORG-09, TSK-08)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from landplan.lib.errors import Refusal

from ..choices import ObligationKind

COUNTING = ("时限当天 24 时前都算按期，次日起算逾期（C-14）；文件没有写时限的显示“未规定”，只列“未登记”，永不逾期。"
            "文件写明应有内容的，登记时没有勾全的标“不完整”。每园区一份的按登记的园区列；没有登记园区的县区列县区自己")
CONVENTION = ("各县区的由本县区填报员登记，市级的由领导小组办公室登记；登记错了由登记的一方作废，写明原因（本系统的约定，文件没有写登记手续）")
PERIODS = ("按日历的月、季、半年、年各生成一次，期末日为时限；“各县区”办的每县区一份，其余由牵头的组或办公室办一份。"
           "周报另有自己的日历，见“周报”（本系统的约定）")


class Standing(StrEnum):
    OVERDUE = "overdue"
    INCOMPLETE = "incomplete"
    MISSING = "missing"  # not recorded, no deadline
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Mark:
    """一份的情形; `days` late, or left; `lacking` names what its document lacks."""

    standing: Standing
    days: int = 0
    lacking: tuple[str, ...] = ()


def mark_of(due_on: date | None, parts: Sequence[str], issued_on: date | None, has: Iterable[str], day: date) -> Mark:
    """情形 on `day`; `issued_on` None = not recorded."""
    if issued_on is not None:
        late = max(0, (issued_on - due_on).days) if due_on else 0
        lacking = tuple(one for one in parts if one not in set(has))
        return Mark(Standing.INCOMPLETE if lacking else Standing.DONE, late, lacking)
    if due_on is None:
        return Mark(Standing.MISSING)
    return Mark(Standing.OVERDUE if day > due_on else Standing.OPEN, abs((day - due_on).days))


def check_record(kind: str, values: dict, today: date) -> list[Refusal]:
    """登记要写什么."""
    found = []
    if not values.get("doc_no"):
        found.append(Refusal("文号没有填。请填印发或成立的文件文号。", field="doc_no", code="missing"))
    if values.get("issued_on") is None:
        found.append(Refusal("印发日期没有填。请填文件上的日期。", field="issued_on", code="missing"))
    elif values["issued_on"] > today:
        found.append(Refusal(f"印发日期 {values['issued_on']} 晚于今天 {today}。印发后再登记。", field="issued_on", code="day_future"))
    if kind == ObligationKind.BODY and not values.get("leader_post"):
        found.append(Refusal("负责岗位没有填。请写组长或负责人的岗位，不写姓名。", field="leader_post", code="missing"))
    if kind == ObligationKind.BODY and not values.get("members"):
        found.append(Refusal("组成单位没有填。请写由哪些单位和岗位组成，不写姓名。", field="members", code="missing"))
    return found


def is_each_county(by: str) -> bool:
    """各县区分别办."""
    return by.startswith("各")


def falls_to_county(obligated: str) -> bool:
    """没有登记园区的县区自己也要办: where the document asks the county (or its one park's committee), not the parks by name."""
    return not obligated.startswith("各产业集聚区")


def desk_for(by: str, *, in_county: bool) -> str:
    """由哪个岗位办: the clerk in a county, else the acceptance group or the office."""
    if in_county:
        return "county_clerk"
    return "acceptance_group" if by.startswith("考核验收组") else "office"
