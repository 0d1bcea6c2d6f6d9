"""督办奖惩的页面: the list with its lights, one case, proposing, deciding, following and closing it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.pages import most
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import county_choices, run_form

from ..choices import CaseKind, CaseState
from ..forms.supervision import CloseForm, DecideForm, StepForm
from ..models import Plan
from ..policies import (
    may_add_step,
    may_decide_case,
    may_govern,
    may_in_case,
    may_propose_case,
    may_read_cases,
    may_see_nominations,
)
from ..rules.interviews import IN_NOMINATIONS, clause_of
from ..rules.supervision import CONVENTION, KINDS, LIGHTS, RED, YELLOW
from ..selectors.supervision import (
    nominations,
    visible_cases,
    with_light,
)
from ..selectors.unit_standings import ranks_units
from ..services import add_case_step, close_case, decide_case
from ..services.supervision import STEPS_BY
from ..services.whole import permit_case
from .common import READERS, links_of, number_in, wanted_plan

SHOWN = 200
TABS = (("", "全部"), (CaseState.PROPOSED, "待决定"), (CaseState.OPEN, "执行中"), ("red", "逾期"), (CaseState.CLOSED, "已办结"))


def shown_plan(request: HttpRequest) -> Plan:
    """方案 of the address or of this post. Raises NotAllowed, Refusal."""
    permit(may_read_cases(request.actor), READERS)
    plan = wanted_plan(request)
    if plan is None:
        raise Refusal("本区划还没有装入方案，督办奖惩没有依据。请系统管理员先装入方案。", code="no_plan")
    return plan


@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """督办奖惩清单."""
    plan, today = shown_plan(request), clock.today()
    rows = visible_cases(request.actor).filter(plan=plan)
    show, kind, county = request.GET.get("show", ""), request.GET.get("kind", ""), number_in(request.GET.get("county", ""))
    if kind in CaseKind.values:
        rows = rows.filter(kind=kind)
    if county:
        rows = rows.filter(region_id=county)
    if show in CaseState.values:
        rows = rows.filter(state=show)
    elif show == "red":
        rows = rows.filter(state=CaseState.OPEN, due_on__lt=today)
    return render(request, "tasks/supervision.html", links_of(request, plan) | {
        "shown_plan": plan, "rows": with_light(rows[:most(SHOWN)], today), "count": rows.count(), "most": SHOWN, "tabs": TABS, "show": show,
        "kind": kind, "kinds": CaseKind.choices, "county": county, "counties": county_choices(request), "lights": LIGHTS, "today": today,
        "may_propose": may_in_case(lambda actor: may_propose_case(actor, ""), request.actor, plan), "tab": "cases", "convention": CONVENTION})


@require_safe
def supervision_nominations(request: HttpRequest) -> HttpResponse:
    """按规则的提名."""
    plan = shown_plan(request)
    permit(may_see_nominations(request.actor, plan.region_id), "提名由领导小组办公室和领导看。")
    return render(request, "tasks/supervision_nominations.html", links_of(request, plan) | {
        "shown_plan": plan, "of_units": ranks_units(plan),
        "nominations": nominations(plan, request.actor, clock.now()), "tab": "nominations", "convention": CONVENTION,
        "interview": (clause_of(plan.number), IN_NOMINATIONS),
        "may_govern": may_govern(request.actor, plan.region_id)})


@require_safe
def supervision_case(request: HttpRequest, pk: int) -> HttpResponse:
    """一件督办奖惩."""
    permit(may_read_cases(request.actor), READERS)
    return _case(request, pk)


def _case(request: HttpRequest, pk: int, form: Form | None = None, status: int = 200) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = with_light([get_object_or_404(visible_cases(actor), pk=pk)], today)[0]
    version = {"version": row.version}

    def may(policy: Callable[..., bool], *more: str) -> bool:
        return may_in_case(lambda actor: policy(actor, *more), actor, row.plan)

    decides = row.state == CaseState.PROPOSED and may(may_decide_case) and row.proposed_by_id != actor.user_id
    return render(request, "tasks/supervision_case.html", {
        "case": row, "kind_rule": KINDS[row.kind], "light": LIGHTS[row.light], "is_red": row.light == RED, "is_yellow": row.light == YELLOW,
        "steps": row.steps.select_related("by", "file"), "followers": visible_cases(actor).filter(before=row), "today": today,
        "decide": _shown(form, DecideForm, version | {"decided_on": today}) if decides else None,
        "step": _shown(form, StepForm, {"on": today}) if row.state == CaseState.OPEN and may(may_add_step, row.kind) else None,
        "close": _shown(form, CloseForm, version | {"closed_on": today}) if row.state == CaseState.OPEN and may(may_decide_case) else None,
        "may_follow": row.kind == CaseKind.ORDER and row.state == CaseState.OPEN and may(may_propose_case, CaseKind.CRITICISM),
        "may_tolerate": row.kind != CaseKind.TOLERANCE and row.state == CaseState.OPEN and may(may_propose_case, CaseKind.TOLERANCE),
        "form": form, "form_key": new_key(), "convention": CONVENTION}, status=status)


def _shown(form: Form | None, kind: type[Form], initial: dict) -> Form:
    return form if isinstance(form, kind) else kind(initial=initial)


@require_POST
def supervision_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """决定."""
    return _do(request, pk, DecideForm(request.POST), lambda actor, _: may_decide_case(actor), lambda data: decide_case(
        pk, actor=request.actor, adopt=request.POST.get("do") == "adopt", **data), "已决定。")


@require_POST
def supervision_step(request: HttpRequest, pk: int) -> HttpResponse:
    """登记办理记录."""
    form = StepForm(request.POST, request.FILES)
    return _do(request, pk, form, may_add_step, lambda data: add_case_step(pk, actor=request.actor, values=form.values(), upload=data["file"]),
               "记录已登记。")


@require_POST
def supervision_close(request: HttpRequest, pk: int) -> HttpResponse:
    """办结."""
    return _do(request, pk, CloseForm(request.POST), lambda actor, _: may_decide_case(actor),
               lambda data: close_case(pk, actor=request.actor, **data), "已办结。")


def _do(request: HttpRequest, pk: int, form: Form, may: Callable[[Actor, str], bool], work: Callable[[dict], object], told: str) -> HttpResponse:
    """One step of a case; what was typed comes back with a refusal."""
    permit(may_read_cases(request.actor), READERS)
    row = get_object_or_404(visible_cases(request.actor), pk=pk)
    permit_case(request.actor, row.plan, lambda actor: may(actor, row.kind), STEPS_BY)

    def tried() -> HttpResponse:
        work(form.cleaned_data)
        messages.success(request, f"{row}{told}")
        return redirect(reverse("tasks:supervision_case", args=[pk]))

    return run_form(request, form, tried, lambda sent, status: _case(request, pk, sent, status))
