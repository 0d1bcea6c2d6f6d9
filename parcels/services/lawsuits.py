"""涉法涉诉: cases with their task forces, creditors and debtors (LAW-01 to LAW-03)."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import ParcelStatus
from ..models import Claim, Lawsuit, Parcel
from ..policies import may_keep_cases
from ..rules.lawsuits import check_claim, check_force, check_lawsuit, needs_force
from ..selectors.lawsuits import has_force
from .common import check_version, lock_parcel, permit, refuse

FIELDS = ("kind", "case_no", "court", "parties", "stage", "measure", "force_lead", "force_members")
_CLERKS = "涉法涉诉由县区填报员登记。"


@transaction.atomic
def open_lawsuit(parcel_id: int, *, actor: Actor, values: dict) -> Lawsuit:
    """登记一件案件. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        raise Conflict("这宗地已销号，不能再登记案件。确有案件的，由考核验收组恢复在册后再登记。", code="wrong_state")
    refuse(check_lawsuit(values))
    _refuse_twice(parcel, values.get("case_no", ""))
    row = _made(parcel, actor, values)
    record(actor=actor, action="open_lawsuit", obj=row, subject=f"parcel:{parcel.id}",
           after={name: value for name, value in snapshot(row, FIELDS).items() if value})
    return row


@transaction.atomic
def edit_lawsuit(lawsuit_id: int, *, actor: Actor, version: int | None, values: dict) -> Lawsuit:
    """修改案件; an unchanged form leaves no trace. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    permit(may_keep_cases(actor), _CLERKS)
    row = locked_lawsuit(lawsuit_id)
    check_version(row, version)
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values.get(name, getattr(row, name)))
    old, new = changes(before, snapshot(row, FIELDS))
    if not new:
        return row
    refuse(check_lawsuit(snapshot(row, FIELDS)))
    if "case_no" in new:
        _refuse_twice(row.parcel, row.case_no)
    row.version, row.updated_at = row.version + 1, clock.now()
    row.save(update_fields=[*new, "version", "updated_at"])
    record(actor=actor, action="edit_lawsuit", obj=row, subject=f"parcel:{row.parcel_id}", before=old, after=new)
    return row


@transaction.atomic
def add_claim(lawsuit_id: int, *, actor: Actor, side: str, name: str, amount: Decimal | None, is_mortgagee: bool, rank: int,
              basis: str = "") -> Claim:
    """登记一笔债权债务 (amount 元; None = not known). Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_cases(actor), _CLERKS)
    row = locked_lawsuit(lawsuit_id)
    values = {"side": side, "name": name, "amount": amount, "is_mortgagee": is_mortgagee, "rank": rank, "basis": basis}
    refuse(check_claim(values))
    claim = Claim.objects.create(region_id=row.region_id, lawsuit=row, **values)
    record(actor=actor, action="add_claim", obj=claim, subject=f"parcel:{row.parcel_id}",
           after={key: value for key, value in values.items() if value not in (None, "", False)})
    return claim


@transaction.atomic
def void_claim(claim_id: int, *, actor: Actor, reason: str) -> Claim:
    """作废一笔 with its reason. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    row = locked_lawsuit(Claim.objects.values_list("lawsuit_id", flat=True).get(pk=claim_id))
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    if claim.voided_at:
        raise Conflict("这一笔已经作废。", code="wrong_state")
    if not reason:
        raise Refusal("作废要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    claim.voided_at = clock.now()
    claim.save(update_fields=["voided_at"])
    record(actor=actor, action="void_claim", obj=claim, subject=f"parcel:{row.parcel_id}", after={"voided": True}, reason=reason)
    return claim


def open_by_cause(parcel: Parcel, *, actor: Actor, force: dict | None) -> dict:
    """选了“司法查封或抵押”的: a parcel without a task force gets its case with it, in the transaction of the choice; what of it
    is told in the trail. The parcel is saved and locked. Raises Refusal, Refusals."""
    if not needs_force(parcel.cause) or has_force(parcel):
        return {}
    refuse(check_force(force or {}))
    row = _made(parcel, actor, {"kind": force["case_kind"], "force_lead": force["force_lead"],
                                "force_members": force.get("force_members", "")})
    return {"lawsuit": f"{row.get_kind_display()}，专班牵头 {row.force_lead}"}


def _made(parcel: Parcel, actor: Actor, values: dict) -> Lawsuit:
    now = clock.now()
    return Lawsuit.objects.create(region_id=parcel.region_id, parcel=parcel, opened_at=now, opened_by_id=actor.user_id, updated_at=now,
                                  **{name: values[name] for name in FIELDS if values.get(name)})


def locked_lawsuit(lawsuit_id: int) -> Lawsuit:
    """锁: the parcel first, then the case."""
    parcel = lock_parcel(Lawsuit.objects.values_list("parcel_id", flat=True).get(pk=lawsuit_id), succeeded=True)
    row = Lawsuit.objects.select_for_update(of=("self",)).get(pk=lawsuit_id)
    row.parcel = parcel
    return row


def _refuse_twice(parcel: Parcel, case_no: str) -> None:
    if case_no and parcel.lawsuits.filter(case_no=case_no).exists():
        raise Refusal(f"这宗地已登记了案号“{case_no}”。请打开那一件修改；是另一件的，核对案号。", field="case_no", code="duplicate")
