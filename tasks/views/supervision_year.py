"""奖惩汇总、核减台账、增存挂钩 and the rules that propose."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from parcels.services.common import permit
from parcels.views.common import plain_form

from ..choices import CaseKind
from ..forms.supervision import FormulaForm, RuleForm
from ..models import CaseRule, Plan
from ..policies import may_govern, may_see_link
from ..rules.supervision import CONVENTION, KINDS
from ..selectors.plans import counties_in
from ..selectors.supervision import cut_rows, cut_sums, decided_in, formula_of, link_lines, year_counts
from ..selectors.unit_standings import ranks_units
from ..services import end_rule, save_formula, save_rule
from .common import address_of, check_office, links_of, number_in
from .supervision import shown_plan

LINK = ("洛政办〔2021〕16号 二（三）9“对各产业集聚区批而未供土地消化和闲置土地处置情况与新增建设用地计划指标安排相挂钩，"
        "实行差别化分配新增建设用地指标”")


@require_safe
def supervision_year(request: HttpRequest) -> HttpResponse:
    """年度奖惩汇总."""
    plan = shown_plan(request)
    year = number_in(request.GET.get("year", "")) or clock.today().year
    rows = decided_in(request.actor, plan, year)
    counts = year_counts(rows)
    kinds = [(kind, label) for kind, label in CaseKind.choices if any(kind in row for row in counts.values())]
    lines = [(county, [(kind, counts.get(county.id, {}).get(kind, 0)) for kind, _ in kinds]) for county in counties_in(plan, request.actor)]
    return render(request, "tasks/supervision_year.html", links_of(request, plan) | {
        "shown_plan": plan, "year": year, "kinds": kinds, "rewards": {kind for kind, rule in KINDS.items() if rule.is_reward}, "lines": lines,
        "totals": [(kind, sum(row.get(kind, 0) for row in counts.values())) for kind, _ in kinds],
        "awards": rows.filter(kind=CaseKind.NO_AWARD).order_by("region__sort"), "tab": "year", "convention": CONVENTION})


@require_safe
def supervision_cuts(request: HttpRequest) -> HttpResponse:
    """核减台账."""
    plan = shown_plan(request)
    rows = cut_rows(request.actor, plan)
    return render(request, "tasks/supervision_cuts.html", links_of(request, plan) | {
        "shown_plan": plan, "rows": rows, "sums": cut_sums(rows), "basis": KINDS[CaseKind.CUT].basis, "tab": "cuts"})


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_link(request: HttpRequest) -> HttpResponse:
    """增存挂钩: the inputs of every county, and with a formula the share by which next year's figure would change."""
    plan = shown_plan(request)
    formula, may = formula_of(plan), may_govern(request.actor, plan.region_id)
    if request.method == "POST":
        check_office(request, plan)

        def work(form: FormulaForm) -> HttpResponse:
            save_formula(plan, actor=request.actor, values=form.cleaned_data)
            messages.success(request, "算法已定，下面按它计算。")
            return redirect(address_of(request, plan, "tasks:supervision_link"))

        return plain_form(request, FormulaForm, work, {
            "title": "定增存挂钩算法", "basis": LINK, "button": "定算法", "failed": "没有定", **_way(request, plan, "link")})
    permit(may_see_link(request.actor, plan.region_id), "增存挂钩由市级岗位查看。")
    return render(request, "tasks/supervision_link.html", links_of(request, plan) | {
        "shown_plan": plan, "formula": formula, "lines": link_lines(plan, clock.now(), formula), "form": FormulaForm() if may else None,
        "basis": LINK, "tab": "link", "now": clock.now()})


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_rule_new(request: HttpRequest) -> HttpResponse:
    """定提名规则."""
    plan = shown_plan(request)
    check_office(request, plan)

    def work(form: RuleForm) -> HttpResponse:
        rule = save_rule(plan, actor=request.actor, values=form.cleaned_data)
        messages.success(request, f"规则“{rule}”已定，提名见下。")
        return redirect(address_of(request, plan, "tasks:supervision_nominations"))

    return plain_form(request, lambda data: RuleForm(data, of_units=ranks_units(plan)), work, {
        "title": "定提名规则", "basis": CONVENTION, "button": "定规则", "failed": "没有定", **_way(request, plan, "nominations")})


@require_POST
def supervision_rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """停用提名规则."""
    plan = shown_plan(request)
    check_office(request, plan)
    rule = get_object_or_404(CaseRule.objects.filter(plan=plan), pk=pk)
    end_rule(rule.id, actor=request.actor)
    messages.success(request, f"规则“{rule}”已停用；按它提出的事项还在。")
    return redirect(address_of(request, plan, "tasks:supervision_nominations"))


def _way(request: HttpRequest, plan: Plan, name: str) -> dict:
    return {"back": address_of(request, plan, f"tasks:supervision_{name}"), "crumbs": [(address_of(request, plan, "tasks:supervision"), "督办奖惩")]}
