"""督办奖惩的页面: the list with its lights, one case, proposing, deciding, following and closing it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import read_area
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.pages import most
from parcels.forms.disposal import new_key
from parcels.models import Park
from parcels.services.common import permit
from parcels.views.common import county_choices, run_form

from ..choices import CaseKind, CaseState
from ..forms.supervision import CaseForm, CloseForm, DecideForm, StepForm
from ..models import CaseRule, Plan, SupervisionCase
from ..policies import (
    may_add_step,
    may_decide_case,
    may_govern,
    may_propose_case,
    may_read_cases,
    may_see_nominations,
)
from ..rules.supervision import AMOUNT, CONVENTION, KINDS, LIGHTS, RED, YELLOW, proposed_cut
from ..selectors.supervision import (
    arrears_figures,
    county_figures,
    cut_basis,
    day_of,
    nominations,
    rule_figures,
    visible_cases,
    with_light,
    words_of,
)
from ..selectors.unit_standings import ranks_units
from ..services import add_case_step, close_case, decide_case, propose_case
from ..services.supervision import parcel_of
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
        "may_propose": may_propose_case(request.actor, ""), "tab": "cases", "convention": CONVENTION})


@require_safe
def supervision_nominations(request: HttpRequest) -> HttpResponse:
    """按规则的提名."""
    plan = shown_plan(request)
    permit(may_see_nominations(request.actor, plan.region_id), "提名由领导小组办公室和领导看。")
    return render(request, "tasks/supervision_nominations.html", links_of(request, plan) | {
        "shown_plan": plan, "of_units": ranks_units(plan),
        "nominations": nominations(plan, request.actor, clock.now()), "tab": "nominations", "convention": CONVENTION,
        "may_govern": may_govern(request.actor, plan.region_id)})


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_new(request: HttpRequest) -> HttpResponse:
    """提出一件: `kind`, and where one comes from (`rule`, `region`, `before`, `parcel`) stand in the address."""
    plan, kind = shown_plan(request), request.GET.get("kind", "")
    kind = kind if kind in CaseKind.values else CaseKind.ORDER
    permit(may_propose_case(request.actor, kind), "督办奖惩由领导小组办公室提出；县区只能提出容错纠错的申请。")
    before, rule = _before(request), CaseRule.objects.filter(pk=number_in(request.GET.get("rule", "")), plan=plan).first()
    region_id = before.region_id if before else number_in(request.GET.get("region", ""))
    subject = request.GET.get("subject", "")[:120]
    parks = [(park.id, park.name) for park in Park.objects.order_by("name")[:500]]

    def make(sent, **more) -> CaseForm:
        return CaseForm(sent, kind=kind, regions=county_choices(request), parks=parks, **more)

    def page(form: CaseForm, status: int = 200) -> HttpResponse:
        return render(request, "tasks/supervision_form.html", links_of(request, plan) | {
            "form": form, "form_key": new_key(), "kind": kind, "kind_label": CaseKind(kind).label, "rule_of": KINDS[kind],
            "before": before, "rule": rule, "kept": [(name, value) for name, value in request.GET.items() if name != "kind"],
            "kinds": [(one, label) for one, label in CaseKind.choices if may_propose_case(request.actor, one)],
            "figures": _figures(request, plan, rule, kind, region_id, subject), "convention": CONVENTION, "shown_plan": plan}, status=status)

    if request.method != "POST":
        return page(make(None, initial=_initial(request, plan, kind, region_id, rule)))
    form = make(request.POST)

    def work() -> HttpResponse:
        data = form.cleaned_data
        values = form.values() | {"rule": rule, "before": before, "parcel": parcel_of(data.get("parcel_no", ""), data["region"]),
                                  "park": Park.objects.filter(pk=data.get("park") or 0).first()}
        row = propose_case(plan, data["region"], actor=request.actor, kind=kind, values=values,
                           figures=_figures(request, plan, rule, kind, data["region"], data["subject"]))
        messages.success(request, f"{row}已提出，等另一人决定。")
        return redirect("tasks:supervision_case", row.id)

    return run_form(request, form, work, page)


def _before(request: HttpRequest) -> SupervisionCase | None:
    number = number_in(request.GET.get("before", ""))
    return visible_cases(request.actor).filter(pk=number).first() if number else None


def _figures(request: HttpRequest, plan: Plan, rule: CaseRule | None, kind: str, region_id: int | None, subject: str) -> list[tuple[str, str]]:
    """提出时的数: by the rule that proposes, by what a cut or an accountability rests on, else the county's completion."""
    now = clock.now()
    if region_id is None or not request.actor.covers(region_id):
        return []
    if rule:
        return rule_figures(plan, rule, region_id, request.actor, now, subject)
    if kind == CaseKind.ACCOUNTABILITY:
        return arrears_figures(plan, request.actor, region_id, subject)
    return cut_basis(plan, region_id, now)[1] if AMOUNT in KINDS[kind].needs else county_figures(plan, region_id, now, subject)


