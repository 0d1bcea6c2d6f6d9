"""外部系统数据的页面: figures typed or handed in, lists of parcels, what came in so far, the files to fill in, the file for the province."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import XLSX
from landplan.lib.pages import most
from landplan.lib.table_files import MAX_ROWS, csv_file, read_rows
from landplan.lib.text import clean_text, name_key
from parcels.forms.disposal import new_key
from parcels.policies import may_export
from parcels.services.common import permit
from parcels.views.common import run_form
from tasks.choices import SystemKind
from tasks.models import Plan, SystemIntake
from tasks.policies import may_enter_figures, may_enter_system_parcels
from tasks.selectors.plans import counties_in
from tasks.selectors.system_figures import intakes_of
from tasks.services import enter_figures, enter_parcels, void_intake
from tasks.services.system_figures import CLERKS, OFFICE
from tasks.services.whole import permit_whole
from units.models import RegionAlias

from ..forms.reconcile import WHAT_HINT, FiguresForm, SystemFileForm
from ..rules.system_files import (
    FIGURE_HEADS,
    PARCEL_HEADS,
    PLATFORM_HEADS,
    PLATFORM_VERSION,
    read_figures,
    read_parcels,
)
from ..selectors.platform import platform_lines, platform_rows
from ..sheets.system_files import plain_xlsx
from .reconcile import plan_asked

SHOWN = 200
LIMIT = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def reconcile_enter(request: HttpRequest) -> HttpResponse:
    """手工录入部系统的合计数."""
    plan = plan_asked(request)
    permit_whole(request.actor, plan, may_enter_figures, OFFICE)
    counties = counties_in(plan, request.actor)

    def page(form: FiguresForm, status: int = 200) -> HttpResponse:
        return render(request, "exchange/reconcile_enter.html", {
            "shown_plan": plan, "form": form, "form_key": new_key(), "heads": FIGURE_HEADS, "hint": WHAT_HINT, "tab": "enter", "may_bring": True},
            status=status)

    if request.method != "POST":
        return page(FiguresForm(counties=counties, initial={"as_of_on": request.GET.get("on", "")[:10]}))
    form = FiguresForm(request.POST, counties=counties)

    def work() -> HttpResponse:
        intake = enter_figures(plan.id, actor=request.actor, brought=form.brought(), figures=form.figures)
        messages.success(request, f"{intake}已记下，共 {intake.count} 个数。")
        return redirect(f"{reverse('exchange:reconcile')}?plan={plan.id}&on={intake.as_of_on}&source={intake.source}")

    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def reconcile_intakes(request: HttpRequest) -> HttpResponse:
    """各号导入, and handing in a file; all rows of it or none."""
    plan = plan_asked(request)
    if request.method != "POST":
        return _intakes_page(request, plan, SystemFileForm(initial={"as_of_on": clock.today().isoformat()}))
    permit(may_enter_system_parcels(request.actor), CLERKS)
    form = SystemFileForm(request.POST, request.FILES)
    if not form.is_valid():
        request.refusal_message = form.sentence
        return _intakes_page(request, plan, form, status=422)
    try:
        return _taken(request, plan, form)
    except Refusal as refusal:
        form.refuse([refusal])
        request.refusal_message = refusal.message
        return _intakes_page(request, plan, form, status=refusal.status)


def _taken(request: HttpRequest, plan: Plan, form: SystemFileForm) -> HttpResponse:
    is_figures = form.cleaned_data["kind"] == SystemKind.FIGURES
    permit((may_enter_figures if is_figures else may_enter_system_parcels)(request.actor), OFFICE if is_figures else CLERKS)
    brought, names = form.brought_file(), _names(plan, request)
    rows = read_rows(form.cleaned_data["file"], columns=len(FIGURE_HEADS if is_figures else PLATFORM_HEADS))
    if is_figures:
        found, faults = read_figures(rows, names)
    else:
        read = read_parcels(rows, names, today=clock.today())
        found, faults = read.rows, read.faults
    if faults:
        request.refusal_message = "；".join(f"{one.cell} 是“{one.value}”，应是{one.wanted}" for one in faults[:SHOWN])
        return _intakes_page(request, plan, form, faults=faults, status=422)
    intake = enter_figures(plan.id, actor=request.actor, brought=brought, figures=found) if is_figures else enter_parcels(
        plan.id, actor=request.actor, brought=brought, rows=found)
    messages.success(request, f"{intake}已记下，共 {intake.count} {'个数' if is_figures else '宗'}。")
    return redirect(f"{reverse('exchange:reconcile')}?plan={plan.id}&on={intake.as_of_on}&source={intake.source}")


def _names(plan: Plan, request: HttpRequest) -> dict[str, int]:
    """县区 of the territory by every name that a file may write; a name of two counties is none."""
    counties = counties_in(plan, request.actor)
    pairs = [(name_key(name), one.id) for one in counties for name in {one.name, one.full_name, one.code}]
    pairs += [(alias.key, alias.region_id) for alias in RegionAlias.objects.filter(region__in=counties)]
    owners: dict[str, set[int]] = {}
    for key, region_id in pairs:
        owners.setdefault(key, set()).add(region_id)
    return {key: next(iter(ids)) for key, ids in owners.items() if len(ids) == 1}


def _intakes_page(request: HttpRequest, plan: Plan, form: SystemFileForm, *, faults=(), status: int = 200,
                  refusal: Refusal | None = None) -> HttpResponse:
    return render(request, "exchange/reconcile_intakes.html", {
        "shown_plan": plan, "rows": intakes_of(plan)[:most(SHOWN)], "form": form,
        "faults": faults[:SHOWN], "fault_count": len(faults), "most": MAX_ROWS,
        "figure_heads": FIGURE_HEADS, "parcel_heads": PARCEL_HEADS, "version": PLATFORM_VERSION, "hint": WHAT_HINT, "tab": "intakes",
        "may_enter": may_enter_figures(request.actor), "may_bring": may_enter_system_parcels(request.actor), "refusal": refusal}, status=status)


@require_POST
def reconcile_intake_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一号导入."""
    plan = plan_asked(request)
    intake = get_object_or_404(intakes_of(get_object_or_404(SystemIntake.objects.select_related("plan"), pk=pk).plan), pk=pk)
    try:
        void_intake(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:200])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _intakes_page(request, plan, SystemFileForm(), refusal=refusal, status=refusal.status)
    messages.success(request, f"{intake}已作废，数不再用；留痕里查得到。")
    return redirect(f"{reverse('exchange:reconcile_intakes')}?plan={intake.plan_id}")


