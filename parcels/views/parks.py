"""园区的页面: the list, one park with every item, its land, and entering them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.pages import most
from units.models import Region

from ..forms.enterprise import FirmListForm
from ..forms.park import ParkFactForm, ParkForm, RenameForm
from ..models import Park
from ..policies import may_keep_parks, may_read_ledger
from ..rules.parks import GROUP_BASIS, ITEMS, RENAME_BASIS, STATE_BASIS
from ..selectors.parks import (
    SHOWN,
    grouped,
    item_lines,
    kind_sums,
    parcels_in,
    park_history,
    park_list,
    park_rows,
    without_group,
    yield_of,
)
from ..services import record_park_fact, register_park, rename_park
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

KEEPERS = "园区由县区填报员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def parks(request: HttpRequest) -> HttpResponse:
    """园区清单."""
    permit(may_read_ledger(request.actor), READERS)
    regions = list(Region.objects.filter(id__in=Park.objects.order_by().values("region").distinct()).order_by("sort"))
    form = FirmListForm(request.GET or None, regions=regions)
    rows = park_rows(*form.asked()) if request.GET else park_rows()
    return render(request, "parcels/parks.html", {
        "form": form, "parks": park_list(rows), "count": rows.count(), "most": SHOWN, "has_regions": len(regions) > 1,
        "may_keep": may_keep_parks(request.actor), "basis": STATE_BASIS, "tab": "parks",
        "ungrouped": without_group(), "group_basis": GROUP_BASIS})


@require_http_methods(["GET", "HEAD", "POST"])
def park_new(request: HttpRequest) -> HttpResponse:
    """登记园区."""
    permit(may_keep_parks(request.actor), KEEPERS)
    regions = county_choices(request)

    def work(form: ParkForm) -> HttpResponse:
        data = form.cleaned_data
        park = register_park(actor=request.actor, region_id=data["region"], name=data["name"], from_on=data["from_on"], doc_no=data["doc_no"])
        messages.success(request, f"{park} 已登记。请接着登记各项。")
        return redirect("parcels:park", park.id)

    back = reverse("parcels:parks")
    return plain_form(request, lambda sent: ParkForm(sent, regions=regions, initial={"region": request.actor.region_id}), work, {
        "title": "登记园区", "back": back, "crumbs": [(back, "园区")], "basis": STATE_BASIS})


@require_safe
def park(request: HttpRequest, pk: int) -> HttpResponse:
    """一个园区."""
    row = get_object_or_404(Park.objects.select_related("region"), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    land = parcels_in(row)
    kinds, total = kind_sums(land)
    return render(request, "parcels/park.html", {
        "park": row, "names": row.names.order_by("id"), "groups": grouped(item_lines(row)), "kinds": kinds, "total": total, "most": SHOWN,
        "parcels": land.select_related("region").order_by("region__sort", "parcel_no", "id")[:most(SHOWN)], "yield": yield_of(row, clock.today()),
        "sentences": park_history(row), "may_keep": may_keep_parks(request.actor), "rename_basis": RENAME_BASIS})


@require_http_methods(["GET", "HEAD", "POST"])
def park_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """园区改名."""
    row = get_object_or_404(Park.objects, pk=pk)
    permit(may_keep_parks(request.actor), KEEPERS)

    def work(form: RenameForm) -> HttpResponse:
        rename_park(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"“{row.name}”已改名为“{form.cleaned_data['name']}”，原名留在沿革里。")
        return redirect("parcels:park", pk)

    return plain_form(request, lambda sent: RenameForm(sent, initial={"version": row.version}), work, {
        "title": "园区改名", "sub": f"现名：{row.name}", "button": "改名", "failed": "没有改名", "basis": RENAME_BASIS, **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def park_fact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记园区的一项; `?item=` chooses it."""
    row = get_object_or_404(Park.objects, pk=pk)
    permit(may_keep_parks(request.actor), KEEPERS)

    def work(form: ParkFactForm) -> HttpResponse:
        fact = record_park_fact(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{ITEMS[fact.item].label} 已登记。")
        return redirect("parcels:park", pk)

    return plain_form(request, lambda sent: ParkFactForm(sent, initial={"item": request.GET.get("item", "")}), work, {
        "title": "登记一项", "sub": row.name, **_way(row)})


def _way(row: Park) -> dict:
    back = reverse("parcels:park", args=[row.id])
    return {"back": back, "crumbs": [(reverse("parcels:parks"), "园区"), (back, row.name)]}
