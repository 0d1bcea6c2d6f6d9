"""定期报告的一期: made once, checked by one person, frozen by another, told to the units; a correction is a new edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from audit.chain import canonical
from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.scope import everything
from parcels.services.common import check_version, refuse
from tasks.models import Plan
from tasks.services.whole import permit_whole

from ..choices import Basis, EditionKind
from ..models import PeriodLeave, PeriodReport, PeriodSnapshot
from ..policies import may_check_period, may_freeze_period
from ..rules.period import PeriodSheet, as_data, period_sheet_from
from ..rules.period_steps import LOCKS, check_closed, check_dates, check_freeze
from ..selectors.period_sheet import period_sheet, snapshots_of
from ..selectors.period_units import collected_of, missing_of
from ..selectors.periods import Period, due_periods, reporting_plans
from ..sheets.period import period_file, period_name
from .keeping import kept, stamp, stamped, title_of

OFFICE = "定期报告的定稿、通报、例外和日期由领导小组办公室办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
CHECKERS = "核对由考核验收组或领导小组办公室办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


def permit_office(actor: Actor, plan: Plan) -> None:
    """The office of this plan's region, or the system. Raises NotAllowed."""
    permit_whole(actor, plan, may_freeze_period, OFFICE)


def lock_period(period: Period) -> PeriodReport:
    """锁一期. Raises Conflict for one that has not been made."""
    row = PeriodReport.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region").filter(
        plan=period.plan, kind=period.kind, key=period.key).first()
    if row is None:
        raise Conflict(f"{period}还没有建。到期会自动建；现在要用的，请办公室在本页先建。", code="not_opened")
    return row


def refuse_frozen(row: PeriodReport) -> None:
    """定稿锁. Raises Conflict once the period is frozen."""
    if row.is_frozen:
        raise Conflict(LOCKS["edition"].format(edition=row.edition), code="locked")


@transaction.atomic
def open_period(period: Period, *, actor: Actor) -> PeriodReport:
    """建一期, once; what is there already is given. Raises Conflict before it begins."""
    permit_office(actor, period.plan)
    if clock.now() <= period.after:
        raise Conflict(f"{period}从 {local(period.after):%Y-%m-%d %H:%M} 之后才开始，还不能建。", code="too_early")
    row, is_new = PeriodReport.objects.get_or_create(plan=period.plan, kind=period.kind, key=period.key, defaults={
        "after": period.after, "until": period.until, "due_on": period.due_on, "publish_on": period.publish_on, "opened_at": clock.now()})
    if is_new:
        record(actor=actor, action="open_period", obj=row, region_id=period.plan.region_id, after={
            "kind": period.kind_label, "key": period.key, "until": period.until, "due_on": period.due_on, "publish_on": period.publish_on})
    return row


def open_due_periods(*, actor: Actor) -> list[PeriodReport]:
    """到期的都建, each in a transaction of its own. Its own row is the job: whoever comes second, or after a kill, finds it or makes it."""
    now = clock.now()
    return [open_period(period, actor=actor) for plan in reporting_plans() for period in due_periods(plan, now)]


@transaction.atomic
def set_dates(period: Period, *, actor: Actor, version: int | None, due_on: date, publish_on: date, reason: str) -> PeriodReport:
    """改报送期限、通报日期 of a period that is not checked yet, with the reason."""
    permit_office(actor, period.plan)
    row = lock_period(period)
    check_version(row, version)
    refuse_frozen(row)
    if row.checked_at:
        raise Conflict(LOCKS["checked"], code="locked")
    refuse(check_dates(until_on=local(row.until).date(), due_on=due_on, publish_on=publish_on))
    if not reason:
        raise Refusal("改日期要写原因和依据，如：按办公室通知推迟。", field="reason", code="reason_missing")
    before = {"due_on": row.due_on, "publish_on": row.publish_on}
    row.due_on, row.publish_on = due_on, publish_on
    _save(row, "due_on", "publish_on")
    record(actor=actor, action="set_period_dates", obj=row, region_id=row.plan.region_id, before=before,
           after={"due_on": due_on, "publish_on": publish_on}, reason=reason)
    return row


@transaction.atomic
def grant_leave(period: Period, *, actor: Actor, region: int, until_on: date | None, reason: str) -> PeriodLeave:
    """准予例外: a county may report later, or need not. Raises Conflict once the period is frozen."""
    permit_office(actor, period.plan)
    row = lock_period(period)
    refuse_frozen(row)
    if not reason:
        raise Refusal("准予例外要写理由，如：县区机构调整，经领导小组同意。", field="reason", code="reason_missing")
    if until_on and until_on < row.due_on:
        raise Refusal(f"延至 {until_on} 早于报送期限 {row.due_on}。请填期限以后的日子；不限日子的留空。", field="until_on", code="too_early")
    leave = PeriodLeave.objects.create(report=row, region_id=region, until_on=until_on, reason=reason, granted_at=clock.now(),
                                       granted_by_id=actor.user_id)
    record(actor=actor, action="grant_leave", obj=leave, subject=f"period:{row.id}", region_id=region, reason=reason, after={"until_on": until_on})
    return leave


