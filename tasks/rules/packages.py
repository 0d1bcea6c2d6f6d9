"""台账报送: what goes with a package, when it is late, who looks at it (LED-19, LED-20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..choices import PaperKind

REVIEW = "驻政办〔2021〕19号 附件1 二“负责汇总审核各县（区）批而未用土地摸排登记台账，并对全市批而未用土地盘活利用情况进行分析研判”"
# 排查登记组 and the office are both led by the head of the bureau in which the office sits
CONVENTION = "报考核验收组的由承担“考核验收”的岗位审核；报排查登记组、市政府的由承担“汇总审核台账”的岗位审核，办公室可以代办（见“职能”页）"
FIRST_COUNTS = "迟报天数按首次报送算，截止日当天不算迟；退回后重报的日期另列（本系统的约定）"
ACCEPTANCE = "考核验收组"


def papers_needed(title: str) -> list[PaperKind]:
    """要附的材料: what the duty names besides the ledger."""
    return [kind for kind in (PaperKind.PLAN, PaperKind.SUMMARY) if kind.label in title]


def days_late(sent_on: date | None, due_on: date) -> int:
    """迟报天数: the due day itself is in time."""
    return max(0, (sent_on - due_on).days) if sent_on else 0


def check_papers(title: str, kinds: Iterable[str], basis: str) -> list[Refusal]:
    """能否报送: every paper that the duty names is there."""
    there = set(kinds)
    return [Refusal(f"还没有上传“{kind.label}”。“{title}”要把它和台账一起报（{basis}）；请先上传扫描件再报送。", field="file", code="paper_missing")
            for kind in papers_needed(title) if kind not in there]


@dataclass(frozen=True)
class Line:
    """台账的一宗, for comparing two editions."""

    parcel_no: str
    name: str
    kind: str
    area: Decimal


@dataclass(frozen=True)
class Difference:
    """一处不同: 新增, 减少, or what changed from → to."""

    what: str
    line: Line
    told: str = ""


def differences(before: dict[int, Line], after: dict[int, Line], words: dict[str, str]) -> list[Difference]:
    """两次报送的不同 by parcel: gone, added, of another kind or area; `words` names the kinds."""
    found = [Difference("新增", line) for key, line in after.items() if key not in before]
    found += [Difference("减少", line) for key, line in before.items() if key not in after]
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        told = [f"{words[old.kind]} → {words[new.kind]}"] if old.kind != new.kind else []
        told += [f"{show(old.area)} → {show(new.area)} 亩"] if old.area != new.area else []
        if told:
            found.append(Difference("变化", new, "，".join(told)))
    order = {"新增": 0, "减少": 1, "变化": 2}
    return sorted(found, key=lambda one: (order[one.what], one.line.parcel_no))
