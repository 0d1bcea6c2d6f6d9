"""演示的拟定: in September the office draws up the plan of the next year after the present one; it is not issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from landplan.lib import clock
from landplan.lib.actors import Actor
from tasks.models import Plan, PlanDraft
from tasks.rules.drafts import CARRIED
from tasks.services import copy_plan

from .step import Step

TITLE = "驻马店市2022年批而未用土地盘活利用专项行动方案（演示，拟定中）"


def plan_steps(plan: Plan, office: Actor) -> Iterator[Step]:
    """照今年的方案拟定明年的."""
    yield Step(clock.shanghai(2021, 9, 16, 15, 20), "拟定明年方案", office, lambda actor: _copy(plan, actor))


def _copy(plan: Plan, actor: Actor) -> None:
    if not PlanDraft.objects.filter(source=plan).exists():
        copy_plan(plan.id, actor=actor, region_id=plan.region_id, number="驻政办〔2022〕1号", title=TITLE, dated_on=date(2022, 1, 10),
                  carried=list(CARRIED))
