"""企业的页面: the list, one enterprise with its years and land, and entering them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text
from units.models import Region

from ..forms.disposal import numbers_in
from ..forms.enterprise import EndUseForm, EnterpriseForm, FirmListForm, UseForm, YearForm, initial_of_year
from ..models import Enterprise, LandUse
from ..policies import may_decide_incentive, may_keep_enterprises, may_read_ledger
from ..rules.enterprises import FIGURES_BASIS, RATIO_BASIS, RATIO_NOTE
from ..selectors.covenants import firm_measures
from ..selectors.enterprises import (
    SHOWN,
    corrections_of,
    enterprise_history,
    enterprise_lines,
    enterprise_rows,
    year_lines,
)
from ..services import add_land_use, edit_enterprise, end_land_use, record_year, register_enterprise
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

CLERKS = "企业、指标和用地由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """企业清单."""
    permit(may_read_ledger(request.actor), READERS)
    regions = list(Region.objects.filter(id__in=Enterprise.objects.order_by().values("region").distinct()).order_by("sort"))
    form = FirmListForm(request.GET or None, regions=regions)
    rows = enterprise_rows(*form.asked()) if request.GET else enterprise_rows()
    return render(request, "parcels/enterprises.html", {
        "form": form, "lines": enterprise_lines(rows), "count": rows.count(), "most": SHOWN, "has_regions": len(regions) > 1,
        "may_keep": may_keep_enterprises(request.actor), "basis": FIGURES_BASIS, "tab": "enterprises"})


@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_new(request: HttpRequest) -> HttpResponse:
    """登记企业."""
    permit(may_keep_enterprises(request.actor), CLERKS)
    regions = county_choices(request)

    def work(form: EnterpriseForm) -> HttpResponse:
        data = form.cleaned_data
        row = register_enterprise(actor=request.actor, region_id=data["region"], name=data["name"], credit_code=data["credit_code"])
        messages.success(request, f"{row} 已登记。请接着登记年度指标和用地。")
        return redirect("parcels:enterprise", row.id)

    back = reverse("parcels:enterprises")
    return plain_form(request, lambda sent: EnterpriseForm(sent, regions=regions, initial={"region": request.actor.region_id}), work, {
        "title": "登记企业", "back": back, "crumbs": [(back, "企业")], "basis": FIGURES_BASIS})


@require_safe
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """一家企业."""
    row = get_object_or_404(Enterprise.objects.select_related("region"), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return _page(request, row)


def _page(request: HttpRequest, row: Enterprise, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    lines, uses = year_lines(row)
    return render(request, "parcels/enterprise.html", {
        "enterprise": row, "lines": lines, "uses": uses, "corrections": corrections_of(row), "sentences": enterprise_history(row),
        "refusal": refusal, "may_keep": may_keep_enterprises(request.actor), "figures_basis": FIGURES_BASIS, "ratio_basis": RATIO_BASIS,
        "ratio_note": RATIO_NOTE, "today": clock.today(), **firm_measures(row), "may_decide": may_decide_incentive(request.actor)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改企业."""
    row = get_object_or_404(Enterprise.objects, pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)

    def work(form: EnterpriseForm) -> HttpResponse:
        data = form.cleaned_data
        edit_enterprise(pk, actor=request.actor, version=data["version"], name=data["name"], credit_code=data["credit_code"])
        messages.success(request, f"{data['name']} 已保存。")
        return redirect("parcels:enterprise", pk)

    given = {"regions": [(row.region_id, "")],
             "initial": {"region": row.region_id, "name": row.name, "credit_code": row.credit_code, "version": row.version}}
    return plain_form(request, lambda sent: EnterpriseForm(sent, **given), work, {
        "title": "修改企业", "button": "保存", "failed": "没有保存", **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_year(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一年的指标; `?year=` of a year that is entered corrects it."""
    row = get_object_or_404(Enterprise.objects, pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)
    asked = next(iter(numbers_in([request.POST.get("year", "") if _corrects(request) else request.GET.get("year", "")])), 0)
    last = row.years.filter(year=asked).order_by("-number").first() if asked < 10_000 else None

    def make(sent) -> YearForm:
        return YearForm(sent, row=last if sent is None or _corrects(request) else None,
                        initial=initial_of_year(last, asked or clock.today().year - 1))

    def work(form: YearForm) -> HttpResponse:
        made = record_year(pk, actor=request.actor, **form.values())
        messages.success(request, f"{made} 的指标已{'更正' if made.number > 1 else '登记'}。")
        return redirect("parcels:enterprise", pk)

    title = f"更正 {asked} 年的指标" if last else "登记年度指标"
    return plain_form(request, make, work, {
        "title": title, "sub": row.name, "note": f"现在的数是第 {last.number} 次登记的，来源：{last.source}" if last else "", "basis": FIGURES_BASIS,
        "button": "更正" if last else "登记", "failed": "没有更正" if last else "没有登记", **_way(row)})


def _corrects(request: HttpRequest) -> bool:
    return request.POST.get("seen", "0") not in ("", "0")


@require_http_methods(["GET", "HEAD", "POST"])
def land_use_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记企业用地; `?parcel=` names the parcel."""
    row = get_object_or_404(Enterprise.objects, pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)
    lessors = list(Enterprise.objects.filter(region_id=row.region_id, uses__lessor=None, uses__isnull=False).exclude(pk=pk).distinct())

    def work(form: UseForm) -> HttpResponse:
        use = add_land_use(pk, actor=request.actor, **form.values())
        messages.success(request, f"{use} {use.area:f} 亩已登记。")
        return redirect("parcels:enterprise", pk)

    initial = {"area_unit": "mu", "parcel_no": clean_text(request.GET.get("parcel", ""))[:40]}
    return plain_form(request, lambda sent: UseForm(sent, lessors=lessors, initial=initial), work, {
        "title": "登记用地", "sub": row.name, "basis": RATIO_BASIS, **_way(row)})


@require_POST
def land_use_end(request: HttpRequest, pk: int) -> HttpResponse:
    """停用一处用地, by default today."""
    use = get_object_or_404(LandUse.objects.select_related("enterprise__region"), pk=pk)
    permit(may_keep_enterprises(request.actor), CLERKS)
    form = EndUseForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence)
        end_land_use(pk, actor=request.actor, until_on=form.cleaned_data["until_on"] or clock.today())
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, use.enterprise, refusal, refusal.status)
    messages.success(request, f"{use.enterprise} 的用地已停用。")
    return redirect("parcels:enterprise", use.enterprise_id)


def _way(row: Enterprise) -> dict:
    """Where the forms of an enterprise come from and go back to."""
    back = reverse("parcels:enterprise", args=[row.id])
    return {"back": back, "crumbs": [(reverse("parcels:enterprises"), "企业"), (back, row.name)]}
