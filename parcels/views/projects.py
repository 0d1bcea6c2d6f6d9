"""分批供地的页面: projects, the review of their size, their schedule."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ..forms.covenant import PartForm, ProjectForm, ReviewForm
from ..models import SupplyProject
from ..policies import may_read_ledger, may_register_parcel, may_review_project
from ..rules.projects import BASIS, NOTE, needs_review
from ..selectors.projects import SHOWN, project_lines, schedule_of, supplies_for
from ..services import add_project_part, register_project, review_project
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

CLERKS = "分批供地的项目和批次由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
REVIEWERS = "建设规模由县区审核员登记审核。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """项目清单."""
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/projects.html", {
        "lines": project_lines(), "most": SHOWN, "tab": "projects", "may_keep": may_register_parcel(request.actor), "basis": BASIS, "note": NOTE})


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """登记项目."""
    permit(may_register_parcel(request.actor), CLERKS)
    regions = county_choices(request)

    def work(form: ProjectForm) -> HttpResponse:
        data = form.cleaned_data
        row = register_project(actor=request.actor, region_id=data["region"], name=data["name"], company=data["company"],
                               planned_area=form.areas["area"])
        messages.success(request, f"{row} 已登记。")
        return redirect("parcels:project", row.id)

    back = reverse("parcels:projects")
    initial = {"region": request.actor.region_id, "area_unit": "mu"}
    return plain_form(request, lambda sent: ProjectForm(sent, regions=regions, initial=initial), work, {
        "title": "登记项目", "back": back, "crumbs": [(back, "分批供地")], "basis": f"{BASIS}。{NOTE}"})


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """一个项目."""
    row = get_object_or_404(SupplyProject.objects.select_related("region", "entered_by"), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    supplies = list(supplies_for(row))
    done = sum((one.area for one in supplies), Decimal(0))
    parts = schedule_of(row, done)
    return render(request, "parcels/project.html", {
        "project": row, "parts": parts, "laid_out": sum((part.area for part in parts), Decimal(0)), "supplies": supplies, "done": done,
        "needs_review": needs_review(row.planned_area), "may_keep": may_register_parcel(request.actor),
        "may_review": may_review_project(request.actor) and not row.reviewed_on, "basis": BASIS, "note": NOTE})


@require_http_methods(["GET", "HEAD", "POST"])
def project_review(request: HttpRequest, pk: int) -> HttpResponse:
    """审核建设规模."""
    row = get_object_or_404(SupplyProject.objects, pk=pk)
    permit(may_review_project(request.actor), REVIEWERS)

    def work(form: ReviewForm) -> HttpResponse:
        data = form.cleaned_data
        review_project(pk, actor=request.actor, reviewed_area=form.areas["area"],
                       **{name: data[name] for name in ("review_no", "reviewed_on", "review_note")})
        messages.success(request, f"{row} 的建设规模已审核。请填报员排批次。")
        return redirect("parcels:project", pk)

    return plain_form(request, lambda sent: ReviewForm(sent, initial={"area_unit": "mu"}), work, {
        "title": "审核建设规模", "sub": f"{row}，拟占地 {row.planned_area:f} 亩", "failed": "没有审核", "basis": BASIS, **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def project_part_new(request: HttpRequest, pk: int) -> HttpResponse:
    """再排一批."""
    row = get_object_or_404(SupplyProject.objects, pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)

    def work(form: PartForm) -> HttpResponse:
        part = add_project_part(pk, actor=request.actor, area=form.areas["area"], from_on=form.cleaned_data["from_on"])
        messages.success(request, f"{part} 已排。")
        return redirect("parcels:project", pk)

    return plain_form(request, lambda sent: PartForm(sent, initial={"area_unit": "mu"}), work, {
        "title": "排一批", "sub": str(row), "basis": BASIS, **_way(row)})


def _way(row: SupplyProject) -> dict:
    back = reverse("parcels:project", args=[row.id])
    return {"back": back, "crumbs": [(reverse("parcels:projects"), "分批供地"), (back, row.name)]}
