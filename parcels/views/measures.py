"""措施目录的页面: read by everybody with its source, edited by the office with a reason (DSP-01)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit.selectors import history_of
from audit.sentences import sentences_of
from landplan.lib.errors import Refusal
from units.models import Region

from ..choices import Kind, UsedType
from ..forms.measure import MeasureForm, initial_of_measure
from ..models import Measure
from ..policies import may_edit_measures, may_read_ledger
from ..rules.causes import cause_words
from ..rules.terms import SETS
from ..selectors.measures import catalogue, catalogues
from ..services import add_measure, save_measure
from ..services.common import permit
from .disposal import READERS

EDITORS = "措施目录由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
HISTORY = 100


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """措施目录 that this person's territory falls under, and those of its counties that have their own (`?of=410404`)."""
    permit(may_read_ledger(request.actor), READERS)
    regions, region = _regions(request)
    rows = [_told(measure) for measure in _catalogue(request, region)] if region else []
    return render(request, "parcels/measures.html", {
        "rows": rows, "regions": regions, "region": region, "may_edit": may_edit_measures(request.actor)})


def _told(measure: Measure) -> dict:
    """一条措施 in words."""
    return {"measure": measure, "kinds": [Kind(k).label for k in measure.kinds], "causes": cause_words(measure.causes),
            "used_types": [UsedType(t).label for t in measure.used_types], "term_set": SETS.get(measure.terms)}


@require_safe
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """一条措施: what it asks for, on what basis, and what was changed in it, by whom and why."""
    permit(may_read_ledger(request.actor), READERS)
    row = _find(request, pk)
    sentences = sentences_of(history_of(f"measure:{row.id}").order_by("-seq")[:HISTORY])
    return render(request, "parcels/measure.html", {**_told(row), "sentences": sentences, "may_edit": may_edit_measures(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: HttpRequest) -> HttpResponse:
    """新增一条措施."""
    permit(may_edit_measures(request.actor), EDITORS)
    form = MeasureForm(request.POST) if request.method == "POST" else MeasureForm(initial={"is_active": True, "effect": "milestone"})
    if request.method == "POST" and form.is_valid():
        region = _regions(request)[1] or Region.objects.get(pk=request.actor.region_id)
        try:
            row = add_measure(actor=request.actor, region=region, reason=form.cleaned_data["reason"].strip(), **form.values())
        except Refusal as refusal:
            form.refuse([refusal])
        else:
            messages.success(request, f"措施“{row.label}”已加入目录。")
            return redirect("parcels:measure", row.id)
    request.refusal_message = form.sentence
    return render(request, "parcels/measure_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改一条措施."""
    permit(may_edit_measures(request.actor), EDITORS)
    measure = _find(request, pk)
    form = MeasureForm(request.POST) if request.method == "POST" else MeasureForm(initial=initial_of_measure(measure))
    if request.method == "POST" and form.is_valid():
        try:
            save_measure(actor=request.actor, region=measure.region, code=measure.code, version=form.cleaned_data["version"],
                         reason=form.cleaned_data["reason"].strip(), **form.values(measure))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"措施“{form.cleaned_data['label']}”已保存，留痕里有改前改后和原因。")
            return redirect("parcels:measure", measure.id)
    request.refusal_message = "；".join(text for found in form.errors.values() for text in found)
    return render(request, "parcels/measure_form.html", {"form": form, "measure": measure}, status=422 if form.errors else 200)


def _find(request: HttpRequest, pk: int) -> Measure:
    """One of the catalogues that concern this person's territory."""
    found = next((m for region in _regions(request)[0] for m in _catalogue(request, region) if m.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _regions(request: HttpRequest) -> tuple[list[Region], Region | None]:
    """有措施目录的区划, and the one that is asked for: else the first."""
    regions = catalogues(Region.objects.get(pk=request.actor.region_id))
    return regions, next((one for one in regions if one.code == request.GET.get("of")), regions[0] if regions else None)


def _catalogue(request: HttpRequest, region: Region) -> list[Measure]:
    return catalogue(region, inactive=may_edit_measures(request.actor))
