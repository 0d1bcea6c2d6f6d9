"""信息补录和抽查 (LED-14, LED-10)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import BackfillWhat
from ..models import Backfill, SpotCheck
from ..policies import may_keep_cases, may_spot_check
from .common import lock_parcel, permit, refuse

_CLERKS = "信息补录由县区填报员登记。"
_CHECKERS = "抽查由审核员、考核验收组和领导小组办公室登记。"


@transaction.atomic
def open_backfill(parcel_id: int, *, actor: Actor, what: str, note: str = "") -> Backfill:
    """登记一项要补录的. Raises NotAllowed, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    if what not in BackfillWhat.values:
        raise Refusal("要补录什么没有选。请选供应信息或供后巡查信息。", field="what", code="missing")
    if parcel.backfills.filter(what=what, done_on=None).exists():
        raise Refusal(f"本宗的{BackfillWhat(what).label}补录已登记，还没有完成。补录好了，请填补录日期。", field="what", code="duplicate")
    row = Backfill.objects.create(region_id=parcel.region_id, parcel=parcel, what=what, note=note, opened_at=clock.now(),
                                  opened_by_id=actor.user_id)
    record(actor=actor, action="open_backfill", obj=row, subject=f"parcel:{parcel.id}", after={"what": what, "note": note})
    return row


@transaction.atomic
def finish_backfill(backfill_id: int, *, actor: Actor, done_on: date | None) -> Backfill:
    """补录完成 on a day. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), _CLERKS)
    parcel = lock_parcel(Backfill.objects.values_list("parcel_id", flat=True).get(pk=backfill_id), succeeded=True)
    row = Backfill.objects.select_for_update(of=("self",)).get(pk=backfill_id)
    row.parcel = parcel
    if row.done_on:
        raise Conflict(f"这一项已于 {row.done_on} 补录。", code="wrong_state")
    refuse(_check_day(done_on, "补录日期", "done_on"))
    row.done_on, row.done_by_id = done_on, actor.user_id
    row.save(update_fields=["done_on", "done_by"])
    record(actor=actor, action="finish_backfill", obj=row, subject=f"parcel:{parcel.id}", after={"done_on": done_on})
    return row


@transaction.atomic
def add_spot_check(parcel_id: int, *, actor: Actor, checked_on: date | None, finding: str, result: str = "") -> SpotCheck:
    """登记一次抽查; `result` is that of a 回头看. Raises NotAllowed, Refusal, Refusals."""
    permit(may_spot_check(actor), _CHECKERS)
    parcel = lock_parcel(parcel_id)
    found = _check_day(checked_on, "抽查日期", "checked_on")
    if not finding:
        found.append(Refusal("抽查情况没有填。请写看到什么、有什么问题、要怎么改。", field="finding", code="missing"))
    refuse(found)
    row = SpotCheck.objects.create(region_id=parcel.region_id, parcel=parcel, checked_on=checked_on, finding=finding, result=result,
                                   entered_at=clock.now(), entered_by_id=actor.user_id)
    record(actor=actor, action="add_spot_check", obj=row, subject=f"parcel:{parcel.id}",
           after={"checked_on": checked_on, "result": result, "finding": finding})
    return row


def _check_day(day: date | None, name: str, field: str) -> list[Refusal]:
    today = clock.today()
    if day is None:
        return [Refusal(f"{name}没有填。请写实际的日期，如 {today}。", field=field, code="missing")]
    return [Refusal(f"{name} {day} 晚于今天 {today}。请改为实际日期。", field=field, code="day_future")] if day > today else []
