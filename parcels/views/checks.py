"""信息补录和抽查 on the page of a parcel: three small forms beside its facts."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form

from ..forms.check import BackfillForm, DoneForm, SpotCheckForm
from ..models import Backfill, Parcel
from ..policies import may_keep_cases, may_spot_check
from ..selectors.parcel import parcel_rows
from ..services import add_spot_check, finish_backfill, open_backfill
from ..services.common import permit
from .parcel import page_of

CLERKS = "信息补录由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
CHECKERS = "抽查由审核员、考核验收组和领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_POST
def backfill_open(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一项要补录的."""
    get_object_or_404(Parcel.objects, pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)
    form = BackfillForm(request.POST)
    return _done(request, pk, form, lambda: open_backfill(pk, actor=request.actor, **form.cleaned_data), "已登记")


@require_POST
def backfill_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """补录完成."""
    row = get_object_or_404(Backfill.objects, pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)
    form = DoneForm(request.POST)
    return _done(request, row.parcel_id, form, lambda: finish_backfill(pk, actor=request.actor, **form.cleaned_data), "已完成")


@require_POST
def spot_check(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一次抽查."""
    get_object_or_404(Parcel.objects, pk=pk)
    permit(may_spot_check(request.actor), CHECKERS)
    form = SpotCheckForm(request.POST)
    return _done(request, pk, form, lambda: add_spot_check(pk, actor=request.actor, **form.cleaned_data), "已登记")


def _done(request: HttpRequest, parcel_id: int, form: Form, work: Callable[[], Model], done: str) -> HttpResponse:
    try:
        if not form.is_valid():
            raise Refusal(form.sentence, code="unreadable")
        row = work()
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return render(request, "parcels/parcel.html", page_of(request, parcel_rows().get(pk=parcel_id), refusal), status=refusal.status)
    messages.success(request, f"{row} {done}。")
    return redirect(reverse("parcels:parcel", args=[parcel_id]) + "#checks")
