"""低效用地盘活利用方案: drafted content by content, sent for approval whole, approved by a number, published (DSP-41)."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from units.models import Region

from ..models import LowPlan, LowPlanContent
from ..policies import may_keep_registers
from ..rules.low_plans import EDITABLE, STEP_WORDS, STEPS, check_apply, check_step, wanted_by
from ..selectors.measures import document_of
from .attachments import keep_attachment
from .common import check_territory, check_version, permit, refuse

_CLERKS = "低效方案由县区填报员起草。"
_WHO = {"county_clerk": "县区填报员", "county_reviewer": "县区审核员"}
_WRITES = {"approve": ("approval_no", "approved_on", "approved_by_name"), "publish": ("published_on", "published_place")}


@transaction.atomic
def begin_low_plan(*, actor: Actor, region_id: int, title: str, park: str = "") -> LowPlan:
    """起草一份方案 of the county, or of a park in it. Raises NotAllowed."""
    permit(may_keep_registers(actor), _CLERKS)
    check_territory(actor, region_id)
    plan = LowPlan.objects.create(region_id=region_id, title=title, park=park, document_no=document_of(Region.objects.get(pk=region_id)),
                                  drafted_at=clock.now(), drafted_by_id=actor.user_id)
    record(actor=actor, action="begin_low_plan", obj=plan, after={"title": title, "park": park, "document_no": plan.document_no})
    return plan


@transaction.atomic
def save_content(plan_id: int, code: str, *, actor: Actor, text: str, dated_on, upload=None) -> LowPlanContent:
    """写一项内容: words, or a file, or both; the file that is there stays when none is sent. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_registers(actor), _CLERKS)
    plan = _locked(plan_id)
    if plan.state not in EDITABLE:
        raise Conflict(f"方案现在是“{plan.get_state_display()}”，内容不能再改。要改的请审核员退回。", code="wrong_state")
    wanted = wanted_by(plan.document_no)
    if code not in wanted.contents:
        raise Refusal(f"这份方案没有这一项内容。按{wanted.basis}，内容是：{'、'.join(wanted.contents.values())}。", field="code", code="not_found")
    row = plan.contents.filter(code=code).first() or LowPlanContent(region_id=plan.region_id, plan=plan, code=code)
    before = {"text": row.text, "dated_on": row.dated_on} if row.pk else {}
    if not text and upload is None and row.file_id is None:
        raise Refusal(f"“{wanted.contents[code]}”既没有写文字，也没有上传文件。两样至少要有一样。", field="text", code="missing")
    if dated_on > clock.today():
        raise Refusal(f"日期 {dated_on} 晚于今天 {clock.today()}。请写实际日期。", field="dated_on", code="day_future")
    row.text, row.dated_on = text, dated_on
    after = {"text": text, "dated_on": dated_on}
    if upload is not None:
        row.file = keep_attachment(plan.region_id, upload, actor=actor, title=wanted.contents[code])
        after["sha256"] = row.file.sha256
    row.save()
    record(actor=actor, action="save_low_content", obj=row, subject=f"lowplan:{plan.id}", before=before, after=after)
    return row


@transaction.atomic
def step_low_plan(plan_id: int, *, actor: Actor, version: int | None, action: str, values: dict) -> LowPlan:
    """办一步 (apply, return, approve, publish). Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    plan = _locked(plan_id)
    state, role = STEPS.get((plan.state, action), ("", ""))
    if not state:
        raise Conflict(f"方案现在是“{plan.get_state_display()}”，不能{STEP_WORDS.get(action, '这样办')}。请刷新页面看最新的状态。",
                       code="wrong_state")
    permit(actor.role == role, f"低效方案的{STEP_WORDS[action]}由{_WHO[role]}办。")
    check_version(plan, version)
    if action == "apply":
        refuse(check_apply(wanted_by(plan.document_no), plan.contents.values_list("code", flat=True)))
        plan.applied_at = clock.now()
    refuse(check_step(action, values, approved_on=plan.approved_on, today=clock.today()))
    before = plan.state
    for name in _WRITES.get(action, ()):
        setattr(plan, name, values[name])
    plan.returned_reason = values["reason"] if action == "return" else ""
    plan.state, plan.version = state, plan.version + 1
    plan.save()
    record(actor=actor, action=f"{action}_low_plan", obj=plan, before={"state": before}, reason=plan.returned_reason,
           after={"state": state} | {name: values[name] for name in _WRITES.get(action, ())})
    return plan


def _locked(plan_id: int) -> LowPlan:
    return LowPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
