"""对账的页面: all counties on a day, the weekly returns beside them, one county down to its parcels, one 对账单."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.pages import most
from landplan.lib.text import clean_text, parse_day
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import run_form
from reports.selectors.weeks import weeks_of
from tasks.choices import SystemSource
from tasks.models import Plan
from tasks.policies import may_enter_figures, may_enter_system_parcels
from tasks.selectors.plans import counties_in
from tasks.selectors.system_figures import days_stated
from tasks.views.common import check_reader, wanted_plan
from units.models import Region

from ..choices import Cause
from ..forms.reconcile import SayForm, SignForm
from ..models import Reconciliation
from ..policies import may_reconcile, may_sign_reconciliation
from ..rules.reconcile import CAUSE_WORDS, ROUNDING_BASIS
from ..selectors.reconcile import (
    CLASSES,
    comparison_of,
    reconciliations_of,
    rows_of,
    sums_by_cause,
    three_columns,
)
from ..selectors.week_check import week_check
from ..services import comment_reconciliation, make_reconciliation, sign_reconciliation
from ..services.reconcile import MAKERS, SIGNERS

BASIS = "驻政办〔2021〕19号 四“各阶段数据均以部监测监管系统统计为准”"
SHOWN = 300


def plan_asked(request: HttpRequest) -> Plan:
    """方案 of the address or of this post. Raises NotAllowed, Refusal when the region has none."""
    check_reader(request)
    plan = wanted_plan(request)
    if plan is None:
        raise Refusal("本区划还没有装入方案，没有任务量可对。请系统管理员先装入方案。", code="no_plan")
    return plan


def source_asked(request: HttpRequest) -> SystemSource:
    given = request.GET.get("source", "")
    return SystemSource(given) if given in SystemSource.values else SystemSource.MINISTRY


def day_asked(request: HttpRequest, days: list[date]) -> date:
    """数据截至 of the address, else the last day with figures, else today. Raises Refusal when it reads as no day."""
    given = request.GET.get("on", "").strip()[:30]
    day = parse_day(given, name="数据截至", today=clock.today(), field="on") if given else next((one for one in days if one <= clock.today()),
                                                                                         clock.today())
    return min(day, clock.today())


@require_safe
def reconcile(request: HttpRequest) -> HttpResponse:
    """全部县区: 下达任务, 台账, 部系统 and their differences."""
    plan, source = plan_asked(request), source_asked(request)
    days = days_stated(plan, source)
    day = day_asked(request, days)
    lines = three_columns(plan, day, request.actor, source)
    return render(request, "exchange/reconcile.html", {
        "shown_plan": plan, "source": source, "sources": SystemSource.choices, "days": days[:12], "day": day, "lines": lines, "classes": CLASSES,
        "totals": _totals(lines), "differing": sum(line.differs for line in lines), "basis": BASIS, "tab": "columns",
        "stated": sum(any(cell.stated for cell in line.cells) for line in lines), "may_enter": may_enter_figures(request.actor),
        "may_bring": may_enter_system_parcels(request.actor), "rounding": ROUNDING_BASIS})


def _totals(lines) -> list[dict]:
    """合计 of each class; the difference only over the counties that the system states."""
    found = []
    for n, _ in enumerate(CLASSES):
        cells = [line.cells[n] for line in lines]
        both = [cell for cell in cells if cell.stated]
        quotas = [cell.quota for cell in cells if cell.quota is not None]
        found.append({"quota": sum(quotas) if quotas else None, "ledger": sum(cell.ledger for cell in cells),
                      "system": sum(cell.system for cell in both) if both else None,
                      "difference": sum(cell.difference for cell in both) if both else None, "count": len(both)})
    return found


@require_safe
def reconcile_weeks(request: HttpRequest) -> HttpResponse:
    """周报、台账、部系统: Σ of the weekly returns against Σ of the disposals, county by county."""
    plan = plan_asked(request)
    closed = [week for week in weeks_of(plan) if week.until <= clock.now()]
    asked = clean_text(request.GET.get("cutoff", ""))[:10]
    week = next((one for one in closed if f"{clock.local(one.until):%Y-%m-%d}" == asked), closed[-1] if closed else None)
    lines, count = week_check(plan, week.until, request.actor) if week else ([], 0)
    return render(request, "exchange/reconcile_weeks.html", {
        "shown_plan": plan, "week": week, "weeks": closed[::-1], "lines": lines, "count": count, "classes": CLASSES, "basis": BASIS,
        "differing": [line for line in lines if line.differs], "tab": "weeks", "may_bring": may_enter_system_parcels(request.actor)})


def _county(plan: Plan, request: HttpRequest, region_id: int) -> Region:
    region = next((one for one in counties_in(plan, request.actor) if one.id == region_id), None)
    if region is None:
        raise Http404
    return region


@require_http_methods(["GET", "HEAD", "POST"])
def reconcile_county(request: HttpRequest, region_id: int) -> HttpResponse:
    """一个县区: the comparison as it is now; POST keeps it as a 对账单."""
    plan, source = plan_asked(request), source_asked(request)
    region = _county(plan, request, region_id)
    days = days_stated(plan, source)
    day = day_asked(request, days)
    if request.method == "POST":
        made = make_reconciliation(plan.id, region.id, actor=request.actor, day=day, source=source)
        messages.success(request, f"{made} 已出，当时的三列和差异已定格。请写明原因，再交另一人签认。")
        return redirect("exchange:reconcile_sheet", made.pk)
    found = comparison_of(plan, region, day, request.actor, source)
    cause, quota_class = _filter(request)
    rows = [one for one in found.differences if cause in ("", one.cause) and quota_class in ("", one.quota_class)]
    return render(request, "exchange/reconcile_county.html", {
        "shown_plan": plan, "region": region, "source": source, "days": days[:12], "day": day, "found": found, "classes": CLASSES,
        "rows": rows[:most(SHOWN)], "count": len(rows), "most": SHOWN, "cause": cause, "quota_class": quota_class,
        "words": CAUSE_WORDS, "basis": BASIS, "rounding": ROUNDING_BASIS, "causes": [(one, found.causes(one.value)) for one in CLASSES],
        "sheets": reconciliations_of(plan, source).filter(region=region)[:20], "may_make": may_reconcile(request.actor),
        "may_bring": may_enter_system_parcels(request.actor)})


def _filter(request: HttpRequest) -> tuple[str, str]:
    cause, quota_class = request.GET.get("cause", ""), request.GET.get("class", "")
    return cause if cause in Cause.values else "", quota_class if quota_class in [one.value for one in CLASSES] else ""


@require_http_methods(["GET", "HEAD", "POST"])
def reconcile_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """一张对账单; POST writes a word about it or about one of its differences."""
    check_reader(request)
    made = _sheet(pk)
    if request.method != "POST":
        return _sheet_page(request, made)
    permit(may_reconcile(request.actor) or may_sign_reconciliation(request.actor), MAKERS)
    form = SayForm(request.POST)

    def work() -> HttpResponse:
        comment_reconciliation(pk, actor=request.actor, text=form.cleaned_data["text"], row_id=form.cleaned_data["row"])
        messages.success(request, "说明已记下。")
        return redirect("exchange:reconcile_sheet", pk)

    return run_form(request, form, work, lambda shown, status: _sheet_page(request, made, form=shown, status=status))


@require_POST
def reconcile_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """签认或退回."""
    check_reader(request)
    made, form = _sheet(pk), SignForm(request.POST)
    permit(may_sign_reconciliation(request.actor), SIGNERS)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence, code="unreadable")
        sign = sign_reconciliation(pk, actor=request.actor, is_signed=form.cleaned_data["do"] == "sign", opinion=form.cleaned_data["opinion"])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _sheet_page(request, made, sign=form, refusal=refusal, status=refusal.status)
    messages.success(request, "已签认。" if sign.is_signed else "已退回，对账人会看到原因。")
    return redirect("exchange:reconcile_sheet", pk)


def _sheet(pk: int) -> Reconciliation:
    return get_object_or_404(Reconciliation.objects.select_related("plan__document", "plan__region", "region", "made_by", "intake"), pk=pk)


def _sheet_page(request: HttpRequest, made: Reconciliation, *, form: SayForm | None = None, sign: SignForm | None = None,
                refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    decided = getattr(made, "sign", None)
    cause, quota_class = _filter(request)
    rows, every = rows_of(made, cause, quota_class), list(made.rows.all())
    may_say = decided is None and (may_reconcile(request.actor) or may_sign_reconciliation(request.actor))
    return render(request, "exchange/reconcile_sheet.html", {
        "made": made, "figures": [_with_causes(one, every) for one in made.figures.all()], "rows": rows[:most(SHOWN)],
        "count": rows.count(), "most": SHOWN,
        "comments": made.comments.filter(row=None).select_related("said_by"), "decided": decided, "cause": cause, "quota_class": quota_class,
        "classes": CLASSES, "words": CAUSE_WORDS, "rounding": ROUNDING_BASIS, "basis": BASIS, "form": form or SayForm(), "form_key": new_key(),
        "sign": sign or SignForm(), "refusal": refusal, "may_say": may_say, "back": _back(made),
        "may_sign": decided is None and may_sign_reconciliation(request.actor) and made.made_by_id != request.actor.user_id}, status=status)


def _with_causes(figure, rows) -> tuple:
    return (figure, figure.ledger_area - figure.system_area if figure.system_area is not None else None,
            sums_by_cause([(one.cause, one.amount) for one in rows if one.quota_class == figure.quota_class]))


def _back(made: Reconciliation) -> str:
    return f"{reverse('exchange:reconcile_county', args=[made.region_id])}?plan={made.plan_id}&on={made.as_of_on}&source={made.source}"


