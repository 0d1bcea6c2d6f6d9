"""整治淘汰名单的页面 (准入退出, POL-06)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.pages import most
from landplan.lib.text import name_key

from ..forms.firm_list import DelistForm, ListFirmForm
from ..models import FirmListing
from ..policies import may_delist_firm, may_list_firm, may_read_ledger
from ..rules.restrictions import FIRMS
from ..selectors.restrictions import listings
from ..services import delist_firm, list_firm
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

SHOWN = 200


@require_safe
def firm_list(request: HttpRequest) -> HttpResponse:
    """名单; `?q=` finds a name, `?open=1` leaves out those taken off."""
    permit(may_read_ledger(request.actor), READERS)
    rows, query, only_open = listings(), request.GET.get("q", "").strip()[:60], bool(request.GET.get("open"))
    if query:
        rows = rows.filter(firm_key__contains=name_key(query))
    if only_open:
        rows = rows.filter(ended_on=None)
    return render(request, "parcels/firm_list.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "most": SHOWN, "basis": FIRMS, "tab": "firm_list", "q": query, "only_open": only_open,
        "may_list": may_list_firm(request.actor), "may_delist": may_delist_firm(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def firm_list_new(request: HttpRequest) -> HttpResponse:
    """列入名单."""
    permit(may_list_firm(request.actor), "整治淘汰名单由县区填报员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    regions = county_choices(request)

    def work(form: ListFirmForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        row = list_firm(data.pop("region"), actor=request.actor, values=data)
        messages.success(request, f"{row.firm} 已列入名单；再申请用地时会被拒绝。" if "land" in row.limits else f"{row.firm} 已列入名单。")
        return redirect("parcels:firm_list")

    initial = {"firm": request.GET.get("firm", "")[:120], "from_on": clock.today()}
    return plain_form(request, lambda sent: ListFirmForm(sent, regions=regions, initial=initial), work, {
        "title": "列入整治淘汰名单", "basis": FIRMS, "button": "列入名单", "failed": "没有列入", **_way()})


@require_http_methods(["GET", "HEAD", "POST"])
def firm_list_end(request: HttpRequest, pk: int) -> HttpResponse:
    """移出名单."""
    row = get_object_or_404(FirmListing.objects, pk=pk)
    permit(may_delist_firm(request.actor), "移出整治淘汰名单由县区审核员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")

    def work(form: DelistForm) -> HttpResponse:
        delist_firm(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row.firm} 已移出名单，可以再申请用地。")
        return redirect("parcels:firm_list")

    return plain_form(request, lambda sent: DelistForm(sent, initial={"ended_on": clock.today()}), work, {
        "title": "移出整治淘汰名单", "sub": f"{row.firm}：{row.get_treatment_display()}（{row.document_no}）", "button": "移出名单",
        "failed": "没有移出", **_way()})


def _way() -> dict:
    back = reverse("parcels:firm_list")
    return {"back": back, "crumbs": [(back, "整治淘汰名单")]}
