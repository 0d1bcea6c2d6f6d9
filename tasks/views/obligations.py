"""应建应发和周期任务的页面: what must be issued or set up and by whom, what the cycles ask for period by period."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.pages import most, page_of_keys
from landplan.lib.text import clean_text
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import run_form

from ..choices import ObligationKind
from ..forms.obligations import FinishForm, ObligationForm
from ..models import Obligation, ObligationRecord, PeriodDuty
from ..policies import may_finish_period, may_record_obligation
from ..rules.obligations import CONVENTION, COUNTING, PERIODS
from ..selectors.obligations import STANDINGS, ObligationLine, obligation_lines, period_rows
from ..selectors.work_tasks import own_plans
from ..services import finish_period, record_obligation, void_obligation_record
from .common import check_reader, number_in
from .work_tasks import plan_asked

SHOWN, PAGE = 300, 50
PARKS = "parks"  # in the address beside the kinds: what every park owes


@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    """应建应发清单; `?kind=` and `?show=` (a standing) narrow it."""
    check_reader(request)
    plans, plan = plan_asked(request)
    kind, show, today = request.GET.get("kind", ""), request.GET.get("show", ""), clock.today()
    lines = obligation_lines(plan, request.actor, today, kind=kind if kind in ObligationKind.values else "", only_parks=kind == PARKS) if plan else []
    if park := number_in(request.GET.get("park", "")):
        lines = [line for line in lines if line.holder.park and line.holder.park.id == park]
    counts = [(code.value, label, sum(line.mark.standing == code for line in lines)) for code, label in STANDINGS.items()]
    shown = {line.key: line for line in lines if show not in STANDINGS or line.mark.standing == show}
    page = page_of_keys(list(shown), after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=PAGE)
    return render(request, "tasks/obligations.html", {
        "plans": plans, "shown_plan": plan, "page": replace(page, rows=[shown[key] for key in page.rows]),
        "count": len(shown), "all": len(lines), "counts": counts, "show": show, "kind": kind, "today": today,
        "kinds": [*ObligationKind.choices, (PARKS, "一园一策（每园区）")],
        "words": {code.value: label for code, label in STANDINGS.items()}, "counting": COUNTING,
        "convention": CONVENTION, "tab": "obligations"})


def _line(request: HttpRequest, pk: int, region_id: int) -> ObligationLine:
    """一份 of an address, inside the territory. Raises NotAllowed, Http404."""
    check_reader(request)
    obligation = get_object_or_404(Obligation, pk=pk)
    plan = next((one for one in own_plans(request.actor) if one.id == obligation.plan_id), None)
    wanted = (region_id, number_in(request.GET.get("unit", "")), number_in(request.GET.get("park", "")))
    lines = obligation_lines(plan, request.actor, clock.today()) if plan else []
    found = next((one for one in lines if one.obligation.id == pk and one.holder.key == wanted), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def obligation(request: HttpRequest, pk: int, region_id: int) -> HttpResponse:
    """一份: its record; POST records it."""
    line = _line(request, pk, region_id)
    if request.method != "POST":
        return _page(request, line)
    permit(may_record_obligation(request.actor, line.obligation, region_id), f"{CONVENTION}。你现在的岗位不能登记这一份。")
    form = ObligationForm(request.POST, request.FILES, obligation=line.obligation)

    def work() -> HttpResponse:
        row = record_obligation(pk, region_id, actor=request.actor, values=form.values(), upload=form.cleaned_data["file"],
                                unit_id=line.holder.key[1], park_id=line.holder.key[2])
        messages.success(request, f"{line.holder.name}的“{row.obligation}”已登记。")
        return redirect(f"{reverse('tasks:obligations')}?plan={line.obligation.plan_id}")

    return run_form(request, form, work, lambda shown, status: _page(request, line, form=shown, status=status))


def _page(request: HttpRequest, line: ObligationLine, *, form: ObligationForm | None = None, status: int = 200) -> HttpResponse:
    may = may_record_obligation(request.actor, line.obligation, line.holder.region.id)
    return render(request, "tasks/obligation.html", {
        "line": line, "shown_plan": line.obligation.plan, "today": clock.today(), "form": form or ObligationForm(obligation=line.obligation),
        "may_record": may and line.record is None, "may_void": may and line.record is not None, "form_key": new_key(), "counting": COUNTING,
        "words": {code.value: label for code, label in STANDINGS.items()}, "convention": CONVENTION}, status=status)


@require_POST
def obligation_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废登记."""
    check_reader(request)
    row = get_object_or_404(ObligationRecord, pk=pk)
    void_obligation_record(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    messages.success(request, "登记已作废，原来的仍留存。")
    unit = f"?unit={row.unit_id}" if row.unit_id else ""
    return redirect(f"{reverse('tasks:obligation', args=[row.obligation_id, row.region_id])}{unit}")


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """周期任务, the latest period first; `?open=1` only those that are not done."""
    check_reader(request)
    plans, plan = plan_asked(request)
    rows = period_rows(plan) if plan else PeriodDuty.objects.none()
    only_open = request.GET.get("open") == "1"
    rows = rows.filter(done_on=None) if only_open else rows
    shown = [(row, may_finish_period(request.actor, row)) for row in rows[:most(SHOWN)]]
    return render(request, "tasks/periods.html", {
        "plans": plans, "shown_plan": plan, "rows": shown, "count": rows.count(), "most": SHOWN, "today": clock.today(), "only_open": only_open,
        "late": rows.filter(done_on=None, due_on__lt=clock.today()).count(), "periods": PERIODS, "tab": "periods"})


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """一项周期任务; POST says that it is done."""
    check_reader(request)
    row = get_object_or_404(PeriodDuty.objects.select_related("cycle__plan__document", "region", "closed_by"), pk=pk)
    may = may_finish_period(request.actor, row)

    def page(form: FinishForm, status: int = 200) -> HttpResponse:
        return render(request, "tasks/period.html", {"row": row, "shown_plan": row.cycle.plan, "form": form, "form_key": new_key(),
                                                     "today": clock.today(), "may_finish": may and row.done_on is None}, status=status)

    if request.method != "POST":
        return page(FinishForm(initial={"version": row.version, "done_on": f"{clock.today():%Y-%m-%d}"}))
    permit(may, f"“{row}”由{row.cycle.by}办。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    if row.done_on:
        raise Refusal(f"“{row}”{row.done_on} 已经办结。", code="wrong_state")
    form = FinishForm(request.POST)

    def work() -> HttpResponse:
        finish_period(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"“{row}”已办结。")
        return redirect(f"{reverse('tasks:periods')}?plan={row.cycle.plan_id}")

    return run_form(request, form, work, page)
