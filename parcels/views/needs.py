"""项目用地的页面: projects with their need and supply, applications for land, joint acceptance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from units.models import Region

from ..choices import Register
from ..forms.needs import (
    AcceptanceForm,
    ApplicationDecideForm,
    ApplicationForm,
    OpinionForm,
    ProjectForm,
    ProjectListForm,
    initial_of_project,
)
from ..models import JointAcceptance, LandApplication, Project
from ..policies import may_decide_application, may_keep_projects, may_read_ledger
from ..rules.needs import ACCEPTANCE, KEY, NEED, check_pass
from ..selectors.needs import (
    SHOWN,
    acceptance_lines,
    acceptance_rows,
    application_rows,
    need_choices,
    opinions_of,
    project_lines,
    project_rows,
    stances_of,
    sum_of_projects,
)
from ..selectors.registers import dues_of
from ..services import (
    add_opinion,
    apply_for_land,
    decide_application,
    edit_need,
    open_acceptance,
    pass_acceptance,
    register_need,
)
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

CLERKS = "项目、用地申请和竣工联合验收由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """项目清单; `?level=key` are the city's key projects."""
    permit(may_read_ledger(request.actor), READERS)
    form = ProjectListForm(request.GET or None)
    level, q = form.asked() if request.GET else ("", "")
    lines = project_lines(project_rows(level, q))
    dues = dues_of(Register.KEY_PROJECTS, Region.objects.filter(id__in={line.project.region_id for line in lines} or {request.actor.region_id}))
    return render(request, "parcels/needs.html", {
        "lines": lines[:SHOWN], "sum": sum_of_projects(lines), "most": SHOWN, "form": form, "level": level, "today": clock.today(), "basis": KEY,
        "dues": list({due.id: due for due in dues.values()}.values()), "has_regions": len({line.project.region_id for line in lines}) > 1,
        "may_keep": may_keep_projects(request.actor), "tab": "needs"})


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """登记项目."""
    permit(may_keep_projects(request.actor), CLERKS)
    regions = county_choices(request)

    def work(form: ProjectForm) -> HttpResponse:
        row = register_need(actor=request.actor, region_id=form.cleaned_data["region"], values=form.values())
        messages.success(request, f"项目“{row}”已登记。")
        return redirect("parcels:needs")

    return plain_form(request, lambda sent: ProjectForm(sent, regions=regions, initial={"region": request.actor.region_id, "area_unit": "mu"}), work,
                      {"title": "登记项目", "basis": f"{NEED}；{KEY}", **_way("needs", "项目")})


@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改项目."""
    row = get_object_or_404(Project.objects.select_related("region"), pk=pk)
    permit(may_keep_projects(request.actor), CLERKS)

    def work(form: ProjectForm) -> HttpResponse:
        edit_need(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, f"项目“{form.cleaned_data['name']}”已保存。")
        return redirect("parcels:needs")

    return plain_form(request, lambda sent: ProjectForm(sent, regions=[(row.region_id, row.region.name)], initial=initial_of_project(row)), work,
                      {"title": "修改项目", "sub": row.name, "button": "保存", "failed": "没有保存", **_way("needs", "项目")})


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """用地申请清单."""
    permit(may_read_ledger(request.actor), READERS)
    return _applications(request)


def _applications(request: HttpRequest, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    rows = application_rows()
    return render(request, "parcels/applications.html", {
        "rows": rows[:SHOWN], "count": rows.count(), "most": SHOWN, "basis": NEED, "refusal": refusal, "tab": "applications", "typed": request.POST,
        "may_keep": may_keep_projects(request.actor), "may_decide": may_decide_application(request.actor)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """申请用地."""
    permit(may_keep_projects(request.actor), CLERKS)
    projects = need_choices(request.actor.region_id)

    def work(form: ApplicationForm) -> HttpResponse:
        row = apply_for_land(actor=request.actor, project_id=form.cleaned_data["project"], values=form.values())
        messages.success(request, f"{row} 已登记，等审核员审核。")
        return redirect("parcels:applications")

    return plain_form(request, lambda sent: ApplicationForm(sent, projects=projects, initial={"area_unit": "mu", "applied_on": clock.today()}), work,
                      {"title": "申请用地", "basis": NEED, "button": "申请", "failed": "没有申请", **_way("applications", "用地申请")})


@require_POST
def application_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """审核用地申请."""
    row = get_object_or_404(LandApplication.objects, pk=pk)
    permit(may_decide_application(request.actor), "用地申请由县区审核员审核。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    form = ApplicationDecideForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence)
        data = form.cleaned_data
        decide_application(pk, actor=request.actor, approve=data["do"] == "approve", result_no=data["result_no"], reason=data["reason"])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _applications(request, refusal, refusal.status)
    messages.success(request, f"{row.project} 的用地申请已审核。")
    return redirect("parcels:applications")


@require_safe
def acceptances(request: HttpRequest) -> HttpResponse:
    """竣工联合验收清单."""
    permit(may_read_ledger(request.actor), READERS)
    rows = acceptance_rows()
    return render(request, "parcels/acceptances.html", {
        "lines": acceptance_lines(rows[:SHOWN]), "count": rows.count(), "most": SHOWN, "basis": ACCEPTANCE, "tab": "acceptances",
        "may_keep": may_keep_projects(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def acceptance_new(request: HttpRequest) -> HttpResponse:
    """发起竣工联合验收."""
    permit(may_keep_projects(request.actor), CLERKS)
    projects = need_choices(request.actor.region_id)

    def work(form: AcceptanceForm) -> HttpResponse:
        data = form.cleaned_data
        row = open_acceptance(data["project"], actor=request.actor, finished_on=data["finished_on"], part=data["part"])
        messages.success(request, f"{row} 已发起。请登记各部门的意见。")
        return redirect("parcels:acceptance", row.id)

    return plain_form(request, lambda sent: AcceptanceForm(sent, projects=projects), work, {
        "title": "发起竣工联合验收", "basis": ACCEPTANCE, "button": "发起", "failed": "没有发起", **_way("acceptances", "竣工联合验收")})


@require_http_methods(["GET", "HEAD", "POST"])
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """一次验收; POST adds an opinion."""
    row = get_object_or_404(acceptance_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    if request.method != "POST":
        return _acceptance(request, row)
    permit(may_keep_projects(request.actor), CLERKS)
    form = OpinionForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence)
        opinion = add_opinion(pk, actor=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _acceptance(request, row, form, refusal, 422 if not form.is_valid() else refusal.status)
    messages.success(request, f"{opinion} 已登记。")
    return redirect("parcels:acceptance", pk)


@require_POST
def acceptance_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """验收通过."""
    row = get_object_or_404(acceptance_rows(), pk=pk)
    permit(may_keep_projects(request.actor), CLERKS)
    try:
        pass_acceptance(pk, actor=request.actor)
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _acceptance(request, row, None, refusal, refusal.status)
    messages.success(request, f"{row} 已通过。")
    return redirect("parcels:acceptance", pk)


def _acceptance(request: HttpRequest, row: JointAcceptance, form: OpinionForm | None = None, refusal: Refusal | None = None,
                status: int = 200) -> HttpResponse:
    return render(request, "parcels/acceptance.html", {
        "acceptance": row, "opinions": opinions_of(row), "lacking": check_pass(stances_of(row)), "form": form or OpinionForm(), "refusal": refusal,
        "may_keep": may_keep_projects(request.actor) and row.passed_on is None, "basis": ACCEPTANCE}, status=status)


def _way(name: str, label: str) -> dict:
    back = reverse(f"parcels:{name}")
    return {"back": back, "crumbs": [(back, label)]}
