"""批次账目: what becomes of approved land that is not supplied, and the indicators that it releases (DSP-19 to 22)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Conflict, Refusal

from ..choices import BatchUse
from ..models import ApprovalBatch, BatchEntry, IndicatorBalance, IndicatorUse, StopNotice
from ..policies import may_register_parcel
from ..rules.batch_account import (
    BASIS,
    GONE,
    THREE_AREAS,
    Amounts,
    amounts_of,
    check_gone,
    check_left,
    check_new_use,
    check_use,
)
from .batches import register_batch
from .common import check_territory, permit, refuse

_CLERKS = "批次账目由县区填报员记。"


@transaction.atomic
def enter_gone(batch_id: int, *, actor: Actor, use: str, amounts: Amounts, document_no: str, decided_on: date, reason: str = "") -> BatchEntry:
    """记失效、撤回、核销: the batch's balance grows less, the county's indicators grow. Raises NotAllowed, Refusal, Refusals."""
    permit(may_register_parcel(actor), _CLERKS)
    if use not in GONE:
        raise Refusal("用途只能选失效、撤回或核销。供应随宗地登记，调整使用随新批次登记。", field="use", code="wrong_use")
    batch = lock_batch(batch_id)
    label = BatchUse(use).label
    refuse(check_left(batch.approval_no, batch.left, amounts.area, label) + check_gone(amounts, decided_on, clock.today()))
    entry = post_entry(batch, use, amounts.area, actor=actor, arable=amounts.arable, scale=amounts.scale, fee=amounts.fee,
                       document_no=document_no, decided_on=decided_on, reason=reason)
    _move_balance(batch.region_id, amounts, 1)
    record(actor=actor, action="enter_batch_use", obj=entry, subject=f"batch:{batch.id}",
           after={"use": use, **asdict(amounts), "document_no": document_no, "decided_on": decided_on}, reason=reason)
    return entry


@transaction.atomic
def reverse_entry(entry_id: int, *, actor: Actor, reason: str) -> BatchEntry:
    """冲回一笔失效、撤回、核销 that was wrong. Raises NotAllowed, Refusal, Conflict."""
    permit(may_register_parcel(actor), _CLERKS)
    if not reason:
        raise Refusal("冲回要写原因：哪里记错了，依据是什么。", field="reason", code="reason_missing")
    batch = lock_batch(BatchEntry.objects.values_list("batch_id", flat=True).get(pk=entry_id))
    wrong = BatchEntry.objects.get(pk=entry_id)
    if wrong.use not in GONE or wrong.reverses_id or hasattr(wrong, "reversal"):
        raise Conflict("只有没有冲回过的失效、撤回、核销可以冲回。请刷新页面看最新的账目。", code="wrong_state")
    amounts = amounts_of(wrong)
    refuse(check_use(balance_of(batch.region_id), amounts))
    entry = post_entry(batch, wrong.use, -wrong.area, actor=actor, arable=-wrong.arable, scale=-wrong.scale, fee=-wrong.fee,
                       document_no=wrong.document_no, decided_on=wrong.decided_on, reason=reason, reverses=wrong)
    _move_balance(batch.region_id, amounts, -1)
    record(actor=actor, action="reverse_batch_use", obj=entry, subject=f"batch:{batch.id}", after={"area": entry.area}, reason=reason)
    return entry


@transaction.atomic
def publish_notice(entry_id: int, *, actor: Actor, notice_no: str, published_on: date, place: str) -> StopNotice:
    """登记停止征地公告 of an entry (DSP-20). Raises NotAllowed, Refusal, Conflict."""
    permit(may_register_parcel(actor), _CLERKS)
    batch = lock_batch(BatchEntry.objects.values_list("batch_id", flat=True).get(pk=entry_id))
    entry = BatchEntry.objects.get(pk=entry_id)
    if entry.use not in GONE or entry.reverses_id:
        raise Conflict("停止征地公告只对失效、撤回、核销登记。", code="wrong_state")
    if StopNotice.objects.filter(entry=entry).exists():
        raise Conflict("这一笔已登记过停止征地公告。请刷新页面。", code="wrong_state")
    if published_on > clock.today():
        raise Refusal(f"公告日期 {published_on} 晚于今天 {clock.today()}。请写实际发布的日期。", field="published_on", code="day_future")
    notice = StopNotice.objects.create(region_id=batch.region_id, entry=entry, notice_no=notice_no, published_on=published_on, place=place,
                                       recorded_at=clock.now(), recorded_by_id=actor.user_id)
    record(actor=actor, action="publish_stop_notice", obj=notice, subject=f"batch:{batch.id}",
           after={"notice_no": notice_no, "published_on": published_on, "place": place})
    return notice


@transaction.atomic
def use_indicators(*, actor: Actor, region_id: int, amounts: Amounts, document_no: str, used_on: date, purpose: str) -> IndicatorUse:
    """使用释放的指标. Raises NotAllowed, Refusal, Refusals when there is not so much."""
    permit(may_register_parcel(actor), _CLERKS)
    check_territory(actor, region_id)
    refuse(check_use(balance_of(region_id), amounts))
    if used_on > clock.today():
        raise Refusal(f"使用日期 {used_on} 晚于今天 {clock.today()}。请写实际日期。", field="used_on", code="day_future")
    use = IndicatorUse.objects.create(region_id=region_id, **asdict(amounts), document_no=document_no, used_on=used_on, purpose=purpose,
                                      recorded_at=clock.now(), recorded_by_id=actor.user_id)
    _move_balance(region_id, amounts, -1)
    record(actor=actor, action="use_indicators", obj=use,
           after={**asdict(amounts), "document_no": document_no, "used_on": used_on, "purpose": purpose})
    return use


@transaction.atomic
def adjust_batches(batch_ids: list[int], *, actor: Actor, region_id: int, values: dict) -> ApprovalBatch:
    """调整使用: all that is left of the old batches, once and whole, becomes a new batch, whose three areas are no larger than theirs.

    `values` are those of `register_batch` and `allot_first`. Raises NotAllowed, Refusal, Refusals.
    """
    permit(may_register_parcel(actor), _CLERKS)
    check_territory(actor, region_id)
    olds = [lock_batch(pk) for pk in sorted(set(batch_ids))]
    if not olds:
        raise Refusal("没有选原批次。请至少选一个要调整的批次。", field="batches", code="missing")
    _check_adjustable(olds, region_id, values)
    made = register_batch(actor=actor, region_id=region_id, values=values)
    made.allot_first = values.get("allot_first", "")
    made.save(update_fields=["allot_first"])
    for old in olds:
        entry = post_entry(old, BatchUse.ADJUSTED, old.left, actor=actor, document_no=made.approval_no,
                           decided_on=made.approved_on or clock.today(), into=made)
        record(actor=actor, action="adjust_batch", obj=entry, subject=f"batch:{old.id}", after={"area": entry.area, "into": made.id})
    return made


def _check_adjustable(olds: list[ApprovalBatch], region_id: int, values: dict) -> None:
    found = []
    for old in olds:
        if old.entries.filter(use=BatchUse.ADJUSTED).exists():
            found.append(Refusal(f"批次 {old} 已调整过一次。属于同一批次的应当一次性调整处置到位，不得拆分或多次处置（{BASIS}）。",
                                 field="batches", code="adjusted_before"))
        elif old.left <= 0:
            found.append(Refusal(f"批次 {old} 没有未供面积，无可调整。请改选。", field="batches", code="batch_over"))
        if old.region_id != region_id:
            found.append(Refusal(f"批次 {old} 属于{old.region.name}，与新批次不在同一县区。请分开调整。", field="batches", code="other_region"))
    whole = sum((old.left for old in olds), Decimal(0))
    if values["area"] > whole:
        found.append(Refusal(f"新批次面积 {show(values['area'])} 亩大于原批次未供的 {show(whole)} 亩。请核对。", field="area", code="batch_over"))
    sums = {name: None if any(getattr(old, name) is None for old in olds) else sum((getattr(old, name) for old in olds), Decimal(0))
            for name, _ in THREE_AREAS}
    refuse(found + check_new_use(sums, values))


def lock_batch(batch_id: int) -> ApprovalBatch:
    """锁批次: every entry of a batch starts here, so that its area cannot be given out twice."""
    return ApprovalBatch.objects.select_for_update(of=("self",)).select_related("region").get(pk=batch_id)


def post_entry(batch: ApprovalBatch, use: str, area: Decimal, *, actor: Actor, **values) -> BatchEntry:
    """入账 of a locked batch."""
    entry = BatchEntry.objects.create(region_id=batch.region_id, batch=batch, use=use, area=area, recorded_at=clock.now(),
                                      recorded_by_id=actor.user_id, **values)
    batch.used_area += area
    batch.save(update_fields=["used_area"])
    return entry


def balance_of(region_id: int) -> Amounts:
    """指标结余 of a county, locked."""
    IndicatorBalance.objects.bulk_create([IndicatorBalance(region_id=region_id)], ignore_conflicts=True)
    return amounts_of(IndicatorBalance.objects.select_for_update(of=("self",)).get(region_id=region_id))


def _move_balance(region_id: int, amounts: Amounts, sign: int) -> None:
    after = balance_of(region_id).moved(amounts, sign)
    IndicatorBalance.objects.filter(region_id=region_id).update(**asdict(after))
