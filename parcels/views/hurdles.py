"""供地条件与开工障碍的页面, and the list of land to be supplied."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.lists import as_download, made_by
from landplan.lib.pages import most
from landplan.lib.text import clean_text
from units.models import Region, Unit

from ..choices import TO_SUPPLY
from ..forms.hurdle import FinishForm, HurdleForm, PromotionForm, ToSupplyForm
from ..models import Hurdle, Parcel
from ..policies import may_export, may_keep_cases, may_read_ledger
from ..rules.hurdles import CONDITIONS, STALE_DAYS
from ..selectors.hurdles import SHOWN, hurdles_of, sums_of, to_supply
from ..selectors.parcel import parcel_rows
from ..selectors.supply_demand import reserve_of
from ..services import add_hurdle, clear_parcel, finish_hurdle, mark_first, promote_parcel, void_hurdle
from ..services.common import permit
from ..sheets.cases import to_supply_file
from .common import refuse_long
from .ledger import READERS

CLERKS = "供地条件和开工障碍由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
TABS = (("", "可供"), ("stale", "长期未推介"), ("waiting", "条件未齐"), ("single", "单独选址"), ("handover", "交地逾期"))


@require_http_methods(["GET", "HEAD", "POST"])
def hurdles(request: HttpRequest, pk: int) -> HttpResponse:
    """清单 of a parcel; POST adds an item."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    if request.method != "POST":
        return _page(request, parcel)
    form = HurdleForm(request.POST)
    return _do(request, parcel, form, lambda: add_hurdle(pk, actor=request.actor, **form.cleaned_data), "已登记一项", shown={"form": form})


@require_POST
def hurdle_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """办完一项."""
    row, form = get_object_or_404(Hurdle.objects, pk=pk), FinishForm(request.POST)
    return _do(request, parcel_rows().get(pk=row.parcel_id), form, lambda: finish_hurdle(pk, actor=request.actor, **form.cleaned_data), "已办完一项")


@require_POST
def hurdle_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一项."""
    row, reason = get_object_or_404(Hurdle.objects, pk=pk), clean_text(request.POST.get("reason", ""))[:500]
    return _do(request, parcel_rows().get(pk=row.parcel_id), None, lambda: void_hurdle(pk, actor=request.actor, reason=reason), "已作废一项")


@require_POST
def parcel_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """办结."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    return _do(request, parcel, None, lambda: clear_parcel(pk, actor=request.actor), "已办结")


@require_POST
def parcel_first(request: HttpRequest, pk: int) -> HttpResponse:
    """优先划拨: on (`first` = 1) or off."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    return _do(request, parcel, None, lambda: mark_first(pk, actor=request.actor, is_first=request.POST.get("first") == "1"), "已改优先划拨")


@require_POST
def parcel_promote(request: HttpRequest, pk: int) -> HttpResponse:
    """登记推介."""
    parcel, form = get_object_or_404(parcel_rows(), pk=pk), PromotionForm(request.POST)
    return _do(request, parcel, form, lambda: promote_parcel(pk, actor=request.actor, **form.cleaned_data), "已登记推介", shown={"promotion": form})


def _do(request: HttpRequest, parcel: Parcel, form: Form | None, work: Callable[[], object], done: str, shown: dict | None = None) -> HttpResponse:
    """One step: done, or the page with the sentence and what was typed."""
    permit(may_keep_cases(request.actor), CLERKS)
    if form is not None and not form.is_valid():
        request.refusal_message = form.sentence
        return _page(request, parcel, Refusal(form.sentence), 422, **(shown or {}))
    try:
        work()
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, parcel_rows().get(pk=parcel.id), refusal, refusal.status, **(shown or {}))
    messages.success(request, f"{done}。")
    return redirect("parcels:hurdles", parcel.id)


def _page(request: HttpRequest, parcel: Parcel, refusal: Refusal | None = None, status: int = 200, *, form: HurdleForm | None = None,
          promotion: PromotionForm | None = None) -> HttpResponse:
    return render(request, "parcels/hurdles.html", {
        "parcel": parcel, "list": hurdles_of(parcel), "reserved_on": reserve_of(parcel),
        "refusal": refusal, "form": form or HurdleForm(), "promotion": promotion or PromotionForm(),
        "promotions": parcel.promotions.select_related("recorded_by"), "is_to_supply": parcel.kind in TO_SUPPLY, "today": clock.today(),
        "units": list(Unit.objects.filter(region_id=parcel.region_id).values_list("name", flat=True)[:100]), "typed": request.POST,
        "may_keep": may_keep_cases(request.actor) and parcel.is_open}, status=status)


@require_safe
def to_supply_list(request: HttpRequest) -> HttpResponse:
    """供地清单."""
    permit(may_read_ledger(request.actor), READERS)
    rows, form, show, days, regions = _to_supply(request)
    return render(request, "parcels/to_supply.html", {
        "rows": rows[:most(SHOWN)], "sum": sums_of(rows), "shown": show, "tabs": TABS, "form": form, "days": days, "has_regions": len(regions) > 1,
        "most": SHOWN, "basis": CONDITIONS, "today": clock.today()})


def _to_supply(request: HttpRequest) -> tuple:
    """(rows, form, which list, days, counties) that the address asks for."""
    regions = Region.objects.filter(id__in=Parcel.objects.order_by().values("region").distinct()).order_by("sort")
    form, show = ToSupplyForm(request.GET or None, regions=regions), request.GET.get("show", "")
    region_id, days = form.asked() if request.GET else (None, STALE_DAYS)
    return to_supply(show, clock.today(), days, region_id), form, show, days, regions


@require_safe
def to_supply_export(request: HttpRequest) -> FileResponse:
    """导出供地清单, all rows. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    rows, _, show, days, _ = _to_supply(request)
    sums, label = sums_of(rows), dict(TABS).get(show, TABS[0][1])
    refuse_long(sums["count"])
    notes = [f"{label}{f'：{days} 天' if show == 'stale' else ''}；依据：{CONDITIONS}", f"导出：{made_by(request.actor)}"]
    file = to_supply_file(rows.iterator(chunk_size=2000), sums["count"], sums["area"], notes=notes)
    return as_download(file, f"供地清单_{clock.today():%Y%m%d}.xlsx")
