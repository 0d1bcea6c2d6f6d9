"""征收进展的页面."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ..forms.disposal import new_key
from ..forms.expropriation import ExpropriationForm, initial_of
from ..models import Expropriation
from ..policies import may_keep_cases
from ..rules.expropriation import BASIS, FOREST
from ..selectors.parcel import parcel_rows
from ..services import save_expropriation
from ..services.common import permit
from .common import run_form

CLERKS = "征收进展由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_http_methods(["GET", "HEAD", "POST"])
def expropriation(request: HttpRequest, pk: int) -> HttpResponse:
    """记征收进展 of a parcel."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: ExpropriationForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/expropriation_form.html", {
            "form": form, "parcel": parcel, "form_key": new_key(), "basis": BASIS, "forest": FOREST}, status=status)

    def work() -> HttpResponse:
        save_expropriation(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, "征收进展已登记。")
        return redirect("parcels:parcel", pk)

    if request.method != "POST":
        return page(ExpropriationForm(initial=initial_of(Expropriation.objects.filter(parcel=parcel).first())))
    form = ExpropriationForm(request.POST)
    return run_form(request, form, work, page)
