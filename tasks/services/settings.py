"""改方案设置: what the document leaves open, decided by the office with a reason; every change is kept."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from parcels.services.common import check_version, permit

from ..models import Plan
from ..policies import may_govern
from ..rules.settings import EDITABLE

OFFICE = "方案设置由本方案的领导小组办公室改。"


@transaction.atomic
def change_settings(plan_id: int, *, actor: Actor, version: int | None, reason: str, values: dict) -> Plan:
    """改设置 on the version that the person saw. Frozen reports stay as they are; what is computed follows the new value.

    Raises NotAllowed, VersionMissing, Conflict, or Refusal without a reason or without a change.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    permit(may_govern(actor, plan.region_id), OFFICE)
    check_version(plan, version)
    before = snapshot(plan, EDITABLE)
    for name in EDITABLE:
        setattr(plan, name, values.get(name, getattr(plan, name)))
    old, new = changes(before, snapshot(plan, EDITABLE))
    if not new:
        raise Refusal("没有改动任何设置。要改哪一项，请先改它再保存；不改的，返回即可。", code="unchanged")
    if not reason:
        raise Refusal("改方案设置要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")
    plan.version += 1
    plan.save()
    record(actor=actor, action="change_settings", obj=plan, before=old, after=new, reason=reason)
    return plan
