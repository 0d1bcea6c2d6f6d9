"""定稿: a week's figures, their sources and the file are kept for ever; a correction is a new edition that names the old one."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from audit.chain import canonical
from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.scope import everything
from parcels.services.common import check_version

from ..choices import Basis, EditionKind
from ..models import ReportSnapshot, WeeklyReport
from ..rules.freezing import check_freeze
from ..rules.returns import has_returned
from ..rules.sheet import Sheet, as_data, sheet_from
from ..selectors.week_sheet import sheet_of, snapshots_of
from ..selectors.weeks import Week, due_week, open_before, weekly_plans, weeks_of
from ..sheets.annex4 import annex4_file, file_name
from .keeping import kept, stamp, stamped, title_of
from .weeks import lock_week, permit_office

AUTOMATIC = "到点自动定稿"


@transaction.atomic
def freeze_week(week: Week, *, actor: Actor, reason: str = "", version: int | None = None) -> ReportSnapshot:
    """定稿 (C15, C16, C39): once for a week, by the office or by the system when it is due; frozen already gives the last edition.

    Raises NotAllowed; Conflict before the cut-off; Refusal when counties have not returned, or an earlier week is still
    open, and no reason is given. `version` is that of the report as seen, where the caller names one.
    """
    permit_office(actor, week)
    with everything("a report is made of the whole plan"):
        report = lock_week(week)
        week = replace(week, report=report)
        if report.is_frozen:
            return ReportSnapshot.objects.get(report=report, edition=report.edition)
        if version is not None:
            check_version(report, version)
        now = clock.now()
        sheet = _sheet(week, Basis.RECORDED)
        missing = [row.label for row in sheet.rows if not has_returned(row.state)]
        earlier = [f"第{one.number}期" + (f"（已挂起：{one.report.hold_reason}）" if one.is_held else "")
                   for one in open_before(weeks_of(week.plan), week)]
        check_freeze(week.number, now=local(now), until=local(week.until), missing=missing, earlier=earlier, reason=reason)
        report.frozen_at = now
        return _keep(report, sheet, actor=actor, kind=EditionKind.FIRST, basis=Basis.RECORDED, reason=reason, replaces=None)


@transaction.atomic
def issue_edition(week: Week, *, actor: Actor, version: int | None, reason: str) -> ReportSnapshot:
    """出新版: the office decides that a frozen report shall show its figures 按更正后. The old edition stays as it is.

    Raises Refusal without a reason or when no correction concerns the week, Conflict when it is not frozen.
    """
    permit_office(actor, week)
    if not reason:
        raise Refusal("出新版要写原因，写明更正了哪一笔、依据是什么；新版表下会印原话。", field="reason", code="reason_missing")
    with everything("a report is made of the whole plan"):
        report = lock_week(week)
        week = replace(week, report=report)
        if not report.is_frozen:
            raise Conflict(f"第{week.number}期还没有定稿，不能出新版。请先定稿。", code="wrong_state")
        check_version(report, version)
        last = ReportSnapshot.objects.get(report=report, edition=report.edition)
        old = sheet_from(last.payload)
        sheet = _sheet(week, Basis.EFFECTIVE, before=old)
        if not any(row.is_corrected for row in sheet.rows):
            raise Refusal(f"第{week.number}期没有新的更正：按更正后的数与第{last.edition}版相同。请先更正处置，再出新版。", code="no_change")
        return _keep(report, sheet, actor=actor, kind=EditionKind.CORRECTED, basis=Basis.EFFECTIVE, reason=reason, replaces=last)


def freeze_due_weeks(*, actor: Actor) -> list[ReportSnapshot]:
    """到点的都定稿, in order, here and now (the demo's script); the job does the same one week at a time."""
    made = []
    for plan in weekly_plans():
        while week := due_week(plan, clock.now()):
            made.append(freeze_week(week, actor=actor, reason=AUTOMATIC))
    return made


def _sheet(week: Week, basis: str, before: Sheet | None = None) -> Sheet:
    sheet = sheet_of(week, clock.now(), basis=basis, before=before)
    if sheet is None:
        raise Refusal(f"{week.plan} 没有印发的附件4任务分解表，不能出周报。请先装入方案。", code="no_table")
    return sheet


def _keep(report: WeeklyReport, sheet: Sheet, *, actor: Actor, kind: str, basis: str, reason: str,
          replaces: ReportSnapshot | None) -> ReportSnapshot:
    """The snapshot with its file, and the report's row, in the caller's transaction."""
    now, edition = clock.now(), report.edition + 1
    week = Week(report.plan, report.number, report.after, report.until, report)
    mine, editions = stamp(actor=actor, edition=edition, basis=basis, reason=reason, older=snapshots_of(week))
    sheet = replace(sheet, head={**sheet.head, **mine}, editions=editions)
    payload = canonical(as_data(sheet))
    content = annex4_file(sheet_from(payload))  # of what is kept, so that it can be made again
    snapshot = ReportSnapshot.objects.create(
        report=report, kind=kind, replaces=replaces, frozen_at=now, frozen_by_id=actor.user_id, frozen_title=title_of(actor),
        payload=payload, file_name=file_name(sheet), **stamped(mine), **kept(content))
    report.edition = edition
    report.version += 1
    report.save(update_fields=["edition", "frozen_at", "version"])
    record(actor=actor, action="freeze_week" if edition == 1 else "issue_edition", obj=report, region_id=report.plan.region_id, reason=reason,
           after={"edition": edition, "basis": Basis(basis).label, "sha256": snapshot.sha256})
    return snapshot
