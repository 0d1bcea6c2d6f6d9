"""查分批供地: the projects with what was supplied for them, and one project's schedule (CTL-05)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from ..models import Supply, SupplyProject
from ..rules.projects import Part, needs_review, spread

SHOWN = 200


@dataclass(frozen=True)
class ProjectLine:
    """一个项目: what was supplied (亩) of it."""

    project: SupplyProject
    done: Decimal

    @property
    def needs_review(self) -> bool:
        return needs_review(self.project.planned_area)


def project_lines() -> list[ProjectLine]:
    """项目清单."""
    rows = SupplyProject.objects.select_related("region").annotate(
        done=Sum("supplies__area", filter=Q(supplies__voided_at=None))).order_by("-entered_at", "-id")[:SHOWN]
    return [ProjectLine(row, row.done or Decimal(0)) for row in rows]


def supplies_for(project: SupplyProject) -> QuerySet[Supply]:
    return Supply.objects.filter(project=project, voided_at=None).select_related("parcel").order_by("supplied_on", "id")


def schedule_of(project: SupplyProject, done: Decimal) -> list[Part]:
    """批次计划 with planned and done area."""
    return spread(project.parts.order_by("number").values_list("number", "area", "from_on"), done)
