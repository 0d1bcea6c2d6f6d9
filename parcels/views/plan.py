"""一宗一策的页面: drafting an edition, the editions side by side, approving one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.pages import page_by_instant
from landplan.lib.text import clean_text
from units.models import Unit

from ..choices import PlanState
from ..forms.disposal import new_key, numbers_in
from ..forms.plan import PlanForm, initial_of_plan
from ..models import DisposalPlan, Parcel
from ..policies import may_draft_plan, may_read_ledger
from ..rules.causes import causes_for
from ..rules.plans import BASIS, TWO_PERSONS
from ..selectors.disposal import measure_options
from ..selectors.measures import document_of
from ..selectors.parcel import parcel_rows
from ..selectors.plans import editions_of, in_force, plan_values, plans_on_the_way, side_by_side, values_of
from ..services import approve_plan, draft_plan, send_back_plan
from ..services.common import permit
from .common import refused, run_form
from .ledger import READERS
from .parcel import page_of

CLERKS = "一宗一策由县区填报员拟定。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
ANCHOR = "#one-plan"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """拟定一版; on GET the address may name another cause, whose measures are then offered."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_draft_plan(request.actor), CLERKS)
    if not parcel.is_open and request.method != "POST":
        raise Conflict("这宗地已销号，不用再拟一宗一策。", code="wrong_state")

    def page(form: PlanForm, status: int = 200) -> HttpResponse:
        return _form_page(request, parcel, form, status=status)

    def work() -> HttpResponse:
        try:
            plan = draft_plan(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        except Conflict as conflict:
            if conflict.code != "stale":
                raise
            return _stale(request, parcel, form, conflict)
        messages.success(request, f"一宗一策第 {plan.number} 版已拟定，等审核员批准。")
        return redirect(reverse("parcels:parcel", args=[pk]) + ANCHOR)

    causes = causes_for(document_of(parcel.region), parcel.kind, parcel.cause)
    if request.method != "POST":
        return page(PlanForm(initial=_opened(request, parcel), causes=causes))
    form = PlanForm(request.POST, causes=causes)
    return run_form(request, form, work, page)


def _opened(request: HttpRequest, parcel: Parcel) -> dict:
    """The latest edition; what the address carries (a cause was chosen) goes over it."""
    initial = initial_of_plan(parcel, parcel.plans.order_by("-number").first())
    if "cause" in request.GET:
        initial |= {"cause": clean_text(request.GET["cause"])[:20], "measures": request.GET.getlist("measures")[:20]}
    return initial


def _stale(request: HttpRequest, parcel: Parcel, form: PlanForm, conflict: Conflict) -> HttpResponse:
    """别人先拟了一版: both side by side, everything typed kept, the next save goes over the present one."""
    last = parcel.plans.order_by("-number").first()
    lines = [line for line in side_by_side(plan_values(parcel, form.values()), values_of(last)) if line.differs]
    data = form.data.copy()
    data["version"] = last.number
    again = PlanForm(data, causes=causes_for(document_of(parcel.region), parcel.kind, parcel.cause))
    again.is_valid()
    again.refuse([conflict])
    return refused(request, again, lambda shown, status: _form_page(request, parcel, shown, status=status, changes=lines),
                   conflict.status)


def _form_page(request: HttpRequest, parcel: Parcel, form: PlanForm, *, status: int, changes=()) -> HttpResponse:
    options = measure_options(parcel, form.chosen_cause)
    units = Unit.objects.filter(region_id=parcel.region_id).values_list("name", flat=True)[:100]
    return render(request, "parcels/plan_form.html", {
        "form": form, "parcel": parcel, "options": [o for o in options if o.is_of_kind], "changes": changes,
        "other_kinds": [o for o in options if not o.is_of_kind], "chosen": form.chosen, "units": list(units),
        "last": parcel.plans.order_by("-number").first(), "basis": BASIS, "two_persons": TWO_PERSONS, "form_key": new_key()},
        status=status)


@require_safe
def plans(request: HttpRequest, pk: int) -> HttpResponse:
    """各版 of a parcel; `?left=1&right=2` puts two of them side by side, by default the last two."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    editions = editions_of(parcel)
    by_number = {row.number: row for row in editions}
    asked = [next(iter(numbers_in([request.GET.get(name, "")])), None) for name in ("left", "right")]
    right = by_number.get(asked[1]) or (editions[0] if editions else None)
    left = by_number.get(asked[0]) or (editions[1] if len(editions) > 1 else right)
    lines = side_by_side(values_of(left), values_of(right)) if right else []
    return render(request, "parcels/plans.html", {
        "parcel": parcel, "editions": editions, "current": in_force(editions), "left": left, "right": right, "lines": lines,
        "may_draft": may_draft_plan(request.actor) and parcel.is_open, "today": clock.today()})


@require_safe
def plans_waiting(request: HttpRequest) -> HttpResponse:
    """一宗一策 on the way: 待批准, or (`?state=returned`) 已退回."""
    permit(may_read_ledger(request.actor), READERS)
    state = PlanState.RETURNED if request.GET.get("state") == PlanState.RETURNED else PlanState.PROPOSED
    rows = plans_on_the_way(state)
    return render(request, "parcels/plans_waiting.html", {
        "state": state, "states": (PlanState.PROPOSED, PlanState.RETURNED), "count": rows.count(),
        "page": page_by_instant(rows, "drafted_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=50)})


@require_POST
def plan_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """批准 or 退回 (`do`) an edition that waits."""
    plan = get_object_or_404(DisposalPlan.objects, pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    try:
        if request.POST.get("do") == "send_back":
            done = send_back_plan(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:1000])
            messages.success(request, f"一宗一策第 {done.number} 版已退回，填报员看得到原因。")
        else:
            done = approve_plan(pk, actor=request.actor)
            messages.success(request, f"一宗一策第 {done.number} 版已批准，台账随即更新。")
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return render(request, "parcels/parcel.html", page_of(request, parcel_rows().get(pk=plan.parcel_id), refusal), status=refusal.status)
    return redirect(reverse("parcels:parcel", args=[done.parcel_id]) + ANCHOR)
