"""低效方案的页面: the list, one plan with its contents and steps, writing one content."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.pages import most

from ..forms.disposal import new_key
from ..forms.low_plan import ContentForm, LowPlanForm, StepForm
from ..models import LowPlan
from ..policies import may_keep_registers, may_read_ledger, may_step_low_plan
from ..rules.low_plans import EDITABLE, STEPS
from ..selectors.low_plans import content_lines, low_plan_lines, low_plan_rows, wanted_of
from ..services import begin_low_plan, save_content, step_low_plan
from ..services.common import permit
from .common import county_choices, plain_form, run_form
from .ledger import READERS

CLERKS = "低效方案由县区填报员起草。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SHOWN = 200


@require_safe
def low_plans(request: HttpRequest) -> HttpResponse:
    """低效方案清单."""
    permit(may_read_ledger(request.actor), READERS)
    rows = low_plan_rows()
    return render(request, "parcels/low_plans.html", {"lines": low_plan_lines(rows[:most(SHOWN)]), "count": rows.count(), "most": SHOWN,
                                                      "may_keep": may_keep_registers(request.actor), "tab": "low_plans"})


@require_http_methods(["GET", "HEAD", "POST"])
def low_plan_new(request: HttpRequest) -> HttpResponse:
    """起草一份方案."""
    permit(may_keep_registers(request.actor), CLERKS)
    regions, back = county_choices(request), reverse("parcels:low_plans")

    def work(form: LowPlanForm) -> HttpResponse:
        data = form.cleaned_data
        plan = begin_low_plan(actor=request.actor, region_id=data["region"], title=data["title"], park=data["park"])
        messages.success(request, f"{plan} 已起草。请把各项内容补齐再报批。")
        return redirect("parcels:low_plan", plan.id)

    return plain_form(request, lambda sent: LowPlanForm(sent, regions=regions, initial={"region": request.actor.region_id}), work, {
        "title": "起草低效方案", "button": "起草", "failed": "没有起草", "back": back, "crumbs": [(back, "低效盘活方案")]})


@require_safe
def low_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """一份方案."""
    plan = get_object_or_404(low_plan_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return _page(request, plan)


@require_POST
def low_plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    """报批、退回、批准、公布."""
    get_object_or_404(low_plan_rows(), pk=pk)
    permit(may_step_low_plan(request.actor), "低效方案由县区填报员报批、公布，审核员批准、退回。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    form = StepForm(request.POST)

    def work() -> HttpResponse:
        data = form.cleaned_data
        done = step_low_plan(pk, actor=request.actor, version=data["version"], action=data["do"], values=data)
        messages.success(request, f"{done}：{done.get_state_display()}。")
        return redirect("parcels:low_plan", pk)

    return run_form(request, form, work, lambda shown, status: _page(request, low_plan_rows().get(pk=pk), shown, status))


def _page(request: HttpRequest, plan: LowPlan, form: StepForm | None = None, status: int = 200) -> HttpResponse:
    mine = [action for (state, action), (_, role) in STEPS.items() if state == plan.state and role == request.actor.role]
    lines = content_lines(plan)
    return render(request, "parcels/low_plan.html", {
        "low": plan, "lines": lines, "lacking": [line.label for line in lines if line.row is None], "wanted": wanted_of(plan),
        "form": form or StepForm(initial={"version": plan.version}), "actions": mine, "form_key": new_key(),
        "may_write": may_keep_registers(request.actor) and plan.state in EDITABLE}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def low_plan_content(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """写一项内容."""
    plan = get_object_or_404(low_plan_rows(), pk=pk)
    line = next((one for one in content_lines(plan) if one.code == code), None)
    if line is None:
        raise Http404
    permit(may_keep_registers(request.actor), CLERKS)

    def page(form: ContentForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/low_plan_content.html", {"low": plan, "line": line, "form": form, "form_key": new_key(),
                                                                 "wanted": wanted_of(plan)}, status=status)

    def work() -> HttpResponse:
        data = form.cleaned_data
        save_content(pk, code, actor=request.actor, text=data["text"], dated_on=data["dated_on"], upload=data["file"])
        messages.success(request, f"“{line.label}”已保存。")
        return redirect("parcels:low_plan", pk)

    if request.method != "POST":
        row = line.row
        return page(ContentForm(initial={"text": row.text if row else "", "dated_on": row.dated_on if row else clock.today()}))
    form = ContentForm(request.POST, request.FILES)
    return run_form(request, form, work, page)
