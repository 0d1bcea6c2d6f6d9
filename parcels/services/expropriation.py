"""记征收进展 (DSP-02, DSP-51)."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor

from ..models import Expropriation
from ..policies import may_keep_cases
from ..rules.expropriation import check_expropriation
from .common import check_version, lock_parcel, permit, refuse
from .parcels import refuse_closed

FIELDS = ("plan_no", "plan_on", "compensated_on", "handover_due_on", "handed_over_on", "is_forest", "forest_no", "forest_on")


@transaction.atomic
def save_expropriation(parcel_id: int, *, actor: Actor, version: int | None, values: dict) -> Expropriation:
    """记征收进展; `version` 0 = nothing was there. The same again leaves no trace. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    permit(may_keep_cases(actor), "征收进展由县区填报员登记。")
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    row = Expropriation.objects.filter(parcel=parcel).first() or Expropriation(region_id=parcel.region_id, parcel=parcel, version=0)
    check_version(row, version)
    refuse(check_expropriation(values, clock.today()))
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values[name])
    old, new = changes(before, snapshot(row, FIELDS))
    if new:
        row.version += 1
        row.save()
        record(actor=actor, action="save_expropriation", obj=row, subject=f"parcel:{parcel.id}", before=old, after=new)
    return row
