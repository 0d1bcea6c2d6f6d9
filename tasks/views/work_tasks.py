"""工作任务的页面: the list by group, and one task with its units, milestones, progress and closings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.text import clean_text, name_key
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import run_form

from ..choices import TaskGroup
from ..forms.work_tasks import ClosingForm, DecideClosingForm, ProgressForm
from ..models import Plan, TaskClosing, WorkTask
from ..policies import may_confirm_closing
from ..rules.work_tasks import CONVENTION, COUNTING
from ..selectors.work_tasks import (
    TaskLine,
    counts_of,
    open_milestones,
    own_plans,
    progress_of,
    seats_in,
    task_lines,
    who_may_decide,
)
from ..services import decide_closing, propose_closing, report_progress
from ..services.work_tasks import OFFICE
from .common import check_reader, moment_of_day, number_in

SEAT = "进展由任务的责任单位报，办结由牵头单位提出。你现在的岗位不在其中；兼有岗位的，先在右上角切换。"


def plan_asked(request: HttpRequest) -> tuple[list[Plan], Plan | None]:
    """本岗位有关的方案, and the one of the address; else the nearest with tasks. Raises Http404 for any other plan."""
    plans, given = own_plans(request.actor), request.GET.get("plan", "")
    if given:
        found = next((plan for plan in plans if plan.id == number_in(given)), None)
        if found is None:
            raise Http404
        return plans, found
    return plans, next((plan for plan in plans if plan.tasks.exists()), plans[0] if plans else None)


@require_safe
def work_tasks(request: HttpRequest) -> HttpResponse:
    """工作任务 of a plan; `?group=`, `?unit=` (part of a unit's name), `?waiting=1` narrow them, `?as_of=` looks back."""
    check_reader(request)
    plans, plan = plan_asked(request)
    moment = moment_of_day(request.GET.get("as_of", ""), clock.now())
    lines = task_lines(plan, request.actor, moment) if plan else []
    unit, group, waits = clean_text(request.GET.get("unit", ""))[:60], request.GET.get("group", ""), request.GET.get("waiting") == "1"
    mine = [line for line in lines if not unit or any(name_key(unit) in name_key(one.printed) for one in line.units)]
    shown = [line for line in mine if (group not in TaskGroup.values or line.group == group) and (not waits or line.waiting)]
    return render(request, "tasks/work_tasks.html", {
        "plans": plans, "shown_plan": plan, "lines": shown, "groups": counts_of(mine), "group": group, "all": len(mine), "unit": unit,
        "waits": waits, "waiting": sum(bool(line.waiting) for line in mine), "moment": moment, "today": clock.local(moment).date(),
        "counting": COUNTING, "convention": CONVENTION, "tab": "work"})


def line_asked(request: HttpRequest, pk: int) -> tuple[Plan, TaskLine]:
    """任务 of an address, of a plan that concerns this post. Raises NotAllowed, Http404."""
    check_reader(request)
    task = get_object_or_404(WorkTask, pk=pk)
    plan = next((one for one in own_plans(request.actor) if one.id == task.plan_id), None)
    if plan is None:
        raise Http404
    return plan, task_lines(plan, request.actor, clock.now(), WorkTask.objects.filter(pk=pk))[0]


@require_http_methods(["GET", "HEAD", "POST"])
def work_task(request: HttpRequest, pk: int) -> HttpResponse:
    """一项任务; POST reports progress."""
    plan, line = line_asked(request, pk)
    if request.method != "POST":
        return _page(request, plan, line)
    seats = seats_in(line, plan, request.actor)
    permit(bool(seats), SEAT)
    form = ProgressForm(request.POST, request.FILES, seats=[(one.id, one.printed) for one in seats])

    def work() -> HttpResponse:
        data = form.cleaned_data
        row = report_progress(data["unit"], actor=request.actor, state=data["state"], percent=data["percent"], text=data["text"],
                              upload=data["file"])
        messages.success(request, f"{row.task.number} 的进展已报。")
        return redirect("tasks:work_task", pk)

    return run_form(request, form, work, lambda shown, status: _page(request, plan, line, status=status, form=shown))


@require_POST
def work_task_close(request: HttpRequest, pk: int) -> HttpResponse:
    """提出办结."""
    plan, line = line_asked(request, pk)
    seat = next((one for one in seats_in(line, plan, request.actor) if one.is_lead), None)
    permit(seat is not None, f"办结由牵头单位（{line.lead.printed}）提出。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    form = ClosingForm(request.POST, request.FILES, milestones=_choices(line, request.actor.region_id))

    def work() -> HttpResponse:
        data = form.cleaned_data
        propose_closing(seat.id, actor=request.actor, milestone_id=data["milestone"], done_on=data["done_on"], text=data["text"],
                        upload=data["file"])
        messages.success(request, "办结已提出，等领导小组办公室确认。")
        return redirect("tasks:work_task", pk)

    return run_form(request, form, work, lambda shown, status: _page(request, plan, line, status=status, closing=shown))


@require_POST
def work_task_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """确认或退回办结 (`pk` is the closing's)."""
    check_reader(request)
    row = get_object_or_404(TaskClosing.objects.select_related("task__plan"), pk=pk)
    permit(may_confirm_closing(request.actor, row.task.plan.region_id), OFFICE)
    form, refusal, status = DecideClosingForm(request.POST), None, 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            decide_closing(pk, actor=request.actor, version=data["version"], accept=data["do"] == "accept", opinion=data["opinion"])
        except Refusal as found:
            refusal, status = found, found.status
        else:
            messages.success(request, "已确认办结。" if data["do"] == "accept" else "已退回，牵头单位会看到原因。")
            return redirect("tasks:work_task", row.task_id)
    refusal = refusal or Refusal(form.sentence)
    request.refusal_message = refusal.message
    return _page(request, *line_asked(request, row.task_id), status=status, refusal=refusal, decide=form)


def _choices(line: TaskLine, region_id: int | None) -> list[tuple[int, str]]:
    return [(one.id, f"{one.due_on:%Y-%m-%d} {one.get_kind_display()} {one.scope or one.text}"[:80]) for one in open_milestones(line, region_id)]


def _page(request: HttpRequest, plan: Plan, line: TaskLine, *, status: int = 200, refusal: Refusal | None = None, form: Form | None = None,
          closing: Form | None = None, decide: Form | None = None) -> HttpResponse:
    actor = request.actor
    seats = seats_in(line, plan, actor)
    choices = _choices(line, actor.region_id)
    may_close = any(one.is_lead for one in seats) and (bool(choices) or (not line.lines and not line.closings))
    return render(request, "tasks/work_task.html", {
        "shown_plan": plan, "line": line, "task": line.task, "today": clock.today(), "progress": progress_of(line.task)[:200],
        "seats": seats, "form": form or ProgressForm(seats=[(one.id, one.printed) for one in seats]), "refusal": refusal,
        "closing": closing or ClosingForm(milestones=choices), "may_close": may_close, "form_key": new_key(), "decide": decide or DecideClosingForm(),
        "deciding": who_may_decide(line, plan, actor), "convention": CONVENTION, "counting": COUNTING}, status=status)
