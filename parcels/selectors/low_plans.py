"""查低效方案: the list with how far each is, and one plan with what its document wants of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from ..models import LowPlan, LowPlanContent
from ..rules.low_plans import Wanted, wanted_by


@dataclass(frozen=True)
class ContentLine:
    """一项内容: code, the document's word for it, and what is there (None = missing)."""

    code: str
    label: str
    row: LowPlanContent | None


def low_plan_rows() -> QuerySet[LowPlan]:
    """全部方案 of the territory."""
    return LowPlan.objects.select_related("region", "drafted_by")


def low_plan_lines(rows: QuerySet[LowPlan]) -> list[tuple[LowPlan, list[str]]]:
    """方案 and the words of the contents that each still lacks."""
    plans = list(rows.prefetch_related("contents"))
    return [(plan, [line.label for line in content_lines(plan) if line.row is None]) for plan in plans]


def content_lines(plan: LowPlan) -> list[ContentLine]:
    """各项内容 that the plan's document wants, in its order."""
    there = {row.code: row for row in plan.contents.all()}
    return [ContentLine(code, label, there.get(code)) for code, label in wanted_of(plan).contents.items()]


def wanted_of(plan: LowPlan) -> Wanted:
    """所依文件的要求."""
    return wanted_by(plan.document_no)