def _initial(request: HttpRequest, plan: Plan, kind: str, region_id: int | None, rule: CaseRule | None) -> dict:
    found = {"region": region_id, "subject": request.GET.get("subject", "")[:120], "year": clock.today().year, "body": KINDS[kind].body,
             "area_unit": "mu", "parcel_no": request.GET.get("parcel", "")[:40], "reason": request.GET.get("reason", "")[:500]}
    if rule and region_id:
        found["reason"] = _reason(plan, rule, region_id, found["subject"], request.actor)
    base = request.GET.get("base", "").strip()[:30]
    if AMOUNT in KINDS[kind].needs and region_id and base:
        found |= {"base": base, "amount": _cut_of(plan, region_id, base)}
    return found


def _cut_of(plan: Plan, region_id: int, base: str) -> str:
    """拟核减 of an amount as typed; nothing where it reads as none: the form says why when it is sent."""
    try:
        cut = proposed_cut(cut_basis(plan, region_id, clock.now())[0], read_area(base))
    except Refusal:
        return ""
    return "" if cut is None else f"{cut:f}"


def _reason(plan: Plan, rule: CaseRule, region_id: int, unit: str, actor: Actor) -> str:
    """事由 as it is offered: the rule in words; of a unit with its figures, since the case itself is the county's."""
    words = words_of(rule, day_of(rule, clock.now()))
    if not unit:
        return f"{words}。"
    figures = rule_figures(plan, rule, region_id, actor, clock.now(), unit)[1:]
    return f"{unit}：{words}；{'，'.join(f'{label} {value}' for label, value in figures)}。"


@require_safe
def supervision_case(request: HttpRequest, pk: int) -> HttpResponse:
    """一件督办奖惩."""
    permit(may_read_cases(request.actor), READERS)
    return _case(request, pk)


def _case(request: HttpRequest, pk: int, form: Form | None = None, status: int = 200) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = with_light([get_object_or_404(visible_cases(actor), pk=pk)], today)[0]
    version = {"version": row.version}
    decides = row.state == CaseState.PROPOSED and may_decide_case(actor) and row.proposed_by_id != actor.user_id
    return render(request, "tasks/supervision_case.html", {
        "case": row, "kind_rule": KINDS[row.kind], "light": LIGHTS[row.light], "is_red": row.light == RED, "is_yellow": row.light == YELLOW,
        "steps": row.steps.select_related("by", "file"), "followers": visible_cases(actor).filter(before=row), "today": today,
        "decide": _shown(form, DecideForm, version | {"decided_on": today}) if decides else None,
        "step": _shown(form, StepForm, {"on": today}) if row.state == CaseState.OPEN and may_add_step(actor, row.kind) else None,
        "close": _shown(form, CloseForm, version | {"closed_on": today}) if row.state == CaseState.OPEN and may_decide_case(actor) else None,
        "may_follow": row.kind == CaseKind.ORDER and row.state == CaseState.OPEN and may_propose_case(actor, CaseKind.CRITICISM),
        "may_tolerate": row.kind != CaseKind.TOLERANCE and row.state == CaseState.OPEN and may_propose_case(actor, CaseKind.TOLERANCE),
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
    permit(may(request.actor, row.kind), "这一步由领导小组办公室或领导办。你现在的岗位不能办；兼有岗位的，先在右上角切换。")

    def tried() -> HttpResponse:
        work(form.cleaned_data)
        messages.success(request, f"{row}{told}")
        return redirect(reverse("tasks:supervision_case", args=[pk]))

    return run_form(request, form, tried, lambda sent, status: _case(request, pk, sent, status))