@transaction.atomic
def check_period(period: Period, *, actor: Actor, version: int | None, reason: str = "") -> PeriodReport:
    """核对: one person has looked at the figures after the cut-off; another one freezes them."""
    permit_whole(actor, period.plan, may_check_period, CHECKERS)
    row = lock_period(period)
    check_version(row, version)
    refuse_frozen(row)
    if row.checked_at:
        raise Conflict(LOCKS["checked"], code="locked")
    check_closed(str(row), now=local(clock.now()), until=local(row.until))
    row.checked_at, row.checked_by_id, row.check_note = clock.now(), actor.user_id, reason
    _save(row, "checked_at", "checked_by", "check_note")
    record(actor=actor, action="check_period", obj=row, region_id=row.plan.region_id, reason=reason, after={"checked": True})
    return row


@transaction.atomic
def uncheck_period(period: Period, *, actor: Actor, version: int | None, reason: str) -> PeriodReport:
    """退回核对, with the reason; what was checked is looked at again."""
    permit_office(actor, period.plan)
    row = lock_period(period)
    check_version(row, version)
    refuse_frozen(row)
    if not row.checked_at:
        raise Conflict(f"{row}还没有核对，不用退回。", code="locked")
    if not reason:
        raise Refusal("退回核对要写原因，写明哪个数要再看。", field="reason", code="reason_missing")
    row.checked_at, row.checked_by, row.check_note = None, None, ""
    _save(row, "checked_at", "checked_by", "check_note")
    record(actor=actor, action="uncheck_period", obj=row, region_id=row.plan.region_id, reason=reason, before={"checked": True},
           after={"checked": False})
    return row


@transaction.atomic
def freeze_period(period: Period, *, actor: Actor, version: int | None, reason: str = "") -> PeriodSnapshot:
    """定稿, once; frozen already gives the last edition. Raises Conflict unless it is closed and checked, NotAllowed for the checker
    himself, Refusal when units are missing and no reason is given."""
    permit_office(actor, period.plan)
    with everything("a report is made of the whole plan"):
        row = lock_period(period)
        if row.is_frozen:
            return PeriodSnapshot.objects.get(report=row, edition=row.edition)
        check_version(row, version)
        period = _of(row, period)
        now = clock.now()
        check_closed(str(row), now=local(now), until=local(row.until))
        check_freeze(str(row), is_checked=row.checked_at is not None, checked_by=row.checked_by_id, user_id=actor.user_id,
                     missing=missing_of(collected_of(period, now)), reason=reason)
        row.frozen_at = now
        return _keep(row, period, period_sheet(period, now), actor=actor, basis=Basis.RECORDED, reason=reason, replaces=None)


@transaction.atomic
def issue_period(period: Period, *, actor: Actor, version: int | None, reason: str) -> PeriodSnapshot:
    """出新版 of a frozen period, 按更正后. The old edition stays. Raises Refusal without a reason or when nothing differs."""
    permit_office(actor, period.plan)
    if not reason:
        raise Refusal("出新版要写原因，写明更正了哪一笔、依据是什么；通报里会印原话。", field="reason", code="reason_missing")
    with everything("a report is made of the whole plan"):
        row = lock_period(period)
        if not row.is_frozen:
            raise Conflict(f"{row}还没有定稿，不能出新版。请先定稿。", code="wrong_state")
        check_version(row, version)
        period = _of(row, period)
        last = PeriodSnapshot.objects.get(report=row, edition=row.edition)
        sheet = period_sheet(period, clock.now(), basis=Basis.EFFECTIVE, before=period_sheet_from(last.payload))
        if not any(one.is_corrected for one in sheet.rows):
            raise Refusal(f"{row}没有新的更正：按更正后的数与第{last.edition}版相同。请先更正处置，再出新版。", code="no_change")
        return _keep(row, period, sheet, actor=actor, basis=Basis.EFFECTIVE, reason=reason, replaces=last)


def _of(row: PeriodReport, period: Period) -> Period:
    """The period as its locked row has it."""
    return replace(period, after=row.after, until=row.until, due_on=row.due_on, publish_on=row.publish_on, report=row)


def _keep(row: PeriodReport, period: Period, sheet: PeriodSheet, *, actor: Actor, basis: str, reason: str,
          replaces: PeriodSnapshot | None) -> PeriodSnapshot:
    """The snapshot with its file, and the report's row, in the caller's transaction."""
    edition = row.edition + 1
    mine, editions = stamp(actor=actor, edition=edition, basis=basis, reason=reason, older=snapshots_of(period))
    sheet = replace(sheet, head={**sheet.head, **mine}, editions=editions)
    payload = canonical(as_data(sheet))
    content = period_file(period_sheet_from(payload))  # of what is kept, so that it can be made again
    snapshot = PeriodSnapshot.objects.create(
        report=row, kind=EditionKind.CORRECTED if replaces else EditionKind.FIRST, replaces=replaces, frozen_at=clock.now(),
        frozen_by_id=actor.user_id, frozen_title=title_of(actor), payload=payload, file_name=period_name(sheet), **stamped(mine), **kept(content))
    row.edition = edition
    _save(row, "edition", "frozen_at")
    record(actor=actor, action="freeze_period" if edition == 1 else "issue_period", obj=row, region_id=row.plan.region_id, reason=reason,
           after={"edition": edition, "basis": Basis(basis).label, "sha256": snapshot.sha256})
    return snapshot


def _save(row: PeriodReport, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])
