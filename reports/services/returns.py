"""县区报送: a county confirms the accepted facts of a week or states other figures; every return is kept as it was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.services.common import check_territory, check_version, refuse
from tasks.choices import QuotaClass

from ..choices import ReturnState
from ..models import WeekFigure, WeeklyReport, WeekReturn, WeekReturnEdition
from ..policies import may_return_week
from ..rules.returns import Figure, area, check_figures, is_late, settled, state_of
from ..rules.sheet import CLASSES
from ..selectors.week_facts import recorded_in
from ..selectors.weeks import Week
from .weeks import lock_week, permit_office

CLERKS = "周报由县区填报员报送。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
# class -> (stated figure or None, reason)
Stated = Mapping[str, tuple[Decimal | None, str]]


@transaction.atomic
def submit_return(week: Week, region_id: int, *, actor: Actor, version: int | None, stated: Stated | None = None,
                  remark: str = "", seen: Mapping[str, Decimal] | None = None) -> WeekReturn:
    """报送: confirm the accepted facts, or state another figure with a reason, per class (CYC-01; areas in 亩).

    `version` is that of the county's return as seen, 0 for none. `seen` are the facts that the person had before him:
    when they have changed meanwhile nothing is returned. Raises NotAllowed, Conflict, Refusal or Refusals.
    """
    if not may_return_week(actor):
        raise NotAllowed(CLERKS)
    check_territory(actor, region_id)
    now = clock.now()
    report = lock_week(week)
    _check_time(report, now)
    facts = recorded_in(week.plan, week.after, min(now, week.until))
    proposed = {one: facts.get((region_id, one), Decimal("0.00")) for one in CLASSES}
    _check_seen(proposed, seen)
    figures = [settled(Figure(one, proposed[one], *(stated or {}).get(one, (None, "")))) for one in CLASSES]
    refuse(check_figures(figures))
    row = _next(report, region_id, version)
    late = is_late(now, report.until)
    before = {"state": row.state} if row.pk else {}
    row.state, row.returned_at, row.sent_back_at, row.sent_back_reason = state_of(figures, late), now, None, ""
    row.save()
    edition = WeekReturnEdition.objects.create(week_return=row, region_id=region_id, number=row.number, remark=remark,
                                               is_late=late, at=now, by_id=actor.user_id)
    WeekFigure.objects.bulk_create(WeekFigure(edition=edition, region_id=region_id, quota_class=one.quota_class, proposed=one.proposed,
                                              stated=one.stated, reason=one.reason) for one in figures)
    told = {f"{one.quota_class}_area": one.shown for one in figures}
    record(actor=actor, action="submit_return", obj=row, before=before, reason="；".join(one.reason for one in figures if one.reason),
           after={"state": row.state, "edition": row.number, "remark": remark} | told)
    return row


@transaction.atomic
def send_back_return(week: Week, region_id: int, *, actor: Actor, version: int | None, reason: str) -> WeekReturn:
    """退回重报 by the office, with the reason that the county reads word for word. What was returned stays readable."""
    permit_office(actor, week)
    if not reason:
        raise Refusal("退回要写原因。请写明哪一类的数、错在哪里；县区会看到原话。", field="reason", code="reason_missing")
    report = lock_week(week)
    if report.is_frozen:
        raise Conflict(f"第{report.number}期已定稿，不能退回重报。数错了的，请更正处置。", code="frozen")
    row = WeekReturn.objects.select_for_update(of=("self",)).filter(report=report, region_id=region_id).first()
    if row is None:
        raise Conflict("这个县区本期还没有报送，没有可退回的。", code="wrong_state")
    check_version(row, version)
    if row.state == ReturnState.AGAIN:
        raise Conflict(f"这份周报已退回，等县区重报：{row.sent_back_reason}。", code="wrong_state")
    before = row.state
    row.state, row.sent_back_at, row.sent_back_reason = ReturnState.AGAIN, clock.now(), reason
    row.version += 1
    row.save(update_fields=["state", "sent_back_at", "sent_back_reason", "version"])
    record(actor=actor, action="send_back_return", obj=row, before={"state": before}, after={"state": row.state}, reason=reason)
    return row


def _check_time(report: WeeklyReport, now: datetime) -> None:
    if report.is_frozen:
        raise Conflict(f"第{report.number}期已定稿，数字不能改，也不再收报。处置数错了的，请联系领导小组办公室更正；"
                       "漏报的处置验收后进验收当期。", code="frozen")
    if now <= report.after:
        raise Conflict(f"第{report.number}期从 {local(report.after):%Y-%m-%d %H:%M} 之后才开始，现在是 {local(now):%Y-%m-%d %H:%M}。"
                       "请到本期再报。", code="too_early")


def _check_seen(proposed: Mapping[str, Decimal], seen: Mapping[str, Decimal] | None) -> None:
    changes = [(QuotaClass(one).label, area(seen[one]), area(value)) for one, value in proposed.items()
               if seen and one in seen and seen[one] != value]
    if changes:
        words = "，".join(f"{label} {old} → {new}" for label, old, new in changes)
        raise Conflict(f"你打开之后本期又有验收或更正，测算数变了（{words}）。请对照新的数再报送；你填的都还在。", code="stale", changes=changes)


def _next(report: WeeklyReport, region_id: int, version: int | None) -> WeekReturn:
    """The county's row for its next return; nothing is saved yet."""
    row = WeekReturn.objects.select_for_update(of=("self",)).select_related("region").filter(report=report, region_id=region_id).first()
    if row is None:
        blank = WeekReturn(report=report, region_id=region_id, number=1, version=0)
        check_version(blank, version)
        blank.version = 1
        return blank
    check_version(row, version)
    row.number += 1
    row.version += 1
    return row
