"""核实、认定、出清单的页面: facts with the reasoning beside them, the finding on it, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from landplan.lib import clock
from landplan.lib.errors import Conflict

from ..choices import Kind
from ..forms.disposal import new_key
from ..forms.facts import FactsForm
from ..forms.finding import EndForm, FindingForm, SupplementForm
from ..models import Finding, Parcel
from ..policies import may_end_finding, may_find, may_record_facts
from ..rules.causes import causes_for
from ..rules.findings.base import Conclusion, Rule
from ..selectors.enterprises import figures_for_facts
from ..selectors.findings import facts_of, latest_sheet, readings_of, reasons_of, rules_of
from ..selectors.measures import catalogue, document_of
from ..selectors.parcel import parcel_rows
from ..selectors.terms import sets_asking
from ..services import end_finding, make_finding, record_facts, supplement_finding
from ..services.common import permit
from .common import run_form

CLERKS = "核实宗地由县区填报员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
REVIEWERS = "认定由县区审核员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
ACCEPTORS = "出清单由考核验收组办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """核实宗地: the reasoning follows what is typed (`do=look` saves nothing)."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_record_facts(request.actor), CLERKS)
    asking = sets_asking(catalogue(parcel.region), parcel.kind)
    rules = rules_of(parcel) if asking else _rules(parcel)
    form = FactsForm(request.POST if request.method == "POST" else None, rules=(*rules, *asking), sheet=latest_sheet(parcel))
    brought = figures_for_facts(parcel) if parcel.kind == Kind.INEFFICIENT else {}
    if request.GET.get("fill") == "firms":  # what is recorded stays; only what is empty is brought
        form.initial |= {name: value for name, value in brought.items() if name in form.fields and not form.initial.get(name)}

    def page(form: FactsForm, status: int = 200) -> HttpResponse:
        if not form.is_bound:
            form = _as_typed(form)
        readings = readings_of(rules, facts_of(parcel, form.facts, form.years, clock.today()))
        context = {"form": form, "parcel": parcel, "readings": readings, "form_key": new_key(), "is_look": request.POST.get("do") == "look",
                   "shows_years": parcel.kind == Kind.INEFFICIENT, "brings": bool(brought)}
        return render(request, "parcels/facts_form.html", context, status=status)

    def work() -> HttpResponse:
        sheet = record_facts(pk, actor=request.actor, seen=form.cleaned_data["seen"], values=form.facts, years=form.years,
                             source=form.cleaned_data["source"])
        messages.success(request, f"{parcel.parcel_no} 第 {sheet.number} 次核实已保存。认定由审核员办。")
        return redirect("parcels:parcel", pk)

    if request.method != "POST":
        return page(form)
    if request.POST.get("do") == "look":
        form.is_valid()
        return page(form)
    return run_form(request, form, work, page)


def _as_typed(form: FactsForm) -> FactsForm:
    """The form of the stored sheet read like a sent one, for the reasoning beside it."""
    again = FactsForm({**form.initial}, rules=form.rules, sheet=form.sheet)
    again.is_valid()
    return again


def _rules(parcel: Parcel) -> tuple[Rule, ...]:
    rules = rules_of(parcel)
    if not rules:
        raise Conflict(f"本宗是{parcel.get_kind_display()}，不用认定。类别不对的，先变更类别。", code="wrong_state")
    return rules


@require_http_methods(["GET", "HEAD", "POST"])
def finding_new(request: HttpRequest, pk: int) -> HttpResponse:
    """作认定: the system proposes, a person finds."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_find(request.actor), REVIEWERS)
    rules = _rules(parcel)
    reasons = reasons_of(parcel, clock.today())

    def page(form: FindingForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "parcel": parcel, "reasons": reasons, "readings": reasons.readings, "form_key": new_key()}
        return render(request, "parcels/finding_form.html", context, status=status)

    def work() -> HttpResponse:
        found = make_finding(pk, actor=request.actor, seen=form.cleaned_data["seen"], type_code=form.cleaned_data["type"], values=form.values())
        messages.success(request, f"{parcel.parcel_no} 已认定为{found.type_label}。")
        return redirect("parcels:parcel", pk)

    given = {"types": [(rule.code, rule.label) for rule in rules],
             "causes": causes_for(document_of(parcel.region), Kind.IDLE, parcel.cause) if parcel.kind == Kind.IDLE else []}
    if request.method != "POST":
        proposed = next((one.rule.code for one in reasons.readings if one.outcome.conclusion == Conclusion.HOLDS or len(rules) == 1), "")
        return page(FindingForm(initial={"seen": reasons.sheet.number if reasons.sheet else 0, "type": proposed, "cause": parcel.cause}, **given))
    form = FindingForm(request.POST, **given)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_supplement(request: HttpRequest, pk: int) -> HttpResponse:
    """补记告知和省厅备案."""
    finding = get_object_or_404(Finding.objects.select_related("parcel__region"), pk=pk)
    permit(may_find(request.actor), REVIEWERS)

    def page(form: SupplementForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "finding": finding, "parcel": finding.parcel, "form_key": new_key()}
        return render(request, "parcels/finding_supplement.html", context, status=status)

    def work() -> HttpResponse:
        supplement_finding(pk, actor=request.actor, values=form.cleaned_data)
        messages.success(request, f"{finding.parcel.parcel_no} 已补记。")
        return redirect("parcels:parcel", finding.parcel_id)

    if request.method != "POST":
        return page(SupplementForm(initial={name: getattr(finding, name) for name in SupplementForm.base_fields}))
    form = SupplementForm(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_end(request: HttpRequest, pk: int) -> HttpResponse:
    """出清单: by a result, with its document."""
    finding = get_object_or_404(Finding.objects.select_related("parcel__region", "found_by"), pk=pk)
    permit(may_end_finding(request.actor), ACCEPTORS)

    def page(form: EndForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "finding": finding, "parcel": finding.parcel, "form_key": new_key()}
        return render(request, "parcels/finding_end.html", context, status=status)

    def work() -> HttpResponse:
        end_finding(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{finding.parcel.parcel_no} 已出清单。")
        return redirect("parcels:parcel", finding.parcel_id)

    if request.method != "POST":
        return page(EndForm())
    form = EndForm(request.POST)
    return run_form(request, form, work, page)
