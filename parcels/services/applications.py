"""用地申请、竣工联合验收 (CTL-01, CTL-04)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal

from ..choices import ApplicationState
from ..models import JointAcceptance, LandApplication, Opinion, Project
from ..policies import may_decide_application, may_keep_projects
from ..rules.needs import check_application, check_pass
from ..rules.restrictions import check_exemption, check_listed, check_pause, check_search, check_stock
from ..selectors.applications import stances_of
from ..selectors.restrictions import NAMED, barred_firms, large_enough, pause_of, stock_of, stop_faults
from .common import check_day, permit, refuse

_CLERKS = "用地申请和竣工联合验收由县区填报员登记。"


@transaction.atomic
def apply_for_land(*, actor: Actor, project_id: int | None, values: dict, knows_stock: bool = False) -> LandApplication:
    """申请用地 for a project: without a project and its document it is refused, and so it is without a word on the land that is there
    already, unread stock, while the county's applications are paused or its supply is stopped, and for a firm on the list of those that
    get no new land. The stock of that moment is kept with it.

    Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_projects(actor), _CLERKS)
    project = Project.objects.select_related("region").filter(pk=project_id).first() if project_id else None
    found = check_application(project.name if project else "", project.doc_no if project else "", values, clock.today())
    stock = _stock(project.region_id, values["area"]) if project else {}
    found += check_search(values.get("searched", "")) + check_exemption(values.get("exemption", ""), values.get("exemption_no", ""))
    if project:
        found += check_stock(knows_stock, sum(group["count"] for group in stock["groups"]))
        found += _barred(project, values["applicant"], values.get("exemption", ""))
    refuse(found)
    row = LandApplication.objects.create(region_id=project.region_id, project=project, entered_at=clock.now(), entered_by_id=actor.user_id,
                                         stock=stock, **values)
    record(actor=actor, action="apply_for_land", obj=row, subject=f"project:{project.id}", after={
        "area": row.area, "applicant": row.applicant, "applied_on": row.applied_on, "exemption": row.exemption,
        "exemption_no": row.exemption_no, "searched": row.searched})
    return row


def _barred(project: Project, applicant: str, exemption: str) -> list[Refusal]:
    """What stands against new land today: a pause, a stop, the list of firms."""
    today = clock.today()
    pause = pause_of(project.region_id, today)
    found = check_pause(project.region.name, pause.document_no, pause.from_on, exemption) if pause else []
    found += stop_faults(project.region, today, "申请新增用地", "project")
    return found + check_listed([(row.firm, row.get_treatment_display(), row.document_no)
                                 for row in barred_firms(project.region_id, project.company, applicant)])


def _stock(region_id: int, area: Decimal | None) -> dict:
    """存量 of this moment, as text so that it stays exact in JSON."""
    fits = large_enough(region_id, area) if area else None
    return {"groups": [{"label": one["label"], "count": one["count"], "left": str(one["left"]),
                        "rate": "" if one["rate"] is None else str(one["rate"])} for one in stock_of(region_id)],
            "fits": list(fits.values_list("parcel_no", flat=True)[:NAMED]) if area else [], "fit_count": fits.count() if area else 0}


@transaction.atomic
def decide_application(application_id: int, *, actor: Actor, approve: bool, result_no: str = "", reason: str = "") -> LandApplication:
    """准予报批 by a number, or not with the reason; by another person than who entered it (本系统的约定).

    Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_decide_application(actor), "用地申请由县区审核员审核。")
    row = LandApplication.objects.select_for_update(of=("self",)).select_related("project__region").get(pk=application_id)
    if row.state != ApplicationState.APPLIED:
        raise Conflict(f"这件用地申请已是“{row.get_state_display()}”。请刷新页面。", code="wrong_state")
    if row.entered_by_id == actor.user_id:
        raise NotAllowed("这件用地申请是你登记的，请另一位审核员审核。", code="own_work")
    if approve:
        project = row.project  # its document may have been taken out since
        refuse(check_application(project.name, project.doc_no, {"area": row.area}, clock.today())
               + _barred(project, row.applicant, row.exemption))
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
    check_day(finished_on, "竣工日期", "finished_on")
    row = JointAcceptance.objects.create(region_id=project.region_id, project=project, part=part, finished_on=finished_on, entered_at=clock.now(),
                                         entered_by_id=actor.user_id)
    record(actor=actor, action="open_acceptance", obj=row, subject=f"project:{project.id}", after={"finished_on": finished_on, "part": part})
    return row


@transaction.atomic
def add_opinion(acceptance_id: int, *, actor: Actor, department: str, stance: str, given_on: date, text: str = "") -> Opinion:
    """登记部门意见. Raises NotAllowed, Conflict, Refusal."""
    row = _open(acceptance_id, actor)
    check_day(given_on, "意见日期", "given_on")
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
    check_day(row.passed_on, "验收通过日期", "passed_on")
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
