"""批次的页面: approvals of a county, with the parcels that come from them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text
from units.models import Region

from ..forms.batch import BatchForm
from ..forms.disposal import new_key
from ..models import ApprovalBatch
from ..policies import may_read_ledger, may_register_parcel
from ..rules.batch_account import BASIS, GONE
from ..selectors.batch_account import account_of, batch_rows, batches_page, entries_of, lacking_notice
from ..services import register_batch
from ..services.common import permit
from .common import county_choices, run_form
from .ledger import READERS

CLERKS = "登记批次由县区填报员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """批次 of the territory; `?show=lacks` those without a notice, `?show=adjusted` those that came of others."""
    permit(may_read_ledger(request.actor), READERS)
    regions = list(Region.objects.filter(id__in=request.actor.regions or ()).counties())
    shown, word = request.GET.get("show", ""), clean_text(request.GET.get("q", ""))
    region = next((one for one in regions if str(one.id) == request.GET.get("region")), None)
    rows = batch_rows(shown, region_id=region.id if region else None, word=word)
    page, count = batches_page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(request, "parcels/batches.html", {
        "page": page, "count": count, "shown": shown, "word": word, "region": region, "regions": regions if len(regions) > 1 else [],
        "lacks": lacking_notice().count(), "may_register": may_register_parcel(request.actor)})


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """一个批次: its approval and areas, its account, its parcels."""
    row = get_object_or_404(ApprovalBatch.objects.select_related("region"), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return batch_page(request, row)


def batch_page(request: HttpRequest, row: ApprovalBatch, refusal: Refusal | None = None) -> HttpResponse:
    """The page, also with what a step on it was refused for."""
    parcels = row.parcels.current().select_related("region").order_by("parcel_no", "id")
    return render(request, "parcels/batch.html", {
        "batch": row, "parcels": parcels[:200], "sum": parcels.aggregate(count=Count("id"), area=Sum("area")), "terms": account_of(row),
        "entries": entries_of(row), "sources": row.sources.select_related("batch"), "basis": BASIS, "refusal": refusal, "gone": GONE,
        "reason": request.POST.get("reason", ""), "may_register": may_register_parcel(request.actor)},
        status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """登记批次."""
    permit(may_register_parcel(request.actor), CLERKS)
    regions = county_choices(request)

    def page(form: BatchForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/batch_form.html", {"form": form, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        made = register_batch(actor=request.actor, region_id=form.cleaned_data["region"], values=form.values())
        messages.success(request, f"批次 {made} 已登记。登记宗地时可以选它。")
        return redirect("parcels:batch", made.id)

    if request.method != "POST":
        return page(BatchForm(initial={"area_unit": "mu", "region": request.actor.region_id}, regions=regions))
    form = BatchForm(request.POST, regions=regions)
    return run_form(request, form, work, page)
