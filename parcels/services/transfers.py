"""自主转让: entered by the clerk, the park's check of the buyer by another person (LAW-05)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict

from ..models import Transfer
from ..policies import may_check_transfer, may_keep_cases
from ..rules.transfers import check_transfer_entry, check_transfer_result
from .common import lock_parcel, permit, refuse


@transaction.atomic
def add_transfer(parcel_id: int, *, actor: Actor, kind: str, seller: str, buyer: str, transferred_on: date, content: str = "") -> Transfer:
    """登记转让; it is flagged until it is checked. Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_cases(actor), "自主转让由县区填报员登记。")
    parcel = lock_parcel(parcel_id)
    refuse(check_transfer_entry(seller, buyer, transferred_on, clock.today()))
    values = {"kind": kind, "seller": seller, "buyer": buyer, "transferred_on": transferred_on, "content": content}
    row = Transfer.objects.create(region_id=parcel.region_id, parcel=parcel, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="add_transfer", obj=row, subject=f"parcel:{parcel.id}", after=values)
    return row


@transaction.atomic
def check_transfer(transfer_id: int, *, actor: Actor, fits_industry: bool, meets_indicators: bool, check_no: str, checked_on: date,
                   check_note: str = "") -> Transfer:
    """登记园区的审核. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_check_transfer(actor), "受让审核由县区审核员登记。")
    parcel = lock_parcel(Transfer.objects.values_list("parcel_id", flat=True).get(pk=transfer_id))
    row = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
    permit(row.entered_by_id != actor.user_id, "这次转让是你登记的，不能由你审核。请交另一位办理。")
    if row.checked_on:
        raise Conflict(f"这次转让 {row.checked_on} 已审核（{row.check_no}）。请刷新页面看结论。", code="wrong_state")
    refuse(check_transfer_result(check_no=check_no, checked_on=checked_on, note=check_note, is_fit=fits_industry and meets_indicators,
                                 today=clock.today()))
    values = {"fits_industry": fits_industry, "meets_indicators": meets_indicators, "check_no": check_no, "checked_on": checked_on,
              "check_note": check_note}
    for name, value in values.items():
        setattr(row, name, value)
    row.checked_by_id = actor.user_id
    row.save(update_fields=[*values, "checked_by"])
    record(actor=actor, action="check_transfer", obj=row, subject=f"parcel:{parcel.id}",
           after={**values, "fits_industry": _word(fits_industry), "meets_indicators": _word(meets_indicators)})
    return row


def _word(answer: bool) -> str:
    return "符合" if answer else "不符合"
