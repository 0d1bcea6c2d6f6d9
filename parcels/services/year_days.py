"""登记放假安排: a new version over the one seen, by the office."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..models import YearTable
from ..policies import may_edit_measures
from ..rules.year_days import check_days, spans_of
from .common import permit, refuse
from .procedures import refresh_dues


@transaction.atomic
def save_year(year: int, *, actor: Actor, seen: int, off: frozenset[date], works: frozenset[date], source: str, reason: str = "") -> YearTable:
    """登记一年的放假安排 over the version seen (0 = none). A change of a stored one needs a reason. Raises NotAllowed, Conflict, Refusal."""
    permit(may_edit_measures(actor), "放假安排由领导小组办公室登记。")
    last = YearTable.objects.filter(year=year).order_by("-number").first()
    if (last.number if last else 0) != seen:
        raise Conflict(f"{year}年的放假安排在你打开之后登记过第 {last.number} 版。你填的都还在，请对照后再保存。", code="stale")
    refuse(check_days(off, works))
    if last and not reason:
        raise Refusal("改已登记的放假安排要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    values = {"off": [str(day) for day in sorted(off)], "works": [str(day) for day in sorted(works)], "source": source}
    if last and all(getattr(last, name) == value for name, value in values.items()):
        return last
    row = YearTable.objects.create(year=year, number=seen + 1, reason=reason, at=clock.now(), by_id=actor.user_id, **values)
    refresh_dues()
    record(actor=actor, action="save_year", obj=row, reason=reason, after={"off": spans_of(off), "works": spans_of(works), "source": source})
    return row
