"""对账: a comparison is kept as it was at that moment, talked about, and signed by a second person (驻政办〔2021〕19号 四)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.services.common import check_territory, permit
from tasks.models import Plan
from units.models import Region

from ..choices import Cause
from ..models import (
    Reconciliation,
    ReconciliationComment,
    ReconciliationFigure,
    ReconciliationRow,
    ReconciliationSign,
)
from ..policies import may_reconcile, may_sign_reconciliation
from ..rules.reconcile import may_be_signed
from ..selectors.reconcile import Comparison, comparison_of

MAKERS = "对账单由县区填报员或领导小组办公室出。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SIGNERS = "对账单由县区审核员、考核验收组或领导小组办公室签认。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
_BATCH = 2000


@transaction.atomic
def make_reconciliation(plan_id: int, region_id: int, *, actor: Actor, day: date, source: str) -> Reconciliation:
    """出对账单 of a county and day: the three columns and every difference as they are now. Raises NotAllowed, Refusal."""
    permit(may_reconcile(actor), MAKERS)
    check_territory(actor, region_id)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "region").get(pk=plan_id)
    region = Region.objects.get(pk=region_id)
    found = comparison_of(plan, region, day, actor, source)
    if found.intake is None and all(cell.stated is None for cell in found.line.cells):
        raise Refusal(f"{region.name} {day} 没有录入部系统的数，也没有交清单，无从对账。请先录入或换一个日期。", code="nothing_stated")
    last = Reconciliation.objects.filter(plan=plan, region=region, source=source, as_of_on=day).order_by("-number").first()
    made = Reconciliation.objects.create(
        plan=plan, region=region, source=source, as_of_on=day, number=last.number + 1 if last else 1, intake=found.intake,
        same=found.compared.same, made_at=clock.now(), made_by_id=actor.user_id)
    _freeze(made, found)
    record(actor=actor, action="make_reconciliation", obj=made, after={
        "as_of_on": day, "number": made.number, "rows": len(found.differences), "source": source})
    return made


def _freeze(made: Reconciliation, found: Comparison) -> None:
    ReconciliationFigure.objects.bulk_create([
        ReconciliationFigure(region_id=made.region_id, reconciliation=made, quota_class=cell.quota_class, quota=cell.quota,
                             ledger_area=cell.ledger, system_area=cell.system) for cell in found.line.cells])
    ReconciliationRow.objects.bulk_create([
        ReconciliationRow(region_id=made.region_id, reconciliation=made, quota_class=one.quota_class, cause=one.cause,
                          parcel_id=one.ledger.id if one.ledger else None, system_parcel_id=one.system.id if one.system else None,
                          ledger_area=one.ledger_area, system_area=one.system_area, note=one.note[:400])
        for one in found.differences], batch_size=_BATCH)


@transaction.atomic
def comment_reconciliation(pk: int, *, actor: Actor, text: str, row_id: int | None = None) -> ReconciliationComment:
    """写说明 on a 对账单 or one of its differences, until it is signed. Raises NotAllowed, Conflict, Refusal."""
    if not (may_reconcile(actor) or may_sign_reconciliation(actor)):
        raise NotAllowed(MAKERS)
    made = _open(pk)
    if not text:
        raise Refusal("说明没有写。请写清差在哪里、怎样核实的、以哪边为准。", field="text", code="missing")
    row = made.rows.filter(pk=row_id).first() if row_id else None
    if row_id and row is None:
        raise Refusal("这一处差异不在本对账单里。请从表里选。", field="row", code="no_row")
    said = ReconciliationComment.objects.create(region_id=made.region_id, reconciliation=made, row=row, text=text, said_at=clock.now(),
                                                said_by_id=actor.user_id)
    record(actor=actor, action="comment_reconciliation", obj=said, subject=f"reconciliation:{made.pk}", after={"text": text})
    return said


@transaction.atomic
def sign_reconciliation(pk: int, *, actor: Actor, is_signed: bool, opinion: str = "") -> ReconciliationSign:
    """签认 or send back. Raises NotAllowed (the maker, a wrong post), Conflict, Refusal (an unexplained rest without a word)."""
    permit(may_sign_reconciliation(actor), SIGNERS)
    made = _open(pk)
    if made.made_by_id == actor.user_id:
        raise NotAllowed("这张对账单是你出的，不能由你签认。请交另一个人。", code="same_person")
    if not is_signed and not opinion:
        raise Refusal("退回要写原因：哪一处要再核。对账人会看到原话。", field="opinion", code="reason_missing")
    open_area = sum(abs(one.amount) for one in made.rows.filter(cause__in=[Cause.REST, Cause.UNMATCHED]))
    if is_signed and not may_be_signed(open_area, made.comments.count()):
        raise Refusal(f"还有 {open_area:.2f} 亩没有分到宗地或没有配对，也没有一句说明，不能签认。请先在本页写明，或补交清单后重新对账。",
                      code="unexplained")
    sign = ReconciliationSign.objects.create(region_id=made.region_id, reconciliation=made, is_signed=is_signed, opinion=opinion,
                                             signed_at=clock.now(), signed_by_id=actor.user_id)
    record(actor=actor, action="sign_reconciliation" if is_signed else "return_reconciliation", obj=made, reason=opinion,
           after={"number": made.number})
    return sign


def _open(pk: int) -> Reconciliation:
    """The 对账单, locked, while nobody has decided on it. Raises Conflict."""
    made = Reconciliation.objects.select_for_update(of=("self",)).select_related("region").get(pk=pk)
    sign = ReconciliationSign.objects.filter(reconciliation=made).first()
    if sign is not None:
        raise Conflict(f"“{made}”已{'签认' if sign.is_signed else '退回'}，不能再改。要再对，请重新出一张。", code="wrong_state")
    return made
