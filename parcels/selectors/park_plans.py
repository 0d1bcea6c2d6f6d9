"""查园区规划: each park of the territory that a plan is asked of, how far it is, and how late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..models import Park, ParkPlanStep
from ..rules.park_plans import DONE, NONE, STATES, ParkPlan, days_late
from .measures import document_of


@dataclass(frozen=True)
class PlanLine:
    """一个园区的规划: the step that holds (None: 未启动) and the days that it is late."""

    park: Park
    step: ParkPlanStep | None
    word: str
    late: int

    @property
    def is_done(self) -> bool:
        return self.step is not None and self.step.state == DONE


def plan_lines(plan: ParkPlan, today: date) -> list[PlanLine]:
    """各园区: late and unfinished ones stand where they stand, in the order of counties and names."""
    parks = list(Park.objects.select_related("region").order_by("region__sort", "name", "id"))
    documents = {region.id: document_of(region) for region in {park.region_id: park.region for park in parks}.values()}
    steps: dict[int, ParkPlanStep] = {}
    for step in ParkPlanStep.objects.filter(plan=plan.key).select_related("by").order_by("id"):
        steps[step.park_id] = step
    return [_line(plan, park, steps.get(park.id), today) for park in parks if documents[park.region_id] not in plan.not_under]


def _line(plan: ParkPlan, park: Park, step: ParkPlanStep | None, today: date) -> PlanLine:
    state = step.state if step else NONE
    return PlanLine(park, step, plan.done if state == DONE else STATES[state], days_late(plan, state, today))
