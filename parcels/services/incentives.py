"""激励申请, its decision, what is recovered of it; and 惩戒 (DSP-46 to DSP-48)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import IncentiveState, Kind
from ..models import Covenant, Enterprise, Finding, Incentive, LandUse, Recovery, Sanction
from ..policies import may_decide_incentive, may_keep_enterprises
from ..rules.incentives import check_application, check_decision, check_recovery, check_sanction
from .common import lock_parcel, permit, refuse
from .enterprises import lock_enterprise

_CLERKS = "激励申请、惩戒和追缴由县区填报员登记。"


@transaction.atomic
def apply_incentive(enterprise_id: int, *, actor: Actor, parcel_id: int, project: str, is_qualifying: bool, qualifying_no: str, content: str,
                    applied_on: date, amount: Decimal | None = None, covenant_id: int | None = None) -> Incentive:
    """登记激励申请 (元). Raises NotAllowed, Refusal or Refusals that say which condition failed."""
    permit(may_keep_enterprises(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    firm = Enterprise.objects.get(pk=enterprise_id)
    if not LandUse.objects.filter(enterprise=firm, parcel=parcel).exists():
        raise Refusal(f"“{firm.name}”没有登记在宗地 {parcel.parcel_no} 的用地。请先登记用地。", field="parcel", code="no_use")
    finding = parcel.findings.filter(kind=Kind.INEFFICIENT).standing().first()
    refuse(check_application(has_finding=finding is not None, is_qualifying=is_qualifying, qualifying_no=qualifying_no, applied_on=applied_on,
                             today=clock.today()))
    if covenant_id and not Covenant.objects.filter(pk=covenant_id, parcel=parcel).exists():
        raise Refusal("这份协议不是这宗地的。请从本宗的协议里选。", field="covenant", code="not_found")
    values = {"project": project, "qualifying_no": qualifying_no, "content": content, "amount": amount, "applied_on": applied_on}
    row = Incentive.objects.create(region_id=firm.region_id, enterprise=firm, parcel=parcel, finding=finding, covenant_id=covenant_id,
                                   entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="apply_incentive", obj=row, subject=f"enterprise:{firm.id}", after=values | {"covenant": covenant_id})
    return row


@transaction.atomic
def decide_incentive(incentive_id: int, *, actor: Actor, state: str, granted: Decimal | None, decided_no: str, decided_on: date) -> Incentive:
    """审批. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_decide_incentive(actor), "激励申请由县区审核员登记审批。")
    row = _locked(incentive_id)
    permit(row.entered_by_id != actor.user_id, "这份申请是你登记的，不能由你审批。请交另一位办理。")
    if row.state != IncentiveState.APPLIED:
        raise Conflict(f"这份申请已是{row.get_state_display()}。请刷新页面看最新状态。", code="wrong_state")
    refuse(check_decision(state, granted, decided_on, row.applied_on, clock.today()))
    row.state, row.granted = state, granted if state == IncentiveState.GRANTED else None
    row.decided_no, row.decided_on, row.decided_by_id = decided_no, decided_on, actor.user_id
    row.save(update_fields=["state", "granted", "decided_no", "decided_on", "decided_by"])
    record(actor=actor, action="decide_incentive", obj=row, subject=f"enterprise:{row.enterprise_id}",
           after={"state": row.get_state_display(), "granted": row.granted, "decided_no": decided_no, "decided_on": decided_on})
    return row


@transaction.atomic
def add_recovery(incentive_id: int, *, actor: Actor, amount: Decimal, paid_on: date, doc_no: str) -> Recovery:
    """登记追缴 (元) of a cancelled incentive. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_keep_enterprises(actor), _CLERKS)
    row = _locked(incentive_id)
    if row.state != IncentiveState.CANCELLED:
        raise Conflict(f"这份申请是{row.get_state_display()}，没有要追缴的。取消以后才登记追缴。", code="wrong_state")
    paid = sum(row.recoveries.values_list("amount", flat=True), Decimal(0))
    refuse(check_recovery(amount, row.to_recover - paid, paid_on, clock.today()))
    made = Recovery.objects.create(region_id=row.region_id, incentive=row, amount=amount, paid_on=paid_on, doc_no=doc_no, at=clock.now(),
                                   by_id=actor.user_id)
    record(actor=actor, action="add_recovery", obj=made, subject=f"enterprise:{row.enterprise_id}",
           after={"amount": amount, "paid_on": paid_on, "doc_no": doc_no})
    return made


@transaction.atomic
def impose_sanction(enterprise_id: int, *, actor: Actor, kind: str, from_on: date, basis_no: str, situation: str, is_uncooperative: bool,
                    term_until: date | None = None) -> Sanction:
    """登记惩戒. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_keep_enterprises(actor), _CLERKS)
    firm = lock_enterprise(enterprise_id)
    finding = standing_finding(firm)
    refuse(check_sanction(kind, has_finding=finding is not None, is_uncooperative=is_uncooperative, term_until=term_until, from_on=from_on,
                          found_on=finding and finding.found_on, today=clock.today()))
    if firm.sanctions.filter(kind=kind, until_on=None).exists():
        raise Conflict("这家企业的这项惩戒正在执行。要改的，先解除再登记。", code="in_force")
    values = {"kind": kind, "from_on": from_on, "basis_no": basis_no, "situation": situation, "term_until": term_until,
              "is_uncooperative": is_uncooperative}
    row = Sanction.objects.create(region_id=firm.region_id, enterprise=firm, finding=finding, entered_at=clock.now(), entered_by_id=actor.user_id,
                                  **values)
    record(actor=actor, action="impose_sanction", obj=row, subject=f"enterprise:{firm.id}", after=values)
    return row


@transaction.atomic
def end_sanction(sanction_id: int, *, actor: Actor, until_on: date, end_no: str) -> Sanction:
    """解除惩戒. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_enterprises(actor), _CLERKS)
    row = Sanction.objects.select_for_update(of=("self",)).get(pk=sanction_id)
    if row.until_on:
        raise Conflict(f"这项惩戒 {row.until_on} 已解除。", code="wrong_state")
    if until_on <= row.from_on:
        raise Refusal(f"解除日期 {until_on} 不晚于起始日期 {row.from_on}。请核对日期。", field="until_on", code="day_order")
    row.until_on, row.end_no = until_on, end_no
    row.save(update_fields=["until_on", "end_no"])
    record(actor=actor, action="end_sanction", obj=row, subject=f"enterprise:{row.enterprise_id}", after={"until_on": until_on, "end_no": end_no})
    return row


def standing_finding(firm: Enterprise) -> Finding | None:
    """有效的低效认定 of land that the enterprise uses."""
    used = LandUse.objects.filter(enterprise=firm, until_on=None).values("parcel")
    return Finding.objects.standing().filter(kind=Kind.INEFFICIENT, parcel__in=used).order_by("-found_on", "-id").first()


def _locked(incentive_id: int) -> Incentive:
    """The parcel first, then the incentive."""
    lock_parcel(Incentive.objects.values_list("parcel_id", flat=True).get(pk=incentive_id))
    return Incentive.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=incentive_id)
