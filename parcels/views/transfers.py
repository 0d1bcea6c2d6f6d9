"""拍卖提示、自主转让的页面."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.errors import Conflict
from landplan.lib.pages import most

from ..choices import LawsuitStage
from ..forms.transfer import CheckForm, TransferForm
from ..models import Transfer
from ..policies import may_check_transfer, may_keep_cases, may_read_ledger
from ..rules.transfers import CHECK_BASIS, NOTICE_BASIS
from ..selectors.lawsuits import lawsuit_rows
from ..selectors.parcel import parcel_rows
from ..selectors.parks import park_of
from ..selectors.transfers import SHOWN, demands_of, notice_of, transfer_rows
from ..services import add_transfer, check_transfer
from ..services.common import permit
from .common import plain_form
from .ledger import READERS

CLERKS = "自主转让由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
REVIEWERS = "受让审核由县区审核员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
TABS = (("", "全部"), ("unchecked", "未审核"))


@require_safe
def lawsuit_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """拍卖提示 of a case that has come to the sale of its land."""
    row = get_object_or_404(lawsuit_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    if row.stage != LawsuitStage.EXECUTION:
        raise Conflict(f"这件案件的阶段是“{row.get_stage_display()}”，还没有到处置资产。到了“{LawsuitStage.EXECUTION.label}”再出拍卖提示。",
                       code="wrong_state")
    return render(request, "parcels/lawsuit_notice.html", {"lawsuit": row, "notice": notice_of(row, clock.today()), "basis": NOTICE_BASIS})


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """转让清单."""
    permit(may_read_ledger(request.actor), READERS)
    shown = request.GET.get("show", "")
    rows = transfer_rows(shown)
    return render(request, "parcels/transfers.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "unchecked": transfer_rows("unchecked").count(), "most": SHOWN, "shown": shown,
        "tabs": TABS, "tab": "transfers", "basis": CHECK_BASIS, "may_check": may_check_transfer(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记转让."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def work(form: TransferForm) -> HttpResponse:
        row = add_transfer(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row} 已登记，等园区审核受让方。")
        return redirect("parcels:parcel", pk)

    back = reverse("parcels:parcel", args=[pk])
    return plain_form(request, lambda sent: TransferForm(sent, initial={"seller": parcel.land_user}), work, {
        "title": "登记转让", "sub": f"{parcel.parcel_no} {parcel.name}", "back": back, "crumbs": [(reverse("parcels:ledger"), "台账"),
                                                                                   (back, parcel.parcel_no)], "basis": CHECK_BASIS})


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_check(request: HttpRequest, pk: int) -> HttpResponse:
    """登记园区的审核."""
    row = get_object_or_404(Transfer.objects.select_related("parcel__region"), pk=pk)
    permit(may_check_transfer(request.actor), REVIEWERS)

    def work(form: CheckForm) -> HttpResponse:
        checked = check_transfer(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{checked} 已审核：{'符合' if checked.is_fit else '不符合'}。")
        return redirect("parcels:parcel", row.parcel_id)

    park = park_of(row.parcel)
    wanted = "\n".join(f"{line.item.label}：{line.value}（{line.fact.source}）" for line in demands_of(park))
    note = f"{park.name}的要求\n{wanted or '主导产业和指标未填'}" if park else "这宗地没有登记所在园区"
    back = reverse("parcels:parcel", args=[row.parcel_id])
    return plain_form(request, lambda sent: CheckForm(sent), work, {
        "title": "受让审核", "sub": f"{row.get_kind_display()}转让：{row.seller} → {row.buyer}，{row.transferred_on}", "note": note, "back": back,
        "crumbs": [(reverse("parcels:transfers"), "自主转让"), (back, row.parcel.parcel_no)], "basis": CHECK_BASIS, "failed": "没有审核"})
