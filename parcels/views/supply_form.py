"""登记供应的页面; from an accepted disposal (`?disposal=`) with what its record says."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from landplan.lib.area import show

from ..choices import TO_SUPPLY
from ..forms.disposal import new_key
from ..forms.supply import SupplyForm
from ..policies import may_register_parcel
from ..selectors.parcel import batches_of, parcel_rows, supplies_of
from ..selectors.projects import project_choices
from ..selectors.supplies import supply_dues
from ..services import add_supply
from ..services.common import permit
from .common import run_form
from .parcel_form import CLERKS


@require_http_methods(["GET", "HEAD", "POST"])
def supply_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记供应."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)
    supplies = supplies_of(parcel)
    others = [(row.id, f"{row}，未供 {show(row.left)} 亩") for row in batches_of(parcel.region_id) if row.id != parcel.batch_id and row.left > 0]
    given = {"batches": others if parcel.kind in TO_SUPPLY else [], "projects": project_choices(parcel.region_id)}
    dues = supply_dues(parcel, parcel.disposals.select_related("measure").order_by("number"), supplies)
    due = next((one for one in dues if str(one.disposal_id) == request.GET.get("disposal")), None)

    def page(form: SupplyForm, status: int = 200) -> HttpResponse:
        context = {"draws": parcel.kind in TO_SUPPLY, "form": form, "parcel": parcel, "supplies": supplies, "dues": dues, "due": due,
                   "form_key": new_key()}
        return render(request, "parcels/supply_form.html", context, status=status)

    def work() -> HttpResponse:
        supply = add_supply(pk, actor=request.actor, **form.values())
        messages.success(request, f"供应 {supply} 已登记。")
        return redirect("parcels:parcel", pk)

    if request.method != "POST":
        return page(SupplyForm(initial=SupplyForm.initial_of(due), **given))
    form = SupplyForm(request.POST, **given)
    return run_form(request, form, work, page)
