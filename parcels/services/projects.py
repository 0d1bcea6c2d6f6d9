"""项目: what wants land, the review of its size, its batches; and what they say to a supply (CTL-01, CTL-05, CTL-06)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import ProjectKind
from ..models import Parcel, Project, ProjectPart
from ..policies import may_keep_projects, may_review_project
from ..rules.projects import (
    check_loose,
    check_part,
    check_project,
    check_review,
    check_reviewed,
    check_values,
    governs,
)
from ..rules.purposes import INDUSTRIAL_PROJECT
from ..selectors.measures import document_of
from .common import check_territory, check_version, permit, refuse

FIELDS = ("name", "doc_no", "level", "kind", "industry", "park", "need", "need_typed", "area_unit", "units", "company", "note")
_CLERKS = "项目和供地批次由县区填报员登记。"


@transaction.atomic
def register_project(*, actor: Actor, region_id: int, values: dict) -> Project:
    """登记项目 (need 亩). Raises NotAllowed, Refusal."""
    permit(may_keep_projects(actor), _CLERKS)
    check_territory(actor, region_id)
    refuse(check_values(values))
    _refuse_twice(region_id, values["name"])
    row = Project.objects.create(region_id=region_id, entered_at=clock.now(), entered_by_id=actor.user_id,
                                 **{name: values[name] for name in FIELDS if name in values})
    record(actor=actor, action="register_project", obj=row, after={k: v for k, v in snapshot(row, FIELDS).items() if v not in (None, "")})
    return row


@transaction.atomic
def edit_project(project_id: int, *, actor: Actor, version: int | None, values: dict) -> Project:
    """修改项目; an unchanged form leaves no trace. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    permit(may_keep_projects(actor), _CLERKS)
    row = lock_project(project_id)
    check_version(row, version)
    refuse(check_values(values))
    before = snapshot(row, FIELDS)
    for name in FIELDS:
        setattr(row, name, values.get(name, getattr(row, name)))
    old, new = changes(before, snapshot(row, FIELDS))
    refuse(check_reviewed(row.reviewed_area, new))
    if "name" in new:
        _refuse_twice(row.region_id, row.name)
    if new:
        row.version += 1
        row.save(update_fields=[*new, "version"])
        record(actor=actor, action="edit_project", obj=row, before=old, after=new)
    return row


@transaction.atomic
def review_project(project_id: int, *, actor: Actor, reviewed_area: Decimal, review_no: str, reviewed_on: date,
                   review_note: str = "") -> Project:
    """审核建设规模, once, by another person than who entered the project. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_review_project(actor), "建设规模由县区审核员登记审核。")
    row = lock_project(project_id)
    permit(row.entered_by_id != actor.user_id, "这个项目是你登记的，不能由你审核。请交另一位办理。")
    if row.reviewed_on:
        raise Conflict(f"“{row.name}”{row.reviewed_on} 已审核（{row.review_no}）。规模变了的，按新项目登记。", code="wrong_state")
    refuse(check_review(row.need, reviewed_area, reviewed_on, clock.today()))
    values = {"reviewed_area": reviewed_area, "review_no": review_no, "reviewed_on": reviewed_on, "review_note": review_note}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    record(actor=actor, action="review_project", obj=row, after=values)
    return row


@transaction.atomic
def add_project_part(project_id: int, *, actor: Actor, area: Decimal, from_on: date) -> ProjectPart:
    """再排一批 (亩). Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_projects(actor), _CLERKS)
    row = lock_project(project_id)
    parts = list(row.parts.order_by("number"))
    refuse(check_part(row.reviewed_area, sum((part.area for part in parts), Decimal(0)), area, from_on, parts[-1].from_on if parts else None))
    part = ProjectPart.objects.create(region_id=row.region_id, project=row, number=len(parts) + 1, area=area, from_on=from_on)
    record(actor=actor, action="add_project_part", obj=part, subject=f"project:{row.id}", after={"area": area, "from_on": from_on})
    return part


def lock_project(project_id: int) -> Project:
    return Project.objects.select_for_update(of=("self",)).get(pk=project_id)


def refuse_ahead(parcel: Parcel, project: Project | None, *, supplied: Decimal, area: Decimal, day: date) -> None:
    """供地前 the review and the schedule are looked at, where the county's document asks for them or the size was reviewed; the
    parcel is locked. Raises Refusal, Refusals."""
    governed = governs(document_of(parcel.region), day)
    if project is None:
        if governed and INDUSTRIAL_PROJECT.covers(parcel.purpose):
            refuse(check_loose(supplied + area))
        return
    project = lock_project(project.id)
    if project.reviewed_on is None and not (governed and project.kind == ProjectKind.INDUSTRY):
        return
    done = sum(project.supplies.filter(voided_at=None).values_list("area", flat=True), Decimal(0))
    parts = list(project.parts.values_list("number", "area", "from_on"))
    refuse(check_project(project.name, project.need, project.reviewed_area, parts, done, area, day))


def _refuse_twice(region_id: int, name: str) -> None:
    if Project.objects.filter(region_id=region_id, name=name).exists():
        raise Refusal(f"本县区已登记了项目“{name}”。请打开那一个修改；是另一个的，名称写清楚。", field="name", code="duplicate")
