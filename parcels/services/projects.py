"""分批供地: a project, the review of its size, its batches; and what they say to a supply (CTL-05)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..models import Parcel, ProjectPart, SupplyProject
from ..policies import may_register_parcel, may_review_project
from ..rules.projects import (
    DOCUMENT,
    SINCE,
    check_loose,
    check_part,
    check_project,
    check_review,
    is_industrial,
)
from ..selectors.measures import document_of
from .common import check_territory, permit, refuse

_CLERKS = "分批供地的项目和批次由县区填报员登记。"


@transaction.atomic
def register_project(*, actor: Actor, region_id: int, name: str, planned_area: Decimal, company: str = "") -> SupplyProject:
    """登记项目 (area 亩). Raises NotAllowed, Refusal."""
    permit(may_register_parcel(actor), _CLERKS)
    check_territory(actor, region_id)
    if planned_area <= 0:
        raise Refusal("拟占地面积要大于 0。请写项目备案或规划的面积。", field="area", code="area_zero")
    if SupplyProject.objects.filter(region_id=region_id, name=name).exists():
        raise Refusal(f"本县区已登记过“{name}”。请打开已有的项目。", field="name", code="duplicate")
    row = SupplyProject.objects.create(region_id=region_id, name=name, planned_area=planned_area, company=company, entered_at=clock.now(),
                                       entered_by_id=actor.user_id)
    record(actor=actor, action="register_project", obj=row, after={"name": name, "planned_area": planned_area, "company": company})
    return row


@transaction.atomic
def review_project(project_id: int, *, actor: Actor, reviewed_area: Decimal, review_no: str, reviewed_on: date,
                   review_note: str = "") -> SupplyProject:
    """审核建设规模, once. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_review_project(actor), "建设规模由县区审核员登记审核。")
    row = lock_project(project_id)
    permit(row.entered_by_id != actor.user_id, "这个项目是你登记的，不能由你审核。请交另一位办理。")
    if row.reviewed_on:
        raise Conflict(f"“{row.name}”{row.reviewed_on} 已审核（{row.review_no}）。规模变了的，按新项目登记。", code="wrong_state")
    refuse(check_review(row.planned_area, reviewed_area, reviewed_on, clock.today()))
    values = {"reviewed_area": reviewed_area, "review_no": review_no, "reviewed_on": reviewed_on, "review_note": review_note}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    record(actor=actor, action="review_project", obj=row, after=values)
    return row


@transaction.atomic
def add_project_part(project_id: int, *, actor: Actor, area: Decimal, from_on: date) -> ProjectPart:
    """再排一批 (亩). Raises NotAllowed, Refusal, Refusals."""
    permit(may_register_parcel(actor), _CLERKS)
    row = lock_project(project_id)
    parts = list(row.parts.order_by("number"))
    refuse(check_part(row.reviewed_area, sum((part.area for part in parts), Decimal(0)), area, from_on, parts[-1].from_on if parts else None))
    part = ProjectPart.objects.create(region_id=row.region_id, project=row, number=len(parts) + 1, area=area, from_on=from_on)
    record(actor=actor, action="add_project_part", obj=part, subject=f"supplyproject:{row.id}", after={"area": area, "from_on": from_on})
    return part


def lock_project(project_id: int) -> SupplyProject:
    return SupplyProject.objects.select_for_update(of=("self",)).get(pk=project_id)


def refuse_ahead(parcel: Parcel, project_id: int | None, *, supplied: Decimal, area: Decimal, day: date) -> None:
    """供地前 the review and the schedule are looked at; the parcel is locked. Raises Refusal, Refusals."""
    if project_id is None:
        if document_of(parcel.region) == DOCUMENT and day >= SINCE and is_industrial(parcel.purpose):
            refuse(check_loose(supplied + area))
        return
    project = lock_project(project_id)
    if project.region_id != parcel.region_id:
        raise Refusal("项目和宗地不在同一个县区。请从本县区的项目里选。", field="project", code="not_found")
    done = sum(project.supplies.filter(voided_at=None).values_list("area", flat=True), Decimal(0))
    parts = list(project.parts.values_list("number", "area", "from_on"))
    refuse(check_project(project.name, project.planned_area, project.reviewed_area, parts, done, area, day))
