"""信息补录和新增台账的页面: what of a plan's land is still to be entered, and what became arrears after its base date."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download, made_by
from landplan.lib.pages import most

from ..models import Plan
from ..selectors.arrears import SOURCE, arrears_lines, arrears_units, base_day, new_arrears
from ..selectors.backfills import backfill_counties, backfill_lines, backfill_rows, duty_of, unmarked
from ..sheets.arrears import arrears_file
from .common import check_reader, wanted_plan

SHOWN, LIMIT = 200, 20_000


def _plan(request: HttpRequest) -> Plan:
    """方案 of the address or of this post. Raises Refusal when the region has none."""
    check_reader(request)
    plan = wanted_plan(request)
    if plan is None:
        raise Refusal("本区划还没有装入方案，没有时限和基准日可对。请系统管理员先装入方案。", code="no_plan")
    return plan


@require_safe
def backfills(request: HttpRequest) -> HttpResponse:
    """信息补录: done and not done against the plan's day."""
    plan, today = _plan(request), clock.today()
    duty, rows = duty_of(plan), backfill_rows(plan, request.actor)
    due_on = duty.due_on if duty else None
    counties = backfill_counties(rows, due_on, today)
    return render(request, "tasks/backfills.html", {
        "shown_plan": plan, "duty": duty, "lines": backfill_lines(rows, due_on, today, most(SHOWN)), "counties": counties, "shown": SHOWN,
        "done": sum(c.done for c in counties), "left": sum(c.left for c in counties), "late": sum(c.late for c in counties),
        "unmarked": unmarked(plan, request.actor)})


@require_safe
def arrears(request: HttpRequest) -> HttpResponse:
    """新增台账."""
    plan = _plan(request)
    rows, (base, why) = new_arrears(plan, request.actor), base_day(plan)
    units = arrears_units(rows)
    return render(request, "tasks/arrears.html", {
        "shown_plan": plan, "base": base, "why": why, "source": SOURCE, "spans": arrears_lines(rows, most(SHOWN)), "units": units,
        "shown": SHOWN, "count": sum(u.count for u in units), "area": sum(u.area for u in units), "unchecked": sum(u.unchecked for u in units)})


@require_safe
def arrears_export(request: HttpRequest) -> FileResponse:
    """导出新增台账: the parcels, and the counts of the units. Raises Refusal beyond the most rows of one file."""
    plan = _plan(request)
    rows, (base, why) = new_arrears(plan, request.actor), base_day(plan)
    if rows.count() > LIMIT:
        raise Refusal(f"新增超过一个文件的上限 {LIMIT} 宗。请由各县区分别导出。", code="too_many")
    file = arrears_file(arrears_lines(rows, LIMIT), arrears_units(rows),
                        notes=[f"{base} 以后新增；{why}", f"依据：{SOURCE}", f"导出：{made_by(request.actor)}"])
    return as_download(file, f"新增台账_{clock.today():%Y%m%d}.xlsx")
