"""公布的办理: the office's list, drafting, approving, taking down, objections and the result of a notice."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.pages import most
from parcels.forms.disposal import new_key
from parcels.models import LowPlan
from parcels.services.common import permit
from parcels.views.common import plain_form, run_form
from tasks.models import Plan
from tasks.selectors.plans import plan_of
from tasks.services.whole import permit_whole

from ..choices import PublicKind, PublicState
from ..forms.publishing import ObjectionForm, PublicationForm, StepForm
from ..models import Publication
from ..policies import may_publish
from ..rules.publishing import BASES, CONVENTION
from ..selectors.publishing import has_written, is_listed, payload_of, publications, waiting_low_plans
from ..services.publishing import (
    OFFICE,
    add_objection,
    approve_publication,
    draft_publication,
    edit_publication,
    record_result,
    remove_publication,
)

SHOWN = 200


def _plan(request: HttpRequest) -> Plan:
    permit(may_publish(request.actor), OFFICE)
    plan = plan_of(request.actor)
    if plan is None:
        raise Refusal("本区划还没有装入方案，公布没有依据。请系统管理员先装入方案。", code="no_plan")
    permit_whole(request.actor, plan, may_publish, OFFICE)
    return plan


@require_safe
def publishing(request: HttpRequest) -> HttpResponse:
    """公布清单 and the low plans that wait for it."""
    plan, show = _plan(request), request.GET.get("show", "")
    rows = publications(plan)
    rows = rows.filter(state=show) if show in PublicState.values else rows
    return render(request, "reports/publishing.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "most": SHOWN, "show": show, "tabs": [("", "全部"), *PublicState.choices],
        "waiting": waiting_low_plans(plan), "kinds": PublicKind.choices, "convention": CONVENTION})


@require_http_methods(["GET", "HEAD", "POST"])
def publication_new(request: HttpRequest) -> HttpResponse:
    """起草一件."""
    plan = _plan(request)
    kind = request.GET.get("kind") if request.GET.get("kind") in PublicKind.values else PublicKind.FIGURES
    low_plans = [(one.id, f"{one.region.name} {one.title}") for one in waiting_low_plans(plan)]

    def work(form: PublicationForm) -> HttpResponse:
        low_plan = LowPlan.objects.filter(pk=form.cleaned_data.get("low_plan") or 0).first()
        row = draft_publication(plan, actor=request.actor, kind=kind, values=form.values() | ({"low_plan": low_plan} if low_plan else {}))
        messages.success(request, f"“{row}”已起草，等办公室的另一人审批。")
        return redirect("reports:publication", row.id)

    initial = {"as_of_on": clock.today(), "low_plan": request.GET.get("low_plan", ""), "title": request.GET.get("title", "")[:120]}
    return plain_form(request, lambda sent: PublicationForm(sent, kind=kind, low_plans=low_plans, initial=initial), work, {
        "title": f"起草：{PublicKind(kind).label}", "basis": BASES[kind], "button": "起草", "failed": "没有起草", **_way()})


@require_safe
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """一件公布: how the public will read the draft, its editions and steps."""
    _plan(request)
    return _publication(request, pk)


def _publication(request: HttpRequest, pk: int, form: Form | None = None, status: int = 200) -> HttpResponse:
    row = get_object_or_404(publications(_plan(request)), pk=pk)
    item = payload_of(row)
    is_same = is_listed(row, item)
    is_notice = row.kind == PublicKind.NOTICE and row.state != PublicState.DRAFT
    return render(request, "reports/publication.html", {
        "row": row, "item": item, "editions": row.editions.select_related("by").order_by("-number"), "basis": BASES[row.kind],
        "objections": row.objections.select_related("by"), "convention": CONVENTION, "form": form, "form_key": new_key(),
        "may_approve": row.state != PublicState.REMOVED and not is_same and not has_written(row, request.actor.user_id),
        "is_same": is_same,
        "objection": (form if isinstance(form, ObjectionForm) else ObjectionForm(initial={"received_on": clock.today()})) if is_notice else None},
        status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def publication_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改草稿."""
    row = get_object_or_404(publications(_plan(request)), pk=pk)

    def work(form: PublicationForm) -> HttpResponse:
        edit_publication(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, f"“{row}”已改，等办公室的另一人审批；公布中的那一版没有变。")
        return redirect("reports:publication", pk)

    initial = {name: getattr(row, name) for name in ("version", "title", "as_of_on", "from_on", "until_on", "body")}
    return plain_form(request, lambda sent: PublicationForm(sent, kind=row.kind, initial=initial), work, {
        "title": f"修改：{row.title}", "basis": BASES[row.kind], "button": "保存", "failed": "没有保存", **_way()})


@require_POST
def publication_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """审批公布."""
    return _step(request, pk, StepForm(request.POST), lambda data: approve_publication(pk, actor=request.actor, version=data["version"]), "已公布。")


@require_POST
def publication_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """撤下."""
    return _step(request, pk, StepForm(request.POST), lambda data: remove_publication(
        pk, actor=request.actor, version=data["version"], reason=data["reason"]), "已撤下，公众看不到了。")


@require_POST
def publication_result(request: HttpRequest, pk: int) -> HttpResponse:
    """登记批准."""
    return _step(request, pk, StepForm(request.POST), lambda data: record_result(
        pk, actor=request.actor, version=data["version"], result_on=data["result_on"] or clock.today(), result_no=data["result_no"]), "批准已登记。")


@require_POST
def publication_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """登记异议."""
    return _step(request, pk, ObjectionForm(request.POST), lambda data: add_objection(pk, actor=request.actor, values=data), "异议已登记。")


def _step(request: HttpRequest, pk: int, form: Form, work: Callable[[dict], object], told: str) -> HttpResponse:
    row: Publication = get_object_or_404(publications(_plan(request)), pk=pk)

    def done() -> HttpResponse:
        work(form.cleaned_data)
        messages.success(request, f"“{row}”{told}")
        return redirect("reports:publication", pk)

    return run_form(request, form, done, lambda sent, status: _publication(request, pk, sent, status))


def _way() -> dict:
    back = reverse("reports:publishing")
    return {"back": back, "crumbs": [(back, "信息公布")]}
