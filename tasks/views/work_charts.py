"""工作任务的图和表: the Gantt of phases and milestones, the state table for a quarter's notice, the page of one unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.weeks import last_instant
from units.models import Unit

from ..choices import Rhythm
from ..rules.periods import period_named, period_of, periods_between
from ..rules.work_tasks import CONVENTION, COUNTING
from ..selectors.gantt import gantt_of
from ..selectors.unit_page import lost_awards, unit_tasks
from ..selectors.work_tasks import counts_of, task_lines
from .common import check_reader
from .work_tasks import plan_asked

QUARTERS_SHOWN = 8


@require_safe
def work_gantt(request: HttpRequest) -> HttpResponse:
    """甘特图: every figure of it stands in the table too."""
    check_reader(request)
    plans, plan = plan_asked(request)
    return render(request, "tasks/work_gantt.html", {
        "plans": plans, "shown_plan": plan, "gantt": gantt_of(plan, request.actor, clock.now()) if plan else None, "today": clock.today(),
        "tab": "gantt"})


@require_safe
def task_notice(request: HttpRequest) -> HttpResponse:
    """任务通报表 of a quarter: every task with its lead, state and days late, as at the end of the quarter or now (TSK-09)."""
    check_reader(request)
    plans, plan = plan_asked(request)
    if plan is None:
        raise Refusal("本区划还没有装入方案，没有任务可通报。请系统管理员先装入方案。", code="no_plan")
    this = period_of(Rhythm.QUARTERLY, clock.today())
    asked = request.GET.get("quarter", "")
    quarter = period_named(Rhythm.QUARTERLY, asked) if asked else this
    if quarter is None or quarter.first > clock.today():
        raise Refusal(f"季度“{asked[:20]}”读不出来，或还没有开始。请写成 2021Q4 这样，不晚于 {this.key}。", field="quarter", code="unreadable")
    moment = min(last_instant(quarter.last), clock.now())
    lines = task_lines(plan, request.actor, moment)
    known = list(periods_between(Rhythm.QUARTERLY, plan.document.dated_on, clock.today()))[-QUARTERS_SHOWN:]
    return render(request, "tasks/task_notice.html", {
        "plans": plans, "shown_plan": plan, "quarter": quarter, "quarters": known, "lines": lines, "groups": counts_of(lines), "moment": moment,
        "counting": COUNTING, "tab": "notice"})


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """一个单位: its tasks and duties under each plan."""
    check_reader(request)
    found = get_object_or_404(Unit.objects.select_related("region", "parent").prefetch_related("aliases"), pk=pk)
    rows = unit_tasks(found, request.actor, clock.now())
    return render(request, "tasks/unit.html", {"unit": found, "rows": rows, "awards": lost_awards(found, request.actor), "today": clock.today(),
                                               "counting": COUNTING, "convention": CONVENTION})
