"""监管协议: entered with its contract, judged, and the return of land to 低效 when its terms are not met (CTL-03, DSP-48)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import CovenantKind, CovenantState, IncentiveState, Kind, ParcelStatus
from ..models import Covenant, KindSpan, Parcel
from ..policies import may_accept, may_judge_covenant, may_keep_covenants
from ..rules.covenants import UNMET_BASIS, check_covenant, check_judgement
from .common import lock_parcel, permit, refuse, save_parcel
from .write_off import relist_parcel

FIELDS = ("kind", "party", "signer", "signer_name", "covenant_no", "signed_on", "due_on", "intensity", "tax_per_mu", "start_on", "finish_on",
          "reward", "exit", "terms")


@transaction.atomic
def add_covenant(parcel_id: int, *, actor: Actor, values: dict, supply_id: int | None = None) -> Covenant:
    """登记协议 (`values` of FIELDS). Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_covenants(actor), "监管协议由县区填报员登记。")
    parcel = lock_parcel(parcel_id)
    supply = parcel.supplies.filter(pk=supply_id, voided_at=None).first() if supply_id else None
    refuse(check_covenant(values, park=parcel.park, supplied_on=supply and supply.supplied_on, today=clock.today()))
    if Covenant.objects.filter(region_id=parcel.region_id, covenant_no=values["covenant_no"]).exists():
        raise Refusal(f"本县区已登记过协议 {values['covenant_no']}。请核对编号。", field="covenant_no", code="duplicate")
    row = Covenant.objects.create(region_id=parcel.region_id, parcel=parcel, supply=supply, entered_at=clock.now(), entered_by_id=actor.user_id,
                                   **{name: values[name] for name in FIELDS if name in values})
    record(actor=actor, action="add_covenant", obj=row, subject=f"parcel:{parcel.id}",
           after={name: values[name] for name in FIELDS if values.get(name) not in (None, "")})
    return row


@transaction.atomic
def judge_covenant(covenant_id: int, *, actor: Actor, state: str, judged_on: date, judged_no: str, judged_note: str = "") -> Covenant:
    """考核: met, or not met after its term. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_judge_covenant(actor), "协议考核由县区审核员登记。")
    row = _locked(covenant_id, succeeded=True)
    permit(row.entered_by_id != actor.user_id, "这份协议是你登记的，不能由你考核。请交另一位办理。")
    if row.state != CovenantState.RUNNING:
        raise Conflict(f"协议 {row} {row.judged_on} 已考核为{row.get_state_display()}。请刷新页面看结果。", code="wrong_state")
    refuse(check_judgement(state, judged_on, row.due_on, judged_note, clock.today()))
    row.state, row.judged_on, row.judged_no, row.judged_note, row.judged_by_id = state, judged_on, judged_no, judged_note, actor.user_id
    row.save(update_fields=["state", "judged_on", "judged_no", "judged_note", "judged_by"])
    record(actor=actor, action="judge_covenant", obj=row, subject=f"parcel:{row.parcel_id}",
           after={"state": row.get_state_display(), "judged_on": judged_on, "judged_no": judged_no, "judged_note": judged_note})
    return row


@transaction.atomic
def return_to_low(covenant_id: int, *, actor: Actor, returned_on: date, returned_no: str, reverse: list[int] | tuple[int, ...] = ()) -> Covenant:
    """退回低效: land whose redevelopment did not meet its terms is dealt with as 低效 again; what was granted for it is cancelled and to
    be recovered. A parcel that was written off is relisted, the disposals in `reverse` with it. Raises NotAllowed, Conflict, Refusal."""
    permit(may_accept(actor), "退回低效由考核验收组办。")
    row = _locked(covenant_id)
    permit(actor.user_id not in (row.entered_by_id, row.judged_by_id), "这份协议是你登记或考核的，不能由你退回低效。请交另一位办理。")
    if row.kind != CovenantKind.REDEVELOP or row.state != CovenantState.UNMET or row.returned_on:
        raise Conflict("只有考核为未达到约定、还没有退回的低效用地再开发监管协议，才退回低效。请刷新页面看最新状态。", code="wrong_state")
    today = clock.today()
    if not row.judged_on <= returned_on <= today:
        raise Refusal(f"退回日期 {returned_on} 不在考核日期 {row.judged_on} 与今天 {today} 之间。请核对日期。", field="returned_on", code="day_order")
    reason = f"协议 {row.covenant_no} 约定的 {row.due_on} 前未达到约定，{returned_no}（{UNMET_BASIS}）"
    parcel = row.parcel
    if parcel.status == ParcelStatus.WRITTEN_OFF:
        parcel = relist_parcel(parcel.id, actor=actor, version=parcel.version, reason=reason, reverse=reverse)
    before, kept = parcel.kind, _as_low(parcel, returned_on, returned_no, reason)
    recover = _cancel(row, returned_on, returned_no)
    row.returned_on, row.returned_no = returned_on, returned_no
    row.save(update_fields=["returned_on", "returned_no"])
    record(actor=actor, action="return_to_low", obj=row, subject=f"parcel:{parcel.id}", reason=reason,
           before={} if kept else {"kind": Kind(before).label},
           after={"returned_on": returned_on, "returned_no": returned_no, "kind": Kind.INEFFICIENT.label, "to_recover": recover})
    return row


def _as_low(parcel: Parcel, day: date, doc_no: str, reason: str) -> bool:
    """类别回到低效 from the day on; the past keeps its kind. True when it never left."""
    if parcel.kind == Kind.INEFFICIENT:
        return True
    span = KindSpan.objects.select_for_update().get(parcel=parcel, until_on=None)
    if day < span.from_on:
        raise Refusal(f"退回日期 {day} 早于现类别的起始日期 {span.from_on}。请核对日期。", field="returned_on", code="day_order")
    span.until_on = day
    span.save(update_fields=["until_on"])
    KindSpan.objects.create(region_id=parcel.region_id, parcel=parcel, kind=Kind.INEFFICIENT, from_on=day, doc_no=doc_no, reason=reason)
    parcel.kind, parcel.idle_source, parcel.inefficient_type, parcel.used_type = Kind.INEFFICIENT, "", "", ""
    save_parcel(parcel, "kind", "idle_source", "inefficient_type", "used_type")
    return False


def _cancel(covenant: Covenant, day: date, doc_no: str) -> Decimal:
    """取消 the incentives under the covenant; what was granted is to be recovered (元)."""
    total = Decimal(0)
    for one in covenant.incentives.select_for_update(of=("self",)).filter(state__in=(IncentiveState.APPLIED, IncentiveState.GRANTED)):
        one.to_recover = one.granted or Decimal(0)
        one.state, one.cancelled_on, one.cancel_no = IncentiveState.CANCELLED, day, doc_no
        one.save(update_fields=["state", "to_recover", "cancelled_on", "cancel_no"])
        total += one.to_recover
    return total


def _locked(covenant_id: int, *, succeeded: bool = False) -> Covenant:
    """The parcel first, then the covenant."""
    parcel = lock_parcel(Covenant.objects.values_list("parcel_id", flat=True).get(pk=covenant_id), succeeded=succeeded)
    row = Covenant.objects.select_for_update(of=("self",)).get(pk=covenant_id)
    row.parcel = parcel
    return row
