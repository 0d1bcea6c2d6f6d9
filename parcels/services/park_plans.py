"""登记园区规划的进展 (MAP-01, MAP-02)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor

from ..models import Park, ParkPlanStep
from ..policies import may_keep_parks
from ..rules.park_plans import PLANS, STATES, check_step
from .common import permit, refuse


@transaction.atomic
def save_park_plan(park_id: int, *, actor: Actor, plan: str, state: str, on: date | None, doc_no: str = "", note: str = "") -> ParkPlanStep:
    """登记一步; those before it stay. Raises NotAllowed, Refusal or Refusals."""
    permit(may_keep_parks(actor), "园区规划由县区填报员或领导小组办公室登记。")
    park = Park.objects.select_for_update(of=("self",)).get(pk=park_id)
    refuse(check_step(plan, state, on, doc_no, clock.today()))
    row = ParkPlanStep.objects.create(region_id=park.region_id, park=park, plan=plan, state=state, on=on, doc_no=doc_no, note=note, at=clock.now(),
                                      by_id=actor.user_id)
    record(actor=actor, action="save_park_plan", obj=row, subject=f"park:{park.id}", label=f"{park.name} {PLANS[plan].label}",
           after={"state": PLANS[plan].done if state == "done" else STATES[state], "on": on, "doc_no": doc_no, "note": note})
    return row