@require_safe
def reconcile_template(request: HttpRequest, what: str) -> HttpResponse:
    """样表 to fill in: of figures with the counties of the territory, or of parcels."""
    plan = plan_asked(request)
    if what not in SystemKind.values:
        raise Http404
    heads = FIGURE_HEADS if what == SystemKind.FIGURES else PARCEL_HEADS
    rows = [[one.name] for one in counties_in(plan, request.actor)] if what == SystemKind.FIGURES else []
    return _file(request, "部系统合计数样表" if what == SystemKind.FIGURES else "部系统宗地清单样表", heads, rows)


@require_safe
def reconcile_platform(request: HttpRequest) -> HttpResponse:
    """与省平台交换的文件: parcels of the territory in columns that stay the same. Raises Refusal beyond one file."""
    plan = plan_asked(request)
    permit(may_export(request.actor), "导出由业务岗位办。你现在的岗位不能办。")
    rows = platform_rows(plan, request.actor)
    if rows.count() > LIMIT:
        raise Refusal(f"有 {rows.count()} 宗，超过一个文件的上限 {LIMIT} 宗。请由各县区分别导出。", code="too_many")
    return _file(request, f"省平台交换_{clock.today():%Y%m%d}", PLATFORM_HEADS, platform_lines(rows, plan))


def _file(request: HttpRequest, name: str, heads, rows) -> HttpResponse:
    rows = list(rows)
    if request.GET.get("as") == "csv":
        content, kind, ending = csv_file([heads, *rows]), "text/csv; charset=utf-8", "csv"
    else:
        content, kind, ending = plain_xlsx(name, heads, rows), XLSX, "xlsx"
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    return answer
