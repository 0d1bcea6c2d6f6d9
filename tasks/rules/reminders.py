"""提醒: which stage a due is in on a day, and how it is said (CYC-13, CYC-14, TSK-04)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

LATE, LATE_DAYS = "late", 30
CONVENTION = ("按方案设置的天数（默认到期前 30、7、1 天）、到期当天和逾期后各提醒一次；同一单位、同一时限、同一阶段只提醒一次。"
              f"机器停过几天的，补最近的一个阶段；逾期超过 {LATE_DAYS} 天的不再新发。办结的，提醒随即取消（本系统的约定，文件没有写）")


@dataclass(frozen=True)
class Due:
    """一个时限 of one unit: who is reminded (roles in a region, or a unit), of what, by when, and where it is done."""

    key: str
    due_on: date
    region_id: int
    to: str
    title: str
    url: str
    roles: tuple[str, ...] = ()
    unit_id: int | None = None
    text: str = ""
    days: tuple[int, ...] = field(default=(30, 7, 1))


def days_of(setting: str) -> tuple[int, ...]:
    """方案设置 as numbers: 30,7,1."""
    return tuple(int(part) for part in setting.split(","))


def county_key(milestone_id: int, region_id: int) -> str:
    """键 of a milestone that a county meets for itself."""
    return f"milestone:{milestone_id}:county:{region_id}"


def unit_key(milestone_id: int, unit_id: int) -> str:
    """键 of a milestone that one of the units of its task meets."""
    return f"milestone:{milestone_id}:{unit_id}"


def obligation_key(obligation_id: int, region_id: int, unit_id: int | None, park_id: int | None = None) -> str:
    """键 of what a region, or one of its units or parks, must issue or set up."""
    return f"obligation:{obligation_id}:{region_id}" + (f":{unit_id}" if unit_id else "") + (f":park:{park_id}" if park_id else "")


def document_key(document_id: int, region_id: int) -> str:
    """键 of a document's end of validity, as a region minds it."""
    return f"document:{document_id}:{region_id}"


def case_key(case_id: int) -> str:
    """键 of the day by which a case of 督办奖惩 is to be done."""
    return f"case:{case_id}"


def inquiry_key(inquiry_id: int) -> str:
    """键 of a question that waits for its answer."""
    return f"inquiry:{inquiry_id}"


def stage_of(due_on: date, day: date, days: tuple[int, ...]) -> str | None:
    """到哪个阶段了: the nearest one that has come; None before the first and long after the day."""
    left = (due_on - day).days
    if left < 0:
        return LATE if -left <= LATE_DAYS else None
    come = [one for one in (*days, 0) if left <= one]
    return str(min(come)) if come else None


def said(due_on: date, day: date) -> str:
    """还有几天."""
    left = (due_on - day).days
    return f"已逾期 {-left} 天" if left < 0 else "今天到期" if left == 0 else f"还有 {left} 天到期"
