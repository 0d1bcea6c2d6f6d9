"""激励与惩戒的页面: what is in force, applications and their decision, what is recovered, sanctions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.pages import most

from ..choices import CovenantKind
from ..forms.covenant import DecideForm, EndSanctionForm, IncentiveForm, RecoveryForm, SanctionForm
from ..models import Covenant, Enterprise, Incentive, Parcel, Sanction
from ..policies import may_decide_incentive, may_keep_enterprises, may_read_ledger
from ..rules.covenants import UNMET_BASIS
from ..rules.incentives import INCENTIVE_BASIS, SANCTION_BASIS, SITUATIONS
from ..selectors.covenants import SHOWN, incentive_lines, open_recoveries, sanctions_in_force
from ..services import add_recovery, apply_incentive, decide_incentive, end_sanction, impose_sanction
from ..services.common import permit
from .common import plain_form
from .enterprises import CLERKS as FIRM_CLERKS
from .ledger import READERS

CLERKS = FIRM_CLERKS.replace("企业、指标和用地", "激励申请、惩戒和追缴")
REVIEWERS = "激励申请由县区审核员登记审批。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def incentives(request: HttpRequest) -> HttpResponse:
    """正在执行的惩戒, 激励申请, 还没有追缴完的."""
    permit(may_read_ledger(request.actor), READERS)
    rows, sanctions = Incentive.objects.order_by("-applied_on", "-id"), sanctions_in_force(clock.today())
    return render(request, "parcels/incentives.html", {
        "sanctions": sanctions[:most(SHOWN)], "sanction_count": sanctions.count(), "incentives": incentive_lines(rows), "count": rows.count(),
        "owed": open_recoveries(), "most": SHOWN, "tab": "incentives", "incentive_basis": INCENTIVE_BASIS, "sanction_basis": SANCTION_BASIS,
        "unmet_basis": UNMET_BASIS, "may_keep": may_keep_enterprises(request.actor), "may_decide": may_decide_incentive(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def incentive_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记激励申请 of an enterprise."""
    firm = get_object_or_404(Enterprise.objects, pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)
    parcels = list(Parcel.objects.filter(id__in=firm.uses.values("parcel")).order_by("parcel_no"))
    covenants = list(Covenant.objects.filter(parcel__in=parcels, kind=CovenantKind.REDEVELOP).order_by("-signed_on"))

    def work(form: IncentiveForm) -> HttpResponse:
        apply_incentive(pk, actor=request.actor, **form.values())
        messages.success(request, "激励申请已登记，等审核员登记审批。")
        return redirect("parcels:enterprise", pk)

    return plain_form(request, lambda sent: IncentiveForm(sent, parcels=parcels, covenants=covenants), work, {
        "title": "登记激励申请", "sub": firm.name, "basis": INCENTIVE_BASIS, **_way(firm)})


@require_http_methods(["GET", "HEAD", "POST"])
def incentive_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """审批激励申请."""
    row = get_object_or_404(Incentive.objects.select_related("enterprise"), pk=pk)
    permit(may_decide_incentive(request.actor), REVIEWERS)

    def work(form: DecideForm) -> HttpResponse:
        done = decide_incentive(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{done}：{done.get_state_display()}。")
        return redirect("parcels:enterprise", row.enterprise_id)

    return plain_form(request, lambda sent: DecideForm(sent), work, {
        "title": "审批激励申请", "sub": f"{row}，项目：{row.project}", "failed": "没有审批", "basis": INCENTIVE_BASIS, **_way(row.enterprise)})


@require_http_methods(["GET", "HEAD", "POST"])
def incentive_recover(request: HttpRequest, pk: int) -> HttpResponse:
    """登记追缴."""
    row = get_object_or_404(Incentive.objects.select_related("enterprise"), pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)

    def work(form: RecoveryForm) -> HttpResponse:
        add_recovery(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, "追缴已登记。")
        return redirect("parcels:enterprise", row.enterprise_id)

    return plain_form(request, lambda sent: RecoveryForm(sent), work, {
        "title": "登记追缴", "sub": str(row), "basis": UNMET_BASIS, **_way(row.enterprise)})


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记惩戒."""
    firm = get_object_or_404(Enterprise.objects, pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)

    def work(form: SanctionForm) -> HttpResponse:
        row = impose_sanction(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row} 已登记，{row.from_on} 起。")
        return redirect("parcels:enterprise", pk)

    return plain_form(request, lambda sent: SanctionForm(sent), work, {
        "title": "登记惩戒", "sub": firm.name,
        "note": "\n".join(f"{kind.label}：{words}" for kind, words in SITUATIONS.items()), "basis": SANCTION_BASIS, **_way(firm)})


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_end(request: HttpRequest, pk: int) -> HttpResponse:
    """解除惩戒."""
    row = get_object_or_404(Sanction.objects.select_related("enterprise"), pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)

    def work(form: EndSanctionForm) -> HttpResponse:
        end_sanction(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{row} 已解除。")
        return redirect("parcels:enterprise", row.enterprise_id)

    return plain_form(request, lambda sent: EndSanctionForm(sent), work, {
        "title": "解除惩戒", "sub": f"{row}，{row.from_on} 起，{row.basis_no}", "button": "解除", "failed": "没有解除", **_way(row.enterprise)})


def _way(firm: Enterprise) -> dict:
    back = reverse("parcels:enterprise", args=[firm.id])
    return {"back": back, "crumbs": [(reverse("parcels:enterprises"), "企业"), (back, firm.name)]}
