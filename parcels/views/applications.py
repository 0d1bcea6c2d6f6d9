"""用地申请和竣工联合验收的页面."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.area import read_area
from landplan.lib.errors import Refusal
from landplan.lib.pages import most

from ..forms.applications import AcceptanceForm, ApplicationDecideForm, ApplicationForm, OpinionForm
from ..forms.disposal import new_key
from ..models import JointAcceptance, LandApplication, Project
from ..policies import may_decide_application, may_keep_projects, may_read_ledger
from ..rules.needs import ACCEPTANCE, NEED, check_pass
from ..rules.restrictions import CREDIT, SEARCH, STOCK
from ..selectors.applications import (
    SHOWN,
    acceptance_lines,
    acceptance_rows,
    application_rows,
    opinions_of,
    stances_of,
    with_breaches,
)
from ..selectors.projects import project_choices
from ..selectors.restrictions import (
    NAMED,
    barred_firms,
    breaches_of,
    large_enough,
    pause_of,
    stock_of,
    stop_of,
)
from ..services import add_opinion, apply_for_land, decide_application, open_acceptance, pass_acceptance
from ..services.common import permit
from .common import plain_form, run_form
from .ledger import READERS

CLERKS = "用地申请和竣工联合验收由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """用地申请清单."""
    permit(may_read_ledger(request.actor), READERS)
    return _applications(request)


def _applications(request: HttpRequest, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    rows = application_rows()
    return render(request, "parcels/applications.html", {
        "rows": with_breaches(rows[:most(SHOWN)]), "count": rows.count(), "most": SHOWN, "basis": NEED, "refusal": refusal, "tab": "applications",
        "typed": request.POST,
        "may_keep": may_keep_projects(request.actor), "may_decide": may_decide_application(request.actor)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """申请用地."""
    permit(may_keep_projects(request.actor), CLERKS)
    projects = project_choices(request.actor.region_id)

    def page(form: ApplicationForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/application_form.html", {
            "form": form, "form_key": new_key(), "basis": NEED, "search": SEARCH, "stock_basis": STOCK, "credit_basis": CREDIT,
            **_application_side(request, form)}, status=status)

    if request.method != "POST":
        initial = {"area_unit": "mu", "applied_on": clock.today(), **_typed(request), **_chosen(request)}
        return page(ApplicationForm(projects=projects, initial=initial))
    form = ApplicationForm(request.POST, projects=projects)

    def work() -> HttpResponse:
        data = form.cleaned_data
        row = apply_for_land(actor=request.actor, project_id=data["project"], values=form.values(), knows_stock=data["knows_stock"])
        messages.success(request, f"{row} 已登记，等审核员审核。")
        for one in breaches_of(row.region_id, row.applicant, row.project.company):
            messages.warning(request, f"{one.holder}有失信记录：{one.breach}（{one.basis_no}）。审核员会看到。")
        return redirect("parcels:applications")

    return run_form(request, form, work, page)


def _application_side(request: HttpRequest, form: ApplicationForm) -> dict:
    """旁边的存量、合用的宗地、暂停和失信 for what is chosen and typed so far."""
    region_id, chosen = request.actor.region_id, str(form["project"].value() or "")
    project = Project.objects.filter(pk=int(chosen)).first() if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    area = _read(str(form["area"].value() or ""), str(form["area_unit"].value() or "mu")) or (project.need if project else None)
    fits = large_enough(region_id, area)
    today, names = clock.today(), (str(form["applicant"].value() or ""), project.company if project else "")
    return {"chosen": project, "stock": stock_of(region_id), "pause": pause_of(region_id, today), "stop": stop_of(region_id, today), "need": area,
            "fits": fits[:NAMED], "fit_count": fits.count(),
            "breaches": breaches_of(region_id, *names), "barred": barred_firms(region_id, *names)}


def _read(typed: str, unit: str) -> Decimal | None:
    try:
        return read_area(typed, unit) if typed else None
    except Refusal:
        return None  # the form itself says so when it is sent


def _typed(request: HttpRequest) -> dict:
    """What stands in the form already, when only the side of the page is asked for again."""
    return {name: request.GET[name][:200] for name in ("area", "area_unit", "applicant") if request.GET.get(name)}


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
        "lines": acceptance_lines(rows[:most(SHOWN)]), "count": rows.count(), "most": SHOWN, "basis": ACCEPTANCE, "tab": "acceptances",
        "may_keep": may_keep_projects(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def acceptance_new(request: HttpRequest) -> HttpResponse:
    """发起竣工联合验收."""
    permit(may_keep_projects(request.actor), CLERKS)
    projects = project_choices(request.actor.region_id)

    def work(form: AcceptanceForm) -> HttpResponse:
        data = form.cleaned_data
        row = open_acceptance(data["project"], actor=request.actor, finished_on=data["finished_on"], part=data["part"])
        messages.success(request, f"{row} 已发起。请登记各部门的意见。")
        return redirect("parcels:acceptance", row.id)

    return plain_form(request, lambda sent: AcceptanceForm(sent, projects=projects, initial=_chosen(request)), work, {
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


def _chosen(request: HttpRequest) -> dict:
    """`?project=` comes from the project's page; another county's is none."""
    asked = request.GET.get("project", "")
    return {"project": asked} if asked.isascii() and asked.isdigit() and Project.objects.filter(pk=int(asked[:18])).exists() else {}


def _way(name: str, label: str) -> dict:
    back = reverse(f"parcels:{name}")
    return {"back": back, "crumbs": [(back, label)]}
