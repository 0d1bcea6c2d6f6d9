"""监管协议的页面: the list, one covenant, entering, judging, and the return to 低效."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.area import show
from landplan.lib.pages import most

from ..choices import CovenantKind, CovenantState, DisposalState, ParcelStatus
from ..forms.covenant import CovenantForm, JudgeForm, ReturnForm
from ..models import Covenant
from ..policies import may_accept, may_judge_covenant, may_keep_covenants, may_read_ledger
from ..rules.covenants import REDEVELOP_BASIS, SIGN_BASIS, UNMET_BASIS, signer_of
from ..selectors.covenants import SHOWN, covenant_rows, incentive_lines, may_return, signer_name_of
from ..selectors.parcel import parcel_rows, supplies_of
from ..services import add_covenant, judge_covenant, return_to_low
from ..services.common import permit
from .common import plain_form
from .ledger import READERS

TABS = (("", "全部"), ("due", "到期未考核"), ("unmet", "未达到约定"))
CLERKS = "监管协议由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
REVIEWERS = "协议考核由县区审核员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
ACCEPTORS = "退回低效由考核验收组办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def covenants(request: HttpRequest) -> HttpResponse:
    """协议清单."""
    permit(may_read_ledger(request.actor), READERS)
    shown = request.GET.get("show", "")
    rows = covenant_rows(shown, clock.today())
    return render(request, "parcels/covenants.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "most": SHOWN, "shown": shown, "tabs": TABS, "tab": "covenants", "basis": SIGN_BASIS,
        "today": clock.today()})


@require_safe
def covenant(request: HttpRequest, pk: int) -> HttpResponse:
    """一份协议."""
    row = get_object_or_404(covenant_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/covenant.html", {
        "covenant": row, "parcel": row.parcel, "incentives": incentive_lines(row.incentives.all()), "today": clock.today(),
        "may_judge": may_judge_covenant(request.actor) and row.state == CovenantState.RUNNING, "may_return": may_return(row, request.actor),
        "is_redevelop": row.kind == CovenantKind.REDEVELOP, "sign_basis": SIGN_BASIS, "unmet_basis": UNMET_BASIS})


@require_http_methods(["GET", "HEAD", "POST"])
def covenant_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记协议 of a parcel: the street office outside of the park, its management inside."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_keep_covenants(request.actor), CLERKS)
    signer, supplies = signer_of(parcel.park), supplies_of(parcel)

    def work(form: CovenantForm) -> HttpResponse:
        row = add_covenant(pk, actor=request.actor, **form.values())
        messages.success(request, f"协议 {row} 已登记。")
        return redirect("parcels:covenant", row.id)

    initial = {"kind": CovenantKind.PERFORMANCE if supplies else CovenantKind.REDEVELOP, "signer": signer, "party": parcel.land_user,
               "signer_name": signer_name_of(parcel), "supply": supplies[-1].id if supplies else None}
    back = reverse("parcels:parcel", args=[pk])
    return plain_form(request, lambda sent: CovenantForm(sent, signer=signer, supplies=supplies, initial=initial), work, {
        "title": "登记监管协议", "sub": f"{parcel.parcel_no} {parcel.name}，{f'在{parcel.park}内' if parcel.park else '在开发区外'}", "back": back,
        "crumbs": [(reverse("parcels:ledger"), "台账"), (back, parcel.parcel_no)], "basis": f"{SIGN_BASIS}；{REDEVELOP_BASIS}"})


@require_http_methods(["GET", "HEAD", "POST"])
def covenant_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """考核协议."""
    row = get_object_or_404(Covenant.objects.select_related("parcel__region"), pk=pk)
    permit(may_judge_covenant(request.actor), REVIEWERS)

    def work(form: JudgeForm) -> HttpResponse:
        done = judge_covenant(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"协议 {done} 已考核：{done.get_state_display()}。")
        return redirect("parcels:covenant", pk)

    return plain_form(request, lambda sent: JudgeForm(sent), work, {
        "title": "考核协议", "sub": f"{row}，约定期限 {row.due_on}", "failed": "没有考核", "basis": UNMET_BASIS, **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def covenant_return(request: HttpRequest, pk: int) -> HttpResponse:
    """退回低效."""
    row = get_object_or_404(Covenant.objects.select_related("parcel__region"), pk=pk)
    permit(may_accept(request.actor), ACCEPTORS)
    accepted = row.parcel.disposals.filter(state=DisposalState.ACCEPTED).select_related("measure").order_by("number")
    offered = [(one.id, f"第{one.number}笔 {one.measure.label} {show(one.accepted_area)} 亩") for one in accepted]

    def work(form: ReturnForm) -> HttpResponse:
        return_to_low(pk, actor=request.actor, **form.values())
        messages.success(request, f"{row.parcel.parcel_no} 已退回低效，协议 {row} 的优惠已取消。")
        return redirect("parcels:covenant", pk)

    closed = row.parcel.status == ParcelStatus.WRITTEN_OFF
    return plain_form(request, lambda sent: ReturnForm(sent, disposals=offered if closed else []), work, {
        "title": "退回低效", "sub": f"{row.parcel.parcel_no}，协议 {row}", "button": "退回低效", "failed": "没有退回",
        "basis": UNMET_BASIS, **_way(row)})


def _way(row: Covenant) -> dict:
    back = reverse("parcels:covenant", args=[row.id])
    return {"back": back, "crumbs": [(reverse("parcels:covenants"), "监管协议"), (back, row.covenant_no)]}
