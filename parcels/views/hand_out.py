"""分给责任单位的页面: parcels picked in the ledger or found on the list of problems, handed to one unit at once (LED-07)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from units.models import Unit

from ..forms.common import WordsField
from ..forms.disposal import numbers_in, picked_in
from ..models import Parcel
from ..policies import may_register_parcel
from ..services import hand_out_parcels
from ..services.common import permit
from .parcel_form import CLERKS

MOST = 200


class HandOutForm(Form):
    """分给谁."""

    unit = WordsField(label="责任单位", max_length=100, required=True, widget=forms.TextInput(attrs={"list": "list_units"}))


@require_http_methods(["GET", "HEAD", "POST"])
def hand_out(request: HttpRequest) -> HttpResponse:
    """分给责任单位: those picked on GET (`pick=id`), done on POST (`pick=id:version`), each row with its outcome."""
    permit(may_register_parcel(request.actor), CLERKS)
    if request.method != "POST":
        return _page(request, HandOutForm(), numbers_in(request.GET.getlist("pick")))
    form, picked = HandOutForm(request.POST), picked_in(request.POST.getlist("pick"), MOST)
    if not form.is_valid() or not picked:
        return _page(request, form, [pk for pk, _ in picked], status=422 if picked else 400)
    outcomes = hand_out_parcels(picked, actor=request.actor, unit=form.cleaned_data["unit"])
    refused = [outcome for outcome in outcomes if outcome.refusal]
    if not refused:
        messages.success(request, f"{len(outcomes)} 宗已分给{form.cleaned_data['unit']}。")
        return redirect("parcels:problems")
    request.refusal_message = "；".join(outcome.refusal.message for outcome in refused)
    return _page(request, form, [pk for pk, _ in picked], outcomes=outcomes, status=409 if len(refused) == len(outcomes) else 200)


def _page(request: HttpRequest, form: HandOutForm, ids: list[int], *, outcomes=(), status: int = 200) -> HttpResponse:
    rows = list(Parcel.objects.open().filter(id__in=ids[:MOST]).select_related("region"))
    if not rows:
        raise Refusal("没有选宗地。请回到台账，在左边勾选要分的宗地，再点“分给责任单位”。", code="missing")
    units = Unit.objects.filter(region_id__in={row.region_id for row in rows}).values_list("name", flat=True)[:100]
    return render(request, "parcels/hand_out.html", {
        "form": form, "rows": rows, "left": sum(row.unfinished for row in rows), "units": list(units), "outcomes": outcomes,
        "verb": "分给责任单位"}, status=status)
