"""控制性指标的页面: the versions of every place that one may read, one version with what changed, publishing and adjusting (POL-05)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.pages import most
from landplan.lib.text import clean_text
from units.models import Region

from ..forms.controls import ControlForm
from ..models import ControlSet, Park
from ..policies import may_publish_controls, may_read_ledger
from ..rules.controls import BASIS, CONVENTION, in_force, shown_values
from ..rules.parks import MAIN
from ..selectors.controls import control_lines, supplies_under, versions_of, visible_sets
from ..services import publish_controls, void_controls
from ..services.common import permit
from .common import plain_form
from .ledger import READERS

SHOWN = 200


@require_safe
def controls(request: HttpRequest) -> HttpResponse:
    """各地方的各版; `?now=1` only those that hold today."""
    permit(may_read_ledger(request.actor), READERS)
    today, only_now = clock.today(), bool(request.GET.get("now"))
    rows = list(visible_sets(request.actor).order_by("region__sort", "park__name", "-number"))
    rows = [row for row in rows if in_force([row], today)] if only_now else rows
    lines = [(row, {key: shown for key, _, shown in shown_values(row.values)}, in_force([row], today)) for row in rows[:most(SHOWN)]]
    return render(request, "parcels/controls.html", {
        "lines": [(row, [values.get(key, "") for key in (*MAIN, "target_tax")], holds) for row, values, holds in lines], "count": len(rows),
        "most": SHOWN, "only_now": only_now, "today": today, "basis": BASIS, "convention": CONVENTION, "tab": "controls",
        "may_publish": may_publish_controls(request.actor, request.actor.region_id)})


def _set(request: HttpRequest, pk: int) -> ControlSet:
    permit(may_read_ledger(request.actor), READERS)
    return get_object_or_404(visible_sets(request.actor), pk=pk)


@require_safe
def control(request: HttpRequest, pk: int) -> HttpResponse:
    """一版."""
    row = _set(request, pk)
    versions, used = versions_of(row), supplies_under(row)
    mine = used.filter(region__in=request.actor.regions) if request.actor.regions is not None else used
    return render(request, "parcels/control.html", {
        "row": row, "lines": control_lines(row), "versions": versions, "used": mine.select_related("parcel")[:most(SHOWN)],
        "used_count": mine.count(), "holds": in_force([row], clock.today()), "basis": BASIS, "convention": CONVENTION,
        "may_void": may_publish_controls(request.actor, row.region_id) and versions[0] == row,
        "may_publish": may_publish_controls(request.actor, row.region_id)})


@require_http_methods(["GET", "HEAD", "POST"])
def control_new(request: HttpRequest) -> HttpResponse:
    """发布一版; `?from=` a version to be adjusted fills it in."""
    region = Region.objects.filter(pk=request.actor.region_id).first()
    permit(may_publish_controls(request.actor, request.actor.region_id), f"{CONVENTION}。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    parks = [(park.id, park.name) for park in Park.objects.filter(region=region).order_by("name")]

    def work(form: ControlForm) -> HttpResponse:
        row = publish_controls(region.id, actor=request.actor, park_id=form.cleaned_data["park"], values=form.values(), typed=form.typed())
        messages.success(request, f"{row.place}的{row}已发布，{row.from_on} 起的供应用它；以前的仍用原来的版本。")
        return redirect("parcels:control", row.id)

    back = reverse("parcels:controls")
    return plain_form(request, lambda sent: ControlForm(sent, place=region.name, parks=parks, initial=_initial(request)), work, {
        "title": "发布控制性指标", "back": back, "crumbs": [(back, "控制性指标")], "basis": BASIS, "button": "发布", "failed": "没有发布"})


def _initial(request: HttpRequest) -> dict:
    given = request.GET.get("from", "")
    row = visible_sets(request.actor).filter(pk=int(given)).first() if given.isascii() and given.isdigit() and len(given) < 10 else None
    filled = {f"of_{key}": value for key, value in row.values.items()} | {"park": row.park_id or ""} if row else {}
    return filled | {"published_on": clock.today()}


@require_POST
def control_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废最后一版."""
    row = _set(request, pk)
    void_controls(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    messages.success(request, f"{row.place}的{row}已作废，前一版接着施行。")
    return redirect("parcels:controls")
