"""项目 as it is entered; 100 亩以上工业项目: the size is reviewed, and the land supplied in batches by a schedule (CTL-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..choices import ProjectKind
from .purposes import INDUSTRIAL_PROJECT

LIMIT = Decimal(100)  # 亩
BASIS = "洛政办〔2021〕16号 二（二）5“新建工业项目拟占地面积 100 亩以上的，应严格审核建设规模，根据建设周期分批供地”"
DOCUMENT, SINCE = INDUSTRIAL_PROJECT.document, date(2021, 4, 28)
NOTE = "“100 亩以上”含 100 亩（本系统的约定，与法律用语的“以上”一致）"


def needs_review(need: Decimal | None, kind: str = ProjectKind.INDUSTRY) -> bool:
    """要不要审核建设规模: an industrial project of 100 亩 and more; one whose need is not entered is not known to be."""
    return kind == ProjectKind.INDUSTRY and need is not None and need >= LIMIT


def governs(document: str, day: date) -> bool:
    """这个文件、这一天 asks for the review and the batches: 洛阳's, from the day it was issued."""
    return document == DOCUMENT and day >= SINCE


@dataclass(frozen=True)
class Part:
    """一批: planned from a day on, and what of it was supplied (亩)."""

    number: int
    area: Decimal
    from_on: date
    done: Decimal = Decimal(0)


def spread(parts: Iterable[tuple[int, Decimal, date]], done: Decimal) -> list[Part]:
    """已供 over the batches in their order; what is more stands in none."""
    found = []
    for number, area, from_on in parts:
        here = min(area, done)
        done -= here
        found.append(Part(number, area, from_on, here))
    return found


def check_values(values: dict) -> list[Refusal]:
    """登记项目."""
    if values.get("need") is not None and values["need"] <= 0:
        return [Refusal("用地需求要大于 0；不清楚的留空。", field="need", code="area_range")]
    return []


def check_reviewed(reviewed: Decimal | None, changed: Iterable[str]) -> list[Refusal]:
    """A change of a project whose size was reviewed: its need and its kind stand."""
    fixed = {"need": "用地需求", "kind": "用地类型"}
    if reviewed is None:
        return []
    return [Refusal(f"建设规模已审核（{show(reviewed)} 亩），{fixed[name]}不能再改。规模变了的，按新项目登记、重新审核。",
                    field="area" if name == "need" else name, code="reviewed")
            for name in changed if name in fixed]


def check_loose(size: Decimal) -> list[Refusal]:
    """A supply of industrial land that names no project: `size` is what the parcel has supplied with it."""
    if not needs_review(size):
        return []
    return [Refusal(f"本宗工业用地供应合计 {show(size)} 亩，达到 {show(LIMIT, 0)} 亩，没有选已审核规模的项目"
                    f"（{BASIS}）。"
                    f"{INDUSTRIAL_PROJECT.told}。请先在“项目用地”登记项目、审核规模、排出批次，再选这个项目。",
                    field="project", code="review_missing")]


def check_project(name: str, planned: Decimal | None, reviewed: Decimal | None, parts: list[tuple[int, Decimal, date]], done: Decimal,
                  area: Decimal, day: date) -> list[Refusal]:
    """A supply for an industrial project: `done` was supplied for it before, `area` now, on `day` (亩)."""
    total = done + area
    if planned is None:
        return [] if not needs_review(total) else [Refusal(
            f"“{name}”连同这次供应 {show(total)} 亩，达到 {show(LIMIT, 0)} 亩，用地需求没有填（{BASIS}）。请先在项目里填上，再审核建设规模。",
            field="project", code="review_missing")]
    if reviewed is None and not needs_review(planned):
        return [] if total <= planned else [Refusal(
            f"“{name}”连同这次供应 {show(total)} 亩，超过用地需求 {show(planned)} 亩。请核对面积。", field="area", code="area_over")]
    if reviewed is None:
        return [Refusal(f"“{name}”用地需求 {show(planned)} 亩，达到 {show(LIMIT, 0)} 亩，还没有审核建设规模，不能供地（{BASIS}）。请先登记审核。",
                        field="project", code="review_missing")]
    due = sum((part_area for _, part_area, from_on in parts if from_on <= day), Decimal(0))
    if total > due:
        return [Refusal(f"“{name}”连同这次供应 {show(total)} 亩，到 {day} 按批次计划可供 {show(due)} 亩（{BASIS}）。"
                        "请按计划分批供应，或先调整批次计划。", field="area", code="ahead_of_schedule")]
    return []


def check_review(planned: Decimal | None, reviewed: Decimal, reviewed_on: date, today: date) -> list[Refusal]:
    """审核规模."""
    found = []
    if planned is None:
        found.append(Refusal("项目的用地需求没有填，不能审核建设规模。请填报员先在项目里填上。", code="missing"))
    elif not 0 < reviewed <= planned:
        found.append(Refusal(f"审核的规模 {show(reviewed)} 亩不在 0 与用地需求 {show(planned)} 亩之间。请核对。", field="area", code="area_over"))
    if reviewed_on > today:
        found.append(Refusal(f"审核日期 {reviewed_on} 晚于今天 {today}。请写实际日期。", field="reviewed_on", code="day_future"))
    return found


def check_part(reviewed: Decimal | None, laid_out: Decimal, area: Decimal, from_on: date, last: date | None) -> list[Refusal]:
    """再排一批: the review comes first, and the batches together are no more than the size reviewed."""
    if reviewed is None:
        return [Refusal("还没有审核建设规模，不能排批次。请先登记审核。", code="review_missing")]
    found = []
    if area <= 0 or laid_out + area > reviewed:
        found.append(Refusal(f"计划供地面积 {show(area)} 亩不在 0 与还没有排的 {show(reviewed - laid_out)} 亩之间。请核对。",
                             field="area", code="area_over"))
    if last and from_on < last:
        found.append(Refusal(f"计划供地日期 {from_on} 早于上一批的 {last}。请按先后排。", field="from_on", code="day_order"))
    return found
