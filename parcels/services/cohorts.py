"""形成年代: loaded with the plans, its bounds changed by the office with a reason (C-13)."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import Cohort
from ..policies import may_edit_measures
from .common import check_territory, check_version, permit

FIELDS = ("label", "approved_from", "approved_until", "document_no", "section", "quotation", "note", "sort")


@transaction.atomic
def save_cohort(*, actor: Actor, region, code: str, version: int | None = None, reason: str = "", **values) -> Cohort:
    """保存一个形成年代 (CLS-06). Idempotent: equal values change nothing. The office must name version and reason."""
    permit(may_edit_measures(actor), "形成年代由领导小组办公室改。")
    check_territory(actor, region.id)
    cohort = Cohort.objects.select_for_update().filter(region=region, code=code).first()
    before = snapshot(cohort, FIELDS) if cohort else {}
    if cohort and actor.role != "system":
        check_version(cohort, version)
        if not reason:
            raise Refusal("改形成年代的起止要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")
    cohort = cohort or Cohort(region=region, code=code, version=0)
    for name in FIELDS:
        if name in values:
            setattr(cohort, name, values[name])
    if cohort.approved_from and cohort.approved_until and cohort.approved_until < cohort.approved_from:
        raise Refusal(f"批准日期止 {cohort.approved_until} 早于批准日期起 {cohort.approved_from}。请核对这两个日期。",
                      field="approved_until", code="day_order")
    old, new = changes(before, snapshot(cohort, FIELDS))
    if new:
        cohort.version += 1
        cohort.save()
        record(actor=actor, action="save_cohort", obj=cohort, region_id=region.id, before=old, after=new, reason=reason)
    return cohort
