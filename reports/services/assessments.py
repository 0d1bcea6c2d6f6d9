"""评估考核: the scheme, the marks of a county, findings of an inspection and their results."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.services.common import check_version, permit, refuse
from tasks.models import Plan
from tasks.services.whole import permit_case

from ..models import Assessment, LookFinding, PeriodScheme
from ..policies import may_mend_finding
from ..rules.schemes import Heading, check_marks, check_scheme
from ..selectors.assessments import scheme_of
from ..selectors.periods import Period
from .periods import lock_period, permit_office, refuse_frozen

MENDERS = "整改结果由本县区填报员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
_FIELDS = ("items", "method_no", "below_goal", "last_n", "times", "points", "points_no")


@transaction.atomic
def save_scheme(plan: Plan, kind: str, *, actor: Actor, version: int | None, headings: list[Heading], values: dict) -> PeriodScheme:
    """评估考核设置. What was frozen with the old one stays. Raises Refusals."""
    permit_office(actor, plan)
    refuse(check_scheme(headings, last_n=values["last_n"], times=values["times"]))
    row, is_new = PeriodScheme.objects.select_for_update().get_or_create(plan=plan, kind=kind)
    check_version(row, 1 if is_new and version == 0 else version)
    before = {} if is_new else snapshot(row, _FIELDS)
    row.items = [one.as_data() for one in headings]
    for name in _FIELDS[1:]:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    record(actor=actor, action="save_scheme", obj=row, region_id=plan.region_id, before=before, after=snapshot(row, _FIELDS))
    return row


@transaction.atomic
def assess_county(period: Period, region_id: int, *, actor: Actor, seen: int, marks: dict[str, Decimal], note: str, action: str,
                  doc_no: str) -> Assessment:
    """评估 a county by the headings, until the period is frozen; `seen` is the number of the assessment that the person saw."""
    permit_office(actor, period.plan)
    row = lock_period(period)
    refuse_frozen(row)
    last = Assessment.objects.filter(report=row, region_id=region_id).order_by("-number").first()
    if (last.number if last else 0) != seen:
        raise Conflict("这个县区的评估在你打开之后已被改过。请刷新页面，对照后再填。", code="stale")
    refuse(check_marks(scheme_of(period.plan, period.kind).headings, marks) + _no_basis(action, doc_no))
    made = Assessment.objects.create(report=row, region_id=region_id, number=seen + 1, marks={name: str(mark) for name, mark in marks.items()},
                                     note=note, action=action, doc_no=doc_no, assessed_at=clock.now(), assessed_by_id=actor.user_id)
    record(actor=actor, action="assess_county", obj=made, subject=f"period:{row.id}", region_id=region_id, reason=note,
           before={"marks": last.marks, "action": last.action} if last else {}, after={"marks": made.marks, "action": action, "doc_no": doc_no})
    return made


@transaction.atomic
def enter_finding(period: Period, region_id: int, *, actor: Actor, values: dict) -> LookFinding:
    """登记检查发现的问题 of a county, by the office."""
    permit_office(actor, period.plan)
    row = lock_period(period)
    if values["looked_on"] > clock.today():
        raise Refusal(f"检查日期 {values['looked_on']} 晚于今天 {clock.today()}。请填实际日期。", field="looked_on", code="day_future")
    if values["due_on"] < values["looked_on"]:
        raise Refusal(f"整改期限 {values['due_on']} 早于检查日期 {values['looked_on']}。请填检查以后的日子。", field="due_on", code="day_order")
    made = LookFinding.objects.create(report=row, region_id=region_id, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="enter_finding", obj=made, subject=f"period:{row.id}", region_id=region_id, after=snapshot(made, tuple(values)))
    return made


@transaction.atomic
def close_finding(finding_id: int, *, actor: Actor, version: int | None, result: str, result_on: date | None) -> LookFinding:
    """登记整改结果: by the county itself or the office; until then the finding stays open."""
    permit(may_mend_finding(actor), MENDERS)
    row = LookFinding.objects.select_for_update(of=("self",)).select_related("region", "report__plan__document", "report__plan__region").get(
        pk=finding_id)
    permit_case(actor, row.report.plan, may_mend_finding, MENDERS)
    check_version(row, version)
    if row.closed_at:
        raise Conflict(f"这个问题 {row.result_on} 已登记整改结果。请刷新页面。", code="wrong_state")
    if not result:
        raise Refusal("没有写整改结果。问题在登记结果以前一直列为未办结；请写做了什么、办到什么程度。", field="result", code="missing")
    if result_on is None or not row.looked_on <= result_on <= clock.today():
        told = f" {result_on} " if result_on else "没有填，"
        raise Refusal(f"整改完成日期{told}应在 {row.looked_on} 到今天 {clock.today()} 之间。", field="result_on", code="day_order")
    row.result, row.result_on, row.closed_at, row.closed_by_id = result, result_on, clock.now(), actor.user_id
    row.version += 1
    row.save(update_fields=["result", "result_on", "closed_at", "closed_by", "version"])
    record(actor=actor, action="close_finding", obj=row, region_id=row.region_id, after={"result": result, "result_on": result_on})
    return row


def _no_basis(action: str, doc_no: str) -> list[Refusal]:
    if action and not doc_no:
        return [Refusal("选了奖惩，没有写依据文号。奖惩由人决定，请写决定的文号。", field="doc_no", code="basis_missing")]
    return []
