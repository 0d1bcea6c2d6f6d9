"""闲置程序的页面: the list, one procedure with its steps and periods, entering, confirming, delivering."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.pages import page_by_instant
from landplan.lib.text import clean_text
from units.models import Region

from ..choices.procedure import IdleAction
from ..forms.disposal import new_key
from ..forms.procedure import DeliveryForm, ProcedureForm, ProcedureListForm, StepForm
from ..models import IdleProcedure, IdleStep
from ..policies import may_keep_cases, may_read_ledger, may_verify
from ..rules.procedure.checks import FEE_BASIS, fee_of
from ..rules.procedure.table import CONFIRM, KINDS
from ..selectors.paper_values import papers_of
from ..selectors.parcel import parcel_rows
from ..selectors.procedures import (
    PAGE,
    filter_procedures,
    keepers,
    procedure_counts,
    procedure_page,
    procedure_rows,
    steps_of,
    story_of,
)
from ..selectors.year_days import tables
from ..services import confirm_step, deliver_step, open_procedure, send_back_step, take_step
from ..services.common import permit
from .common import run_form
from .ledger import READERS

CLERKS = "闲置程序由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
REVIEWERS = "决定由县区审核员确认。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def idle_list(request: HttpRequest) -> HttpResponse:
    """闲置程序清单: by step, county, keeper; late ones, those that wait, those that ended."""
    permit(may_read_ledger(request.actor), READERS)
    form, show, today = ProcedureListForm(request.GET), request.GET.get("show", ""), clock.today()
    given, counts = form.given(), procedure_counts(clock.today())
    rows = filter_procedures(show=show, today=today, **given)
    regions = list(Region.objects.filter(id__in=request.actor.regions or ()).counties())
    tabs = (("", f"在办 {counts['running']}"), ("late", f"逾期 {counts['late']}"), ("waiting", f"待确认 {counts['waiting']}"),
            ("closed", f"已结束 {counts['closed']}"))
    page = page_by_instant(rows, "opened_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=PAGE)
    return render(request, "parcels/idle_list.html", {
        "form": form, "given": given, "shown": show, "tabs": tabs, "page": page, "total": rows.order_by().count(), "today": today,
        "regions": regions if len(regions) > 1 else [], "keepers": keepers()})


@require_http_methods(["GET", "HEAD", "POST"])
def idle_new(request: HttpRequest, pk: int) -> HttpResponse:
    """立一轮闲置程序."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: ProcedureForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/idle_form.html", {"form": form, "parcel": parcel, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        row = open_procedure(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row}已立。下一步：调查通知。")
        return redirect("parcels:idle", row.id)

    if request.method != "POST":
        return page(ProcedureForm())
    form = ProcedureForm(request.POST)
    return run_form(request, form, work, page)


@require_safe
def idle(request: HttpRequest, pk: int) -> HttpResponse:
    """一个程序."""
    row = get_object_or_404(procedure_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return _page(request, row)


def _page(request: HttpRequest, row: IdleProcedure, refusal: Refusal | None = None) -> HttpResponse:
    return render(request, "parcels/idle.html", {
        **procedure_page(row, request.actor, clock.today(), tables()), "papers": papers_of(step__procedure=row), "refusal": refusal,
        "typed": request.POST}, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def idle_step_new(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """办一步."""
    row = get_object_or_404(procedure_rows(), pk=pk)
    if action not in IdleAction.values:
        raise Http404
    permit(may_keep_cases(request.actor), CLERKS)
    kind, name, steps = KINDS[IdleAction(action)], IdleAction(action).label, steps_of(row)
    story = story_of(row, steps, clock.today())

    def page(form: StepForm, status: int = 200) -> HttpResponse:
        fee = fee_of(story.price, 20) if action == IdleAction.LEVY and story.price is not None else None
        return render(request, "parcels/idle_step_form.html", {
            "form": form, "procedure": row, "parcel": row.parcel, "kind": kind, "name": name, "form_key": new_key(), "confirm": CONFIRM,
            "story": story, "fee": fee, "fee_basis": FEE_BASIS, "is_find": action == IdleAction.FIND,
            "finding": row.parcel.findings.filter(kind="idle", ended_at=None).first() if action == IdleAction.FIND else None}, status=status)

    def work() -> HttpResponse:
        try:
            step = take_step(pk, actor=request.actor, version=form.cleaned_data["version"], action=action, values=form.values())
        except Conflict as conflict:
            row.refresh_from_db(fields=["version"])
            form.data = form.data.copy()
            form.data["version"] = row.version
            raise conflict
        messages.success(request, f"{step} 已登记" + ("，等审核员确认。" if kind.is_decision else "。"))
        return redirect("parcels:idle", pk)

    if request.method != "POST":
        return page(StepForm(action=action, initial={"version": row.version}))
    form = StepForm(request.POST, action=action)
    return run_form(request, form, work, page)


@require_POST
def idle_step_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认一步."""
    step = _step(request, pk)
    return _do(request, step, lambda: confirm_step(pk, actor=request.actor), "已确认")


@require_POST
def idle_step_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退回一步."""
    step, reason = _step(request, pk), clean_text(request.POST.get("reason", ""))[:500]
    return _do(request, step, lambda: send_back_step(pk, actor=request.actor, reason=reason), "已退回")


def _step(request: HttpRequest, pk: int) -> IdleStep:
    step = get_object_or_404(IdleStep.objects.select_related("procedure__parcel__region"), pk=pk)
    permit(may_verify(request.actor), REVIEWERS)
    return step


def _do(request: HttpRequest, step: IdleStep, work, done: str) -> HttpResponse:
    try:
        work()
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, procedure_rows().get(pk=step.procedure_id), refusal)
    messages.success(request, f"{step} {done}。")
    return redirect("parcels:idle", step.procedure_id)


@require_http_methods(["GET", "HEAD", "POST"])
def idle_step_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """登记送达."""
    step = get_object_or_404(IdleStep.objects.select_related("procedure__parcel__region"), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: DeliveryForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/idle_deliver_form.html", {"form": form, "step": step, "parcel": step.procedure.parcel,
                                                                   "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        deliver_step(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{step} 已登记送达，期限从送达起算。")
        return redirect("parcels:idle", step.procedure_id)

    if request.method != "POST":
        return page(DeliveryForm())
    form = DeliveryForm(request.POST)
    return run_form(request, form, work, page)
