"""措施目录的页面: read by everybody with its source, edited by the office with a reason (DSP-01)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib.errors import Refusal
from units.models import Region

from ..choices import Cause, Kind, UsedType
from ..forms.measure import MeasureForm, initial_of_measure
from ..policies import may_edit_measures, may_read_ledger
from ..selectors.measures import catalogue
from ..services import save_measure
from ..services.common import permit
from .disposal import READERS


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """措施目录 that this person's territory falls under."""
    permit(may_read_ledger(request.actor), READERS)
    rows = [{"measure": m, "kinds": [Kind(k).label for k in m.kinds], "causes": [Cause(c).label for c in m.causes],
             "used_types": [UsedType(t).label for t in m.used_types]}
            for m in _catalogue(request)]
    return render(request, "parcels/measures.html", {"rows": rows, "may_edit": may_edit_measures(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改一条措施."""
    permit(may_edit_measures(request.actor), "措施目录由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    measure = next((m for m in _catalogue(request) if m.pk == pk), None)
    if measure is None:
        raise Http404
    form = MeasureForm(request.POST) if request.method == "POST" else MeasureForm(initial=initial_of_measure(measure))
    if request.method == "POST" and form.is_valid():
        try:
            save_measure(actor=request.actor, region=measure.region, code=measure.code, version=form.cleaned_data["version"],
                         reason=form.cleaned_data["reason"].strip(), **form.values(measure))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"措施“{form.cleaned_data['label']}”已保存，留痕里有改前改后和原因。")
            return redirect("parcels:measures")
    request.refusal_message = "；".join(text for found in form.errors.values() for text in found)
    return render(request, "parcels/measure_form.html", {"form": form, "measure": measure}, status=422 if form.errors else 200)


def _catalogue(request: HttpRequest) -> list:
    return catalogue(Region.objects.get(pk=request.actor.region_id), inactive=may_edit_measures(request.actor))
