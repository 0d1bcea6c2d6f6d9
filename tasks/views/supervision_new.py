"""提出一件督办奖惩: where it comes from stands in the address, its kind may be chosen anew, and what was typed stays."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from landplan.lib import clock
from landplan.lib.area import read_area
from landplan.lib.errors import Refusal
from parcels.forms.disposal import new_key
from parcels.models import Park
from parcels.views.common import county_choices, run_form

from ..choices import CaseKind
from ..forms.supervision import CaseForm
from ..models import CaseRule, Plan, SupervisionCase
from ..policies import may_propose_case
from ..rules.supervision import AMOUNT, CONVENTION, KINDS, proposed_cut
from ..selectors.supervision import (
    arrears_figures,
    county_figures,
    cut_basis,
    day_of,
    rule_figures,
    visible_cases,
    words_of,
)
from ..services import propose_case
from ..services.supervision import parcel_of
from ..services.whole import permit_case
from .common import links_of, number_in
from .supervision import shown_plan

PROPOSERS = "督办奖惩由领导小组办公室提出；县区只能提出容错纠错的申请。"


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_new(request: HttpRequest) -> HttpResponse:
    """提出一件: `kind`, and where one comes from (`rule`, `region`, `before`, `parcel`) stand in the address; another kind may be chosen."""
    plan, kind = shown_plan(request), _kind(request)
    permit_case(request.actor, plan, lambda actor: may_propose_case(actor, kind), PROPOSERS)
    before, rule = _before(request), CaseRule.objects.filter(pk=number_in(request.GET.get("rule", "")), plan=plan).first()
    parks = [(park.id, park.name) for park in Park.objects.order_by("name")[:500]]
    kinds = [(one, label) for one, label in CaseKind.choices if may_propose_case(request.actor, one)]

    def make(sent, **more) -> CaseForm:
        return CaseForm(sent, kind=kind, kinds=kinds, regions=county_choices(request), parks=parks, **more)

    def page(form: CaseForm, status: int = 200) -> HttpResponse:
        region_id, subject = _about(request, before)
        return render(request, "tasks/supervision_form.html", links_of(request, plan) | {
            "form": form, "form_key": new_key(), "kind_label": CaseKind(kind).label, "rule_of": KINDS[kind], "before": before, "rule": rule,
            "figures": _figures(request, plan, rule, kind, region_id, subject), "convention": CONVENTION, "shown_plan": plan}, status=status)

    def work() -> HttpResponse:
        data = form.cleaned_data
        values = form.values() | {"rule": rule, "before": before, "parcel": parcel_of(data.get("parcel_no", ""), data["region"]),
                                  "park": Park.objects.filter(pk=data.get("park") or 0).first()}
        row = propose_case(plan, data["region"], actor=request.actor, kind=kind, values=values,
                           figures=_figures(request, plan, rule, kind, data["region"], data["subject"]))
        messages.success(request, f"{row}已提出，等另一人决定。")
        return redirect("tasks:supervision_case", row.id)

    if request.method != "POST" or _turns(request, kind):
        return page(make(None, initial=_initial(request, plan, kind, rule, before)))
    form = make(request.POST)
    return run_form(request, form, work, page)


def _kind(request: HttpRequest) -> str:
    """哪一类: the one chosen on the form, else that of the address."""
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    return kind if kind in CaseKind.values else CaseKind.ORDER


def _turns(request: HttpRequest, kind: str) -> bool:
    """换一类: another kind was chosen than the form was made for; its own form is shown before anything is proposed."""
    return request.POST.get("do") == "open" or request.POST.get("kind_shown", kind) != kind


def _before(request: HttpRequest) -> SupervisionCase | None:
    number = number_in(request.GET.get("before", ""))
    return visible_cases(request.actor).filter(pk=number).first() if number else None


def _about(request: HttpRequest, before: SupervisionCase | None) -> tuple[int | None, str]:
    """县区 and 对象 that the form is about: as chosen on it, else as the address says."""
    asked = {name: request.POST.get(name, request.GET.get(name, "")) for name in ("region", "subject")}
    region_id = before.region_id if before and request.method != "POST" else number_in(asked["region"])
    return region_id, asked["subject"][:120]


def _figures(request: HttpRequest, plan: Plan, rule: CaseRule | None, kind: str, region_id: int | None, subject: str) -> list[tuple[str, str]]:
    """提出时的数: by the rule that proposes, by what a cut or an accountability rests on, else the county's completion."""
    now = clock.now()
    if region_id is None or not request.actor.covers(region_id):
        return []
    if rule and request.actor.covers(plan.region_id):
        return rule_figures(plan, rule, region_id, request.actor, now, subject)
    if kind == CaseKind.ACCOUNTABILITY:
        return arrears_figures(plan, request.actor, region_id, subject)
    return cut_basis(plan, region_id, now)[1] if AMOUNT in KINDS[kind].needs else county_figures(plan, region_id, request.actor, now, subject)


def _initial(request: HttpRequest, plan: Plan, kind: str, rule: CaseRule | None, before: SupervisionCase | None) -> dict:
    """What the form of this kind begins with: what was typed for another one goes before what is offered."""
    region_id, subject = _about(request, before)
    found = {"kind": kind, "region": region_id, "subject": subject, "year": clock.today().year, "body": KINDS[kind].body,
             "area_unit": "mu", "parcel_no": request.GET.get("parcel", "")[:40], "reason": request.GET.get("reason", "")[:500]}
    if rule and region_id:
        found["reason"] = _reason(plan, rule, region_id, subject, request)
    base = request.GET.get("base", "").strip()[:30]
    if AMOUNT in KINDS[kind].needs and region_id and base:
        found |= {"base": base, "amount": _cut_of(plan, region_id, base)}
    return found | _typed(request.POST.dict(), kind)


def _typed(sent: dict[str, str], kind: str) -> dict[str, str]:
    """What was typed before the kind was chosen anew; the body that was only offered gives way to that of the kind."""
    shown = KINDS.get(sent.get("kind_shown", ""))
    kept = {name: value for name, value in sent.items() if name != "body" or shown is None or value != shown.body}
    return kept | ({"kind": kind} if sent else {})


def _cut_of(plan: Plan, region_id: int, base: str) -> str:
    """拟核减 of an amount as typed; nothing where it reads as none: the form says why when it is sent."""
    try:
        cut = proposed_cut(cut_basis(plan, region_id, clock.now())[0], read_area(base))
    except Refusal:
        return ""
    return "" if cut is None else f"{cut:f}"


def _reason(plan: Plan, rule: CaseRule, region_id: int, unit: str, request: HttpRequest) -> str:
    """事由 as it is offered: the rule in words; of a unit with its figures, since the case itself is the county's."""
    words = words_of(rule, day_of(rule, clock.now()))
    if not unit:
        return f"{words}。"
    figures = rule_figures(plan, rule, region_id, request.actor, clock.now(), unit)[1:]
    return f"{unit}：{words}；{'，'.join(f'{label} {value}' for label, value in figures)}。"
