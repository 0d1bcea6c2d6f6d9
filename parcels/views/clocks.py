"""期限的页面: every date of a parcel with how it was reached, its stops and supplementary agreements."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.text import clean_text

from ..choices import StopKind
from ..forms.clocks import AgreementForm, StopEndForm, StopForm
from ..models import ClockStop, Parcel, StartAgreement
from ..policies import may_keep_cases, may_read_ledger
from ..rules.clocks import STOP_BASIS
from ..selectors.clocks import clock_panel
from ..selectors.parcel import parcel_rows, supplies_of
from ..services import add_agreement, add_stop, end_stop, void_agreement, void_stop
from ..services.common import permit
from .ledger import READERS

CLERKS = "停表和补充协议由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def clocks(request: HttpRequest, pk: int) -> HttpResponse:
    """期限 of a parcel."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return _page(request, parcel)


@require_POST
def clock_stop_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记停表."""
    parcel, form = get_object_or_404(parcel_rows(), pk=pk), StopForm(request.POST, auto_id="stop_%s")
    return _do(request, parcel, form, lambda: add_stop(pk, actor=request.actor, values=form.cleaned_data), "停表已登记，期限已顺延", stop_form=form)


@require_POST
def clock_stop_end(request: HttpRequest, pk: int) -> HttpResponse:
    """停表结束."""
    row, form = get_object_or_404(ClockStop.objects, pk=pk), StopEndForm(request.POST)
    return _do(request, parcel_rows().get(pk=row.parcel_id), form, lambda: end_stop(pk, actor=request.actor, **form.cleaned_data), "停表已结束")


@require_POST
def clock_stop_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一段停表."""
    row = get_object_or_404(ClockStop.objects, pk=pk)
    return _do(request, parcel_rows().get(pk=row.parcel_id), None, lambda: void_stop(pk, actor=request.actor, reason=_reason(request)), "停表已作废")


@require_POST
def agreement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记补充协议."""
    parcel, form = get_object_or_404(parcel_rows(), pk=pk), AgreementForm(request.POST, auto_id="agreement_%s")
    return _do(request, parcel, form, lambda: add_agreement(pk, actor=request.actor, values=form.cleaned_data), "补充协议已登记，期限按新约定计算",
               agreement_form=form)


@require_POST
def agreement_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一份补充协议."""
    row = get_object_or_404(StartAgreement.objects, pk=pk)
    return _do(request, parcel_rows().get(pk=row.parcel_id), None,
               lambda: void_agreement(pk, actor=request.actor, reason=_reason(request)), "补充协议已作废")


def _reason(request: HttpRequest) -> str:
    return clean_text(request.POST.get("reason", ""))[:500]


def _do(request: HttpRequest, parcel: Parcel, form: Form | None, work: Callable[[], object], done: str, **shown: Form) -> HttpResponse:
    """One step: done, or the page with the sentence and what was typed."""
    permit(may_keep_cases(request.actor), CLERKS)
    if form is not None and not form.is_valid():
        request.refusal_message = form.sentence
        return _page(request, parcel, Refusal(form.sentence), 422, **shown)
    try:
        work()
    except Refusal as refusal:
        request.refusal_message = refusal.message
        if form is not None:
            form.refuse([refusal])
        return _page(request, parcel_rows().get(pk=parcel.id), refusal, refusal.status, **shown)
    messages.success(request, f"{done}。")
    return redirect("parcels:clocks", parcel.id)


def _page(request: HttpRequest, parcel: Parcel, refusal: Refusal | None = None, status: int = 200, *, stop_form: StopForm | None = None,
          agreement_form: AgreementForm | None = None) -> HttpResponse:
    return render(request, "parcels/clocks.html", {
        "parcel": parcel, "refusal": refusal, "typed": request.POST, "stop_form": stop_form or StopForm(auto_id="stop_%s"),
        "agreement_form": agreement_form or AgreementForm(auto_id="agreement_%s"),
        "stops": parcel.clock_stops.filter(voided_at=None).select_related("entered_by"),
        "agreements": parcel.start_agreements.filter(voided_at=None).select_related("entered_by"),
        "bases": [(StopKind(kind).label, basis) for kind, basis in STOP_BASIS.items()],
        **clock_panel(parcel, supplies_of(parcel), request.actor, clock.today())}, status=status)
