"""园区规划的页面: which plan of which park is how far, and late by how many days."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock

from ..forms.park import ParkPlanForm
from ..models import Park
from ..policies import may_keep_parks, may_read_ledger
from ..rules.park_plans import PLANS
from ..selectors.park_plans import plan_lines
from ..services import save_park_plan
from ..services.common import permit
from .common import plain_form
from .ledger import READERS
from .parks import KEEPERS


@require_safe
def park_plans(request: HttpRequest, kind: str = "territorial") -> HttpResponse:
    """园区规划清单 of one kind."""
    permit(may_read_ledger(request.actor), READERS)
    if kind not in PLANS:
        raise Http404
    lines = plan_lines(PLANS[kind], clock.today())
    return render(request, "parcels/park_plans.html", {
        "plan": PLANS[kind], "plans": PLANS.values(), "lines": lines, "done": sum(line.is_done for line in lines),
        "late": sum(line.late > 0 for line in lines), "may_keep": may_keep_parks(request.actor), "tab": "park_plans"})


@require_http_methods(["GET", "HEAD", "POST"])
def park_plan_step(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """登记一个园区规划的进展."""
    row = get_object_or_404(Park.objects, pk=pk)
    permit(may_keep_parks(request.actor), KEEPERS)
    if kind not in PLANS:
        raise Http404
    plan, back = PLANS[kind], reverse("parcels:park_plans", args=[kind])

    def work(form: ParkPlanForm) -> HttpResponse:
        save_park_plan(pk, actor=request.actor, plan=kind, **form.cleaned_data)
        messages.success(request, f"{row.name}的{plan.label}进展已登记。")
        return redirect(back)

    return plain_form(request, lambda sent: ParkPlanForm(sent, done=plan.done), work, {
        "title": "登记进展", "sub": f"{row.name} · {plan.label}", "back": back, "crumbs": [(back, "园区规划")], "basis": plan.basis})
