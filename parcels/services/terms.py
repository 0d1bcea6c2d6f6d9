"""要件的写入: read what was typed, keep it exact, and keep the days that fall due in step with it."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import DisposalState
from ..models import Disposal, DisposalDue, StartAgreement
from ..policies import may_keep_cases
from ..rules.terms import SETS, unknown_terms
from ..rules.terms.base import Due, Land
from ..selectors.terms import read_kept
from .common import lock_parcel, permit
from .kept_clocks import keep_clock


def fill_terms(disposal: Disposal, values: dict) -> list[Refusal]:
    """要件 typed (by key, as text) into the disposal; those of another measure are left behind. Returns what cannot stand."""
    term_set, given = SETS.get(disposal.term_set), values.get("terms")
    found = unknown_terms(term_set, given, disposal.measure.label) if given and disposal.measure_id else []
    if term_set is None:
        disposal.terms = {}
        return found
    typed, unread = term_set.read(disposal.terms if given is None else given, clock.today())
    disposal.terms = term_set.texts(typed)
    return found + unread


def term_faults(disposal: Disposal, land: Land, *, whole: bool = False) -> list[Refusal]:
    """要件与条款不合的; with `whole` also what 上报 lacks."""
    term_set = SETS.get(disposal.term_set)
    if term_set is None:
        return []
    values = read_kept(term_set, disposal.terms)
    return term_set.faults(values, land) + (term_set.missing(values, land) if whole else [])


def sync_dues(disposal: Disposal) -> None:
    """到期事项 as the terms bring them now. A day that moved is open again, whoever closed it before."""
    term_set = SETS.get(disposal.term_set)
    is_alive = term_set is not None and disposal.state != DisposalState.VOIDED
    wanted = {due.key: due for due in term_set.dues(read_kept(term_set, disposal.terms))} if is_alive else {}
    known = {row.key: row for row in disposal.dues.select_for_update()}
    for key in known.keys() - wanted.keys():
        _move(known[key], None)
    for key, due in wanted.items():
        _move(known.get(key) or DisposalDue(region_id=disposal.region_id, parcel_id=disposal.parcel_id, disposal=disposal, key=key), due)


def _move(row: DisposalDue, due: Due | None) -> None:
    now = (due.due_on, due.label, due.next_step[:300], due.met_on) if due else (None, row.label, row.next_step, row.met_on)
    if row.pk and (row.due_on, row.label, row.next_step, row.met_on) == now:
        return
    if row.due_on != now[0]:
        row.closed_at, row.closed_by, row.closed_note = None, None, ""
    row.due_on, row.label, row.next_step, row.met_on = now
    row.save()


def keep_agreement(disposal: Disposal) -> dict[str, str]:
    """补充协议 of an accepted record moves the clocks of its parcel; returns what the trail tells. Known ones stay as they are."""
    term_set = SETS.get(disposal.term_set)
    values = read_kept(term_set, disposal.terms) if term_set and term_set.moves_start else {}
    if not {"agreement_no", "signed_on", "new_start_on"} <= values.keys():
        return {}
    number = values["agreement_no"][:80]
    if StartAgreement.objects.filter(parcel_id=disposal.parcel_id, doc_no=number, voided_at=None).exists():
        return {}
    StartAgreement.objects.create(region_id=disposal.region_id, parcel_id=disposal.parcel_id, doc_no=number, signed_on=values["signed_on"],
                                  start_on=values["new_start_on"], entered_at=clock.now(), entered_by_id=disposal.created_by_id)
    keep_clock(disposal.parcel_id)
    return {"new_start": f"{values['new_start_on']}（补充协议 {number}）"}


@transaction.atomic
def close_due(due_id: int, *, actor: Actor, note: str) -> DisposalDue:
    """办结一项到期事项: how it ended. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_cases(actor), "到期事项由县区填报员办结。")
    lock_parcel(DisposalDue.objects.values_list("parcel_id", flat=True).get(pk=due_id), succeeded=True)
    row = DisposalDue.objects.select_for_update(of=("self",)).select_related("disposal__parcel").get(pk=due_id)
    if not row.is_open:
        raise Conflict("这一项已经办结，或者要件改过、不再有这一项。请刷新页面看最新的清单。", code="wrong_state")
    if not note:
        raise Refusal("办结情况没有填。请写怎样办的、凭什么文书，如“已动工，施工许可〔2021〕9号”。", field="note", code="missing")
    row.closed_at, row.closed_by_id, row.closed_note = clock.now(), actor.user_id, note
    row.save(update_fields=["closed_at", "closed_by", "closed_note"])
    record(actor=actor, action="close_due", obj=row, subject=f"parcel:{row.parcel_id}", after={"due_on": row.due_on, "closed_note": note})
    return row
