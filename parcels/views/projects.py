"""项目的页面: what wants land, what it was supplied; the review of its size and its batches."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.pages import most
from units.models import Region

from ..choices import Register
from ..forms.projects import PartForm, ProjectForm, ProjectListForm, ReviewForm, initial_of_project
from ..models import Project
from ..policies import may_keep_projects, may_read_ledger, may_review_project
from ..rules.needs import KEY, NEED
from ..rules.projects import BASIS, NOTE, governs
from ..selectors.measures import document_of
from ..selectors.projects import (
    SHOWN,
    applications_of,
    assessments_of,
    project_lines,
    project_rows,
    schedule_of,
    sum_of_projects,
    supplies_for,
)
from ..selectors.registers import dues_of
from ..services import add_project_part, edit_project, register_project, review_project
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

CLERKS = "项目和供地批次由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
REVIEWERS = "建设规模由县区审核员登记审核。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """项目清单; `?level=key` are the city's key projects, `?batches=on` those that are supplied in batches."""
    permit(may_read_ledger(request.actor), READERS)
    form = ProjectListForm(request.GET or None)
    asked = form.asked() if request.GET else {}
    lines = project_lines(project_rows(**asked))
    dues = dues_of(Register.KEY_PROJECTS, Region.objects.filter(id__in={line.project.region_id for line in lines} or {request.actor.region_id}))
    return render(request, "parcels/projects.html", {
        "lines": lines[:most(SHOWN)], "sum": sum_of_projects(lines), "most": SHOWN, "form": form, "asked": asked, "today": clock.today(),
        "basis": KEY,
        "size_basis": f"{BASIS}。{NOTE}", "dues": list({due.id: due for due in dues.values()}.values()),
        "has_regions": len({line.project.region_id for line in lines}) > 1,
        "may_keep": may_keep_projects(request.actor), "tab": "batches" if asked.get("is_large") else "projects"})


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """登记项目."""
    permit(may_keep_projects(request.actor), CLERKS)
    regions = county_choices(request)

    def work(form: ProjectForm) -> HttpResponse:
        row = register_project(actor=request.actor, region_id=form.cleaned_data["region"], values=form.values())
        messages.success(request, f"项目“{row}”已登记。")
        return redirect("parcels:project", row.id)

    back = reverse("parcels:projects")
    initial = {"region": request.actor.region_id, "area_unit": "mu"}
    return plain_form(request, lambda sent: ProjectForm(sent, regions=regions, initial=initial), work, {
        "title": "登记项目", "back": back, "crumbs": [(back, "项目")], "basis": f"{NEED}；{KEY}；{BASIS}。{NOTE}"})


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改项目."""
    row = get_object_or_404(Project.objects.select_related("region"), pk=pk)
    permit(may_keep_projects(request.actor), CLERKS)

    def work(form: ProjectForm) -> HttpResponse:
        edit_project(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, f"项目“{form.cleaned_data['name']}”已保存。")
        return redirect("parcels:project", pk)

    return plain_form(request, lambda sent: ProjectForm(sent, regions=[(row.region_id, row.region.name)], initial=initial_of_project(row)), work,
                      {"title": "修改项目", "button": "保存", "failed": "没有保存", **_way(row)})


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """一个项目: its application, assessment, review, batches and supplies."""
    row = get_object_or_404(Project.objects.select_related("region", "entered_by"), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    line = project_lines(Project.objects.filter(pk=pk))[0]
    parts = schedule_of(row, line.supplied)
    return render(request, "parcels/project.html", {
        "project": row, "line": line, "parts": parts, "laid_out": sum((part.area for part in parts), Decimal(0)), "supplies": supplies_for(row),
        "assessments": assessments_of(pk), "applications": applications_of(row), "may_keep": may_keep_projects(request.actor),
        "is_asked": governs(document_of(row.region), clock.today()),
        "may_review": may_review_project(request.actor) and line.needs_review and not row.reviewed_on, "basis": BASIS, "note": NOTE})


@require_http_methods(["GET", "HEAD", "POST"])
def project_review(request: HttpRequest, pk: int) -> HttpResponse:
    """审核建设规模."""
    row = get_object_or_404(Project.objects, pk=pk)
    permit(may_review_project(request.actor), REVIEWERS)

    def work(form: ReviewForm) -> HttpResponse:
        data = form.cleaned_data
        review_project(pk, actor=request.actor, reviewed_area=form.areas["area"],
                       **{name: data[name] for name in ("review_no", "reviewed_on", "review_note")})
        messages.success(request, f"{row} 的建设规模已审核。请填报员排批次。")
        return redirect("parcels:project", pk)

    return plain_form(request, lambda sent: ReviewForm(sent, initial={"area_unit": "mu"}), work, {
        "title": "审核建设规模", "sub": f"{row}，用地需求 {'未填' if row.need is None else f'{row.need:f} 亩'}", "failed": "没有审核", "basis": BASIS,
        **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def project_part_new(request: HttpRequest, pk: int) -> HttpResponse:
    """再排一批."""
    row = get_object_or_404(Project.objects, pk=pk)
    permit(may_keep_projects(request.actor), CLERKS)

    def work(form: PartForm) -> HttpResponse:
        part = add_project_part(pk, actor=request.actor, area=form.areas["area"], from_on=form.cleaned_data["from_on"])
        messages.success(request, f"{part} 已排。")
        return redirect("parcels:project", pk)

    return plain_form(request, lambda sent: PartForm(sent, initial={"area_unit": "mu"}), work, {
        "title": "排一批", "sub": str(row), "basis": BASIS, **_way(row)})


def _way(row: Project) -> dict:
    back = reverse("parcels:project", args=[row.id])
    return {"back": back, "crumbs": [(reverse("parcels:projects"), "项目"), (back, row.name)]}
