"""未供即用清单, 储备清单, 违法查处 的页面."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.pages import most
from units.models import Region

from ..choices import UsedType
from ..forms.disposal import new_key
from ..forms.violation import CountyForm, ViolationForm, initial_of_violation
from ..models import ViolationCase
from ..policies import may_keep_cases, may_read_ledger
from ..rules.terms.used_other import LEGACY
from ..rules.violations import SHILONG
from ..selectors.reserves import reserve_rows, reserve_years, reserves_of, sum_of_reserves
from ..selectors.used import (
    deadlines_of,
    late_among,
    legacy_sum,
    type_sums,
    used_rows,
    violation_rows,
    violation_sum,
    violations_page,
    with_marks,
)
from ..services import edit_violation
from ..services.common import permit
from .common import run_form
from .ledger import READERS

SHOWN = 200
CLERKS = "违法查处由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


def _counties(request: HttpRequest) -> tuple[list[Region], CountyForm]:
    permit(may_read_ledger(request.actor), READERS)
    regions = list(Region.objects.filter(id__in=request.actor.regions or ()).counties())
    return regions, CountyForm(request.GET, regions=regions)


@require_safe
def used(request: HttpRequest) -> HttpResponse:
    """未供即用清单: by type, with the day by which each is to be finished; `show` = a type, `none` (not said) or `late`."""
    regions, form = _counties(request)
    deadlines, today, show = deadlines_of(regions), clock.today(), request.GET.get("show", "")
    every = used_rows(form.asked())
    late = late_among(every, deadlines, today)
    rows = late if show == "late" else every.filter(used_type="" if show == "none" else show) if show in (*UsedType.values, "none") else every
    count = rows.count()
    lines = [(row, deadlines.get(row.region_id, {}).get(row.used_type)) for row in with_marks(rows)[:most(SHOWN)]]
    return render(request, "parcels/used.html", {
        "lines": lines, "count": count, "shown": show, "sums": type_sums(every, deadlines, today), "late": late.count(), "most": SHOWN,
        "legacy": legacy_sum(every), "legacy_basis": LEGACY, "form": form, "has_regions": len(regions) > 1, "today": today})


@require_safe
def reserves(request: HttpRequest) -> HttpResponse:
    """储备清单 of a year, the latest when none is asked for."""
    regions, form = _counties(request)
    rows = reserve_rows(form.asked())
    years = reserve_years(rows)
    year = request.GET.get("year") if request.GET.get("year") in years else next(iter(years), "")
    found = reserves_of(rows, year)
    return render(request, "parcels/reserves.html", {
        "rows": found, "sum": sum_of_reserves(found), "years": years, "year": year, "form": form, "has_regions": len(regions) > 1,
        "today": clock.today()})


@require_safe
def violations(request: HttpRequest) -> HttpResponse:
    """违法查处清单."""
    regions, form = _counties(request)
    show = request.GET.get("show", "")
    rows = violation_rows(show, form.asked())
    return render(request, "parcels/violations.html", {
        "page": violations_page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", "")), "sum": violation_sum(rows),
        "shown": show, "tabs": (("", "全部"), ("open", "没有结案"), ("closed", "已结案")), "form": form, "has_regions": len(regions) > 1,
        "basis": SHILONG})


@require_http_methods(["GET", "HEAD", "POST"])
def violation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """记查处情况."""
    row = get_object_or_404(ViolationCase.objects.select_related("parcel__region"), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: ViolationForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "row": row, "parcel": row.parcel, "basis": SHILONG, "form_key": new_key()}
        return render(request, "parcels/violation_form.html", context, status=status)

    def work() -> HttpResponse:
        edit_violation(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, f"{row.parcel.parcel_no} 的查处情况已登记。")
        return redirect("parcels:violations")

    if request.method != "POST":
        return page(ViolationForm(initial=initial_of_violation(row)))
    form = ViolationForm(request.POST)
    return run_form(request, form, work, page)
