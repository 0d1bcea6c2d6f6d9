"""通报: a frozen edition is issued as a Word file with its number and days; the office keeps its head and 版记 as a setting."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from audit.services import record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.scope import everything
from parcels.documents.defaults import LABEL, default_template
from parcels.selectors.paper_values import template_of
from parcels.services.common import check_version, refuse
from parcels.store import stored_bytes
from tasks.models import Plan
from tasks.services import finish_by_notice

from ..models import NoticeSetting, PeriodNotice, PeriodSnapshot
from ..rules.period import period_sheet_from
from ..rules.period_steps import LOCKS
from ..selectors.notices import SETTING_NAMES, issue_words
from ..selectors.periods import Period
from ..sheets.notice import Issue, notice_file, notice_name
from .keeping import kept
from .periods import lock_period, permit_office


@transaction.atomic
def publish_period(period: Period, *, actor: Actor, version: int | None, doc_no: str, dated_on: date | None,
                   printed_on: date | None) -> PeriodNotice:
    """通报 the last frozen edition, once. Raises Conflict when it is not frozen or told already, Refusal for missing or wrong days."""
    permit_office(actor, period.plan)
    with everything("a notice is made of the whole plan"):
        row = lock_period(period)
        check_version(row, version)
        if not row.is_frozen:
            raise Conflict(f"{row}还没有定稿，不能通报。请先核对、定稿。", code="wrong_state")
        if row.published_edition == row.edition:
            raise Conflict(LOCKS["published"].format(edition=row.edition), code="locked")
        last = PeriodSnapshot.objects.get(report=row, edition=row.edition)
        refuse(_wrong_days(dated_on, printed_on, clock.local(last.frozen_at).date()))
        sheet, issue = period_sheet_from(last.payload), Issue(doc_no=doc_no, dated_on=dated_on, printed_on=printed_on, **issue_words(row.plan))
        template, label = notice_template(row.plan)
        notice = PeriodNotice.objects.create(
            snapshot=last, doc_no=doc_no, dated_on=dated_on, printed_on=printed_on, published_at=clock.now(), published_by_id=actor.user_id,
            file_name=notice_name(sheet, issue), template_label=label, template_sha256=hashlib.sha256(template).hexdigest(),
            **kept(notice_file(sheet, issue, template)))
        row.published_edition = row.edition
        row.version += 1
        row.save(update_fields=["published_edition", "version"])
        record(actor=actor, action="publish_period", obj=row, region_id=row.plan.region_id, after={
            "edition": row.edition, "doc_no": doc_no, "dated_on": dated_on, "printed_on": printed_on, "sha256": notice.sha256})
        finish_by_notice(row.plan, row.kind, row.key, actor=actor, dated_on=dated_on, doc_no=doc_no)
        return notice


def notice_template(plan: Plan) -> tuple[bytes, str]:
    """通报用的模板 and which one it is: the office's latest, else the one that comes with the system."""
    row = template_of(plan.region, "bulletin")
    return (stored_bytes(row), f"第{row.number}版") if row else (default_template("bulletin"), LABEL)


@transaction.atomic
def save_notice_setting(plan: Plan, *, actor: Actor, version: int | None, values: dict[str, str]) -> NoticeSetting:
    """通报的抬头与版记. What was issued already does not change."""
    permit_office(actor, plan)
    row, is_new = NoticeSetting.objects.select_for_update().get_or_create(plan=plan)
    check_version(row, 1 if is_new and version == 0 else version)
    before = snapshot(row, SETTING_NAMES)
    for name in SETTING_NAMES:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    record(actor=actor, action="save_notice_setting", obj=row, region_id=plan.region_id, before=before, after=snapshot(row, SETTING_NAMES))
    return row


def _wrong_days(dated_on: date | None, printed_on: date | None, frozen_on: date) -> list[Refusal]:
    found = []
    if dated_on is None:
        found.append(Refusal("没有填成文日期。通报上要印它，请填写。", field="dated_on", code="required"))
    elif dated_on < frozen_on:
        found.append(Refusal(f"成文日期 {dated_on} 早于定稿日 {frozen_on}，那时数还没有定。请填 {frozen_on} 或以后的日子。", field="dated_on",
                             code="too_early"))
    if printed_on is None:
        found.append(Refusal("没有填印发日期。版记要印它，请填写；与成文日期同日的，填同一天。", field="printed_on", code="required"))
    elif dated_on and printed_on < dated_on:
        found.append(Refusal(f"印发日期 {printed_on} 早于成文日期 {dated_on}。请填 {dated_on} 或以后的日子。", field="printed_on", code="too_early"))
    return found
