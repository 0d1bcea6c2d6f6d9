"""批次账目的页面: what becomes of approved land, its notices, adjusting, and the indicators that are free again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib.area import show
from landplan.lib.errors import Refusal
from landplan.lib.pages import most
from landplan.lib.text import clean_text
from units.models import Region

from ..forms.batch_account import AdjustForm, GoneForm, IndicatorForm, NoticeForm
from ..forms.disposal import new_key
from ..models import ApprovalBatch, BatchEntry
from ..policies import may_read_ledger, may_register_parcel
from ..rules.batch_account import BASIS, REVIVE, Amounts
from ..selectors.batch_account import (
    account_of,
    adjustable,
    balances,
    indicator_account,
    indicator_uses,
    releases,
)
from ..selectors.parcel import batches_of
from ..services import adjust_batches, enter_gone, publish_notice, reverse_entry, use_indicators
from ..services.common import permit
from .batch import batch_page
from .common import county_choices, run_form
from .ledger import READERS

CLERKS = "批次账目由县区填报员记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SHOWN = 200


def _shown(request: HttpRequest, template: str, **shown: object) -> Callable[..., HttpResponse]:
    """The page of a form, with a status."""
    def page(form, status: int = 200) -> HttpResponse:
        return render(request, template, {"form": form, "form_key": new_key(), "basis": BASIS, "revive": REVIVE, **shown}, status=status)
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def batch_use_new(request: HttpRequest, pk: int) -> HttpResponse:
    """记失效、撤回、核销 of a batch."""
    batch = get_object_or_404(ApprovalBatch.objects.select_related("region"), pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)
    page = _shown(request, "parcels/batch_use_form.html", batch=batch, terms=account_of(batch))

    def work() -> HttpResponse:
        entry = enter_gone(pk, actor=request.actor, **form.values())
        messages.success(request, f"{entry.get_use_display()} {show(entry.area)} 亩已入账。还要登记停止征地公告。")
        return redirect("parcels:batch", pk)

    if request.method != "POST":
        return page(GoneForm(initial={"area_unit": "mu"}))
    form = GoneForm(request.POST)
    return run_form(request, form, work, page)


@require_POST
def batch_entry_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """冲回一笔."""
    entry = get_object_or_404(BatchEntry.objects.select_related("batch__region"), pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)
    try:
        reverse_entry(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return batch_page(request, entry.batch, refusal)
    messages.success(request, f"{entry} 已冲回。")
    return redirect("parcels:batch", entry.batch_id)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_entry_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """登记停止征地公告."""
    entry = get_object_or_404(BatchEntry.objects.select_related("batch__region"), pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)
    page = _shown(request, "parcels/batch_notice_form.html", entry=entry, batch=entry.batch)

    def work() -> HttpResponse:
        notice = publish_notice(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"停止征地公告 {notice} 已登记。")
        return redirect("parcels:batch", entry.batch_id)

    if request.method != "POST":
        return page(NoticeForm())
    form = NoticeForm(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_adjust(request: HttpRequest) -> HttpResponse:
    """调整使用: old batches into one new one; `?batch=` chooses the first."""
    permit(may_register_parcel(request.actor), CLERKS)
    choices = [(row.id, f"{row} {row.name}，未供 {show(row.left)} 亩") for row in adjustable(request.actor.region_id)]
    asked = {int(pk) for pk in request.POST.getlist("batches") if pk.isascii() and pk.isdigit() and len(pk) < 18} - {pk for pk, _ in choices}
    known = [(row.id, str(row)) for row in batches_of(request.actor.region_id) if row.id in asked]  # the service says why not these
    given = {"regions": county_choices(request), "batches": choices + known}
    page = _shown(request, "parcels/batch_adjust_form.html", none_left=not choices)

    def work() -> HttpResponse:
        made = adjust_batches(form.cleaned_data["batches"], actor=request.actor, region_id=form.cleaned_data["region"], values=form.values())
        messages.success(request, f"已调整到新批次 {made}，原批次的未供面积随之出账。")
        return redirect("parcels:batch", made.id)

    if request.method != "POST":
        chosen = [pk for pk, _ in choices if str(pk) == request.GET.get("batch")]
        return page(AdjustForm(initial={"area_unit": "mu", "region": request.actor.region_id, "batches": chosen}, **given))
    form = AdjustForm(request.POST, **given)
    return run_form(request, form, work, page)


@require_safe
def batch_indicators(request: HttpRequest) -> HttpResponse:
    """指标结余: what was released, what was used, what is left, by county."""
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/indicators.html", {
        "balances": balances(), "uses": indicator_uses()[:most(SHOWN)], "releases": releases()[:most(SHOWN)], "basis": BASIS, "revive": REVIVE,
        "shown_count": SHOWN, "may_use": may_register_parcel(request.actor)})


@require_safe
def batch_indicator_account(request: HttpRequest, region_id: int) -> HttpResponse:
    """指标账 of one county: each entry in and out with its document, and the four balances after it."""
    permit(may_read_ledger(request.actor), READERS)
    if not request.actor.covers(region_id):
        raise Http404
    lines = indicator_account(region_id)
    return render(request, "parcels/indicator_account.html", {
        "region": get_object_or_404(Region.objects.counties(), pk=region_id), "lines": lines[:most(SHOWN)], "count": len(lines),
        "left": lines[0].left if lines else Amounts(), "basis": BASIS, "revive": REVIVE, "may_use": may_register_parcel(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def batch_indicator_use(request: HttpRequest) -> HttpResponse:
    """使用指标."""
    permit(may_register_parcel(request.actor), CLERKS)
    regions = county_choices(request)
    page = _shown(request, "parcels/indicator_form.html", balances=balances())

    def work() -> HttpResponse:
        use = use_indicators(actor=request.actor, **form.values())
        messages.success(request, f"指标使用 {use} 已入账。")
        return redirect("parcels:batch_indicators")

    if request.method != "POST":
        return page(IndicatorForm(initial={"area_unit": "mu", "region": request.actor.region_id}, regions=regions))
    form = IndicatorForm(request.POST, regions=regions)
    return run_form(request, form, work, page)
