"""违法查处: opened by the days of a parcel, its number, decision and result entered by the clerk (DSP-18)."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor

from ..models import Parcel, ViolationCase
from ..policies import may_keep_cases
from ..rules.violations import EARLIEST, check_case, is_new
from ..selectors.measures import document_of
from .common import check_version, lock_parcel, permit, refuse

FIELDS = ("case_no", "filed_on", "decision_no", "result", "closed_on")


def open_by_use(parcel: Parcel, *, actor: Actor) -> dict:
    """新增未供即用的立案 of a parcel that is saved and locked; what of it is told in the trail of the step that showed it. A case
    that is there already learns the day of the supply, and before it has a number a corrected day of use."""
    used_on = parcel.started_on
    supplied_on = parcel.supplies.filter(voided_at=None).values_list("supplied_on", flat=True).order_by("supplied_on").first() if used_on else None
    if used_on is None or max(used_on, supplied_on or used_on) <= EARLIEST:
        return {}
    if not is_new(document_of(parcel.region), kind=parcel.kind, used_type=parcel.used_type, used_on=used_on, supplied_on=supplied_on):
        return {}
    row = parcel.violations.filter(used_on=used_on).first() or parcel.violations.filter(case_no="", closed_on=None).first()
    if row and (row.used_on, row.supplied_on) == (used_on, supplied_on):
        return {}
    if row is None:
        row = ViolationCase(region_id=parcel.region_id, parcel=parcel, used_on=used_on, opened_at=clock.now(), opened_by_id=actor.user_id)
    row.used_on, row.supplied_on = used_on, supplied_on
    row.save()
    return {"violation": f"新增未供即用，{used_on} 开始使用，{f'{supplied_on} 供应' if supplied_on else '没有供应'}，依法查处"}


@transaction.atomic
def edit_violation(violation_id: int, *, actor: Actor, version: int | None, values: dict) -> ViolationCase:
    """记查处情况. The same again leaves no trace. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    permit(may_keep_cases(actor), "违法查处由县区填报员登记。")
    parcel = lock_parcel(ViolationCase.objects.values_list("parcel_id", flat=True).get(pk=violation_id))
    row = ViolationCase.objects.select_for_update(of=("self",)).get(pk=violation_id)
    row.parcel = parcel
    check_version(row, version)
    refuse(check_case(values, today=clock.today()))
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values[name])
    old, new = changes(before, snapshot(row, FIELDS))
    if new:
        row.version += 1
        row.save()
        record(actor=actor, action="edit_violation", obj=row, subject=f"parcel:{parcel.id}", before=old, after=new)
    return row
