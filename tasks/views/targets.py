"""一个目标的页面: its sum as of a day, the counties, the rows behind it, and the document that confirms it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.text import clean_text
from parcels.forms.disposal import new_key
from parcels.selectors.as_of import RECORDED
from parcels.views.common import run_form

from ..choices import Compares
from ..forms.targets import ConfirmForm
from ..models import Plan, Target, TargetConfirmation
from ..policies import may_govern
from ..selectors.plans import counties_in, standing_of
from ..selectors.target_kinds import Kinds
from ..selectors.target_rows import SHOWN, rows_behind
from ..selectors.targets import digestion_of, outcomes_of
from ..services import confirm_target, void_confirmation
from .common import check_office, moment_of_day, plan_for


def _target(request: HttpRequest, pk: int, target_id: int) -> tuple[Plan, Target]:
    plan = plan_for(request, pk)
    return plan, get_object_or_404(plan.targets.all(), pk=target_id)


@require_safe
def target(request: HttpRequest, pk: int, target_id: int) -> HttpResponse:
    """一个目标 as of a day."""
    plan, found = _target(request, pk, target_id)
    return _page(request, plan, found)


def _page(request: HttpRequest, plan: Plan, found: Target, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    moment = moment_of_day(request.GET.get("as_of", ""), standing_of(plan, clock.now()).moment)
    one = next(row for row in outcomes_of(plan, moment, actor=request.actor) if row.target == found)
    regions = [county.id for county in counties_in(plan, request.actor)]
    papers = found.confirmations.select_related("paper", "void", "entered_by").order_by("-id") if found.compares == Compares.CONFIRM else []
    return render(request, "tasks/target.html", {
        "shown_plan": plan, "document": plan.document, "one": one, "target": found, "moment": moment, "most": SHOWN, "papers": papers,
        "behind": rows_behind(found, Kinds(plan, moment, RECORDED), regions), "refusal": refusal, "digestion": digestion_of(plan, moment, one),
        "may_confirm": found.compares == Compares.CONFIRM and may_govern(request.actor, plan.region_id),
        "reads_paper": request.actor.covers(plan.region_id)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def target_confirm(request: HttpRequest, pk: int, target_id: int) -> HttpResponse:
    """凭文件确认."""
    plan, found = _target(request, pk, target_id)
    check_office(request, plan)
    if found.compares != Compares.CONFIRM:
        raise Http404
    is_sent = request.method == "POST"
    form = ConfirmForm(request.POST if is_sent else None, request.FILES if is_sent else None)

    def page(form: Form, status: int = 200) -> HttpResponse:
        return render(request, "tasks/target_confirm.html", {
            "shown_plan": plan, "document": plan.document, "target": found, "form": form, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        data = form.cleaned_data
        row = confirm_target(found.id, actor=request.actor, done_on=data["done_on"], document_no=data["document_no"], upload=data["file"],
                             note=data["note"])
        messages.success(request, f"“{found}”已由 {row.document_no} 确认，{row.done_on} 完成。")
        return redirect("tasks:target", plan.id, found.id)

    return run_form(request, form, work, page) if is_sent else page(form)


@require_POST
def confirmation_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一次确认."""
    row = get_object_or_404(TargetConfirmation.objects.select_related("target__plan__document", "target__plan__region"), pk=pk)
    plan = plan_for(request, row.target.plan_id)
    check_office(request, plan)
    try:
        void_confirmation(row.id, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:200])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, plan, row.target, refusal=refusal, status=refusal.status)
    messages.success(request, "这次确认已作废，目标回到未确认；留痕里查得到。")
    return redirect(reverse("tasks:target", args=[plan.id, row.target_id]))
