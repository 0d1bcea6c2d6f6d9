"""项目、用地申请、竣工联合验收 (CTL-01, CTL-04, CTL-06)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal

from ..choices import ApplicationState
from ..models import JointAcceptance, LandApplication, Opinion, Project
from ..policies import may_decide_application, may_keep_projects
from ..rules.needs import check_application, check_pass, check_project
from ..selectors.needs import stances_of
from .common import check_territory, check_version, permit, refuse

FIELDS = ("name", "doc_no", "level", "kind", "industry", "need", "need_typed", "area_unit", "units")
_CLERKS = "项目、用地申请和竣工联合验收由县区填报员登记。"


@transaction.atomic
def register_need(*, actor: Actor, region_id: int, values: dict) -> Project:
    """登记项目. Raises NotAllowed, Refusal."""
    permit(may_keep_projects(actor), _CLERKS)
    check_territory(actor, region_id)
    refuse(check_project(values))
    _refuse_twice(region_id, values["name"])
    row = Project.objects.create(region_id=region_id, entered_at=clock.now(), entered_by_id=actor.user_id,
                                 **{name: values[name] for name in FIELDS if name in values})
    record(actor=actor, action="register_need", obj=row, after={k: v for k, v in snapshot(row, FIELDS).items() if v not in (None, "")})
    return row


@transaction.atomic
def edit_need(project_id: int, *, actor: Actor, version: int | None, values: dict) -> Project:
    """修改项目; an unchanged form leaves no trace. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    permit(may_keep_projects(actor), _CLERKS)
    row = Project.objects.select_for_update(of=("self",)).get(pk=project_id)
    check_version(row, version)
    refuse(check_project(values))
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values.get(name, getattr(row, name)))
    old, new = changes(before, snapshot(row, FIELDS))
    if "name" in new:
        _refuse_twice(row.region_id, row.name)
    if new:
        row.version += 1
        row.save(update_fields=[*new, "version"])
        record(actor=actor, action="edit_need", obj=row, before=old, after=new)
    return row


@transaction.atomic
def apply_for_land(*, actor: Actor, project_id: int | None, values: dict) -> LandApplication:
    """申请用地 for a project: without a project and its document it is refused. Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_projects(actor), _CLERKS)
    project = Project.objects.filter(pk=project_id).first() if project_id else None
    refuse(check_application(project.name if project else "", project.doc_no if project else "", values, clock.today()))
    row = LandApplication.objects.create(region_id=project.region_id, project=project, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="apply_for_land", obj=row, subject=f"project:{project.id}", after={
        "area": row.area, "applicant": row.applicant, "applied_on": row.applied_on})
    return row


@transaction.atomic
def decide_application(application_id: int, *, actor: Actor, approve: bool, result_no: str = "", reason: str = "") -> LandApplication:
    """准予报批 by a number, or not with the reason; by another person than who entered it (本系统的约定).

    Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_decide_application(actor), "用地申请由县区审核员审核。")
    row = LandApplication.objects.select_for_update(of=("self",)).select_related("project").get(pk=application_id)
    if row.state != ApplicationState.APPLIED:
        raise Conflict(f"这件用地申请已是“{row.get_state_display()}”。请刷新页面。", code="wrong_state")
    if row.entered_by_id == actor.user_id:
        raise NotAllowed("这件用地申请是你登记的，请另一位审核员审核。", code="own_work")
    if approve:
        project = row.project  # its document may have been taken out since
        refuse(check_application(project.name, project.doc_no, {"area": row.area}, clock.today()))
        if not result_no:
            raise Refusal("准予报批，报批文号没有填。请写报批的文号。", field="result_no", code="missing")
    elif not reason:
        raise Refusal("不予报批要写原因。申请单位会看到原话。", field="reason", code="reason_missing")
    row.state, row.result_no, row.reason = (ApplicationState.APPROVED, result_no, "") if approve else (ApplicationState.REFUSED, "", reason)
    row.decided_on, row.decided_by_id = clock.today(), actor.user_id
    row.save()
    record(actor=actor, action="decide_application", obj=row, subject=f"project:{row.project_id}", before={"state": ApplicationState.APPLIED},
           after={"state": row.state, "result_no": row.result_no}, reason=reason)
    return row


@transaction.atomic
def open_acceptance(project_id: int, *, actor: Actor, finished_on: date, part: str = "") -> JointAcceptance:
    """发起竣工联合验收 of a finished project. Raises NotAllowed, Refusal."""
    permit(may_keep_projects(actor), _CLERKS)
    project = Project.objects.get(pk=project_id)
    _check_day(finished_on, "竣工日期", "finished_on")
    row = JointAcceptance.objects.create(region_id=project.region_id, project=project, part=part, finished_on=finished_on, entered_at=clock.now(),
                                         entered_by_id=actor.user_id)
    record(actor=actor, action="open_acceptance", obj=row, subject=f"project:{project.id}", after={"finished_on": finished_on, "part": part})
    return row


@transaction.atomic
def add_opinion(acceptance_id: int, *, actor: Actor, department: str, stance: str, given_on: date, text: str = "") -> Opinion:
    """登记部门意见. Raises NotAllowed, Conflict, Refusal."""
    row = _open(acceptance_id, actor)
    _check_day(given_on, "意见日期", "given_on")
    opinion = Opinion.objects.create(region_id=row.region_id, acceptance=row, department=department, stance=stance, text=text, given_on=given_on,
                                     entered_at=clock.now(), entered_by_id=actor.user_id)
    record(actor=actor, action="add_opinion", obj=opinion, subject=f"project:{row.project_id}", after={
        "department": department, "stance": stance, "text": text, "given_on": given_on})
    return opinion


@transaction.atomic
def pass_acceptance(acceptance_id: int, *, actor: Actor, passed_on: date | None = None) -> JointAcceptance:
    """验收通过, when the required departments are heard and nobody is against. Raises NotAllowed, Conflict, Refusal, Refusals."""
    row = _open(acceptance_id, actor)
    row.passed_on, row.passed_by_id = passed_on or clock.today(), actor.user_id
    _check_day(row.passed_on, "验收通过日期", "passed_on")
    refuse(check_pass(stances_of(row)))
    row.save(update_fields=["passed_on", "passed_by"])
    record(actor=actor, action="pass_acceptance", obj=row, subject=f"project:{row.project_id}", after={"passed_on": row.passed_on})
    return row


def _open(acceptance_id: int, actor: Actor) -> JointAcceptance:
    permit(may_keep_projects(actor), _CLERKS)
    row = JointAcceptance.objects.select_for_update(of=("self",)).select_related("project").get(pk=acceptance_id)
    if row.passed_on:
        raise Conflict(f"这次验收 {row.passed_on} 已通过，不能再动。", code="wrong_state")
    return row


def _refuse_twice(region_id: int, name: str) -> None:
    if Project.objects.filter(region_id=region_id, name=name).exists():
        raise Refusal(f"本县区已登记了项目“{name}”。请打开那一个修改；是另一个的，名称写清楚。", field="name", code="duplicate")


def _check_day(day: date, label: str, field: str) -> None:
    if day > clock.today():
        raise Refusal(f"{label} {day} 晚于今天 {clock.today()}。请写实际日期。", field=field, code="day_future")
