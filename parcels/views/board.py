"""倒排与挂图的页面: the board by step, the steps of one parcel, and the office's setting of them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from units.models import Region

from ..filters import CLASSES
from ..forms.board import BoardForm, MoveForm, StepsForm, initial_of_steps
from ..forms.disposal import new_key
from ..models import Parcel
from ..policies import may_edit_measures, may_keep_milestones, may_read_ledger
from ..rules.milestones import BASIS
from ..selectors.milestones import Asked, board_of, setting_of, steps_for
from ..selectors.parcel import parcel_rows
from ..services import change_steps, lay_out_county, lay_out_milestones, step_parcel
from ..services.common import permit
from .common import run_form
from .disposal import safe_next
from .ledger import READERS
from .parcel import page_of

CLERKS = "倒排和节点由县区填报员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
OFFICE = "倒排设置由领导小组办公室改。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
PANEL = "#milestones"


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """挂图作战."""
    permit(may_read_ledger(request.actor), READERS)
    return _board(request)


def _board(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor
    counties = list(Region.objects.filter(id__in=actor.regions or ()).counties())
    form = BoardForm(request.GET, regions=counties)
    given = form.cleaned_data if form.is_valid() else {}
    asked = Asked(region_id=given.get("region"), kinds=tuple(CLASSES[given["quota"]][1]) if given.get("quota") else (),
                  is_late=bool(given.get("late")), column=given.get("col", ""), after=_key(given.get("after", "")))
    today, region = clock.today(), Region.objects.get(pk=actor.region_id)
    return render(request, "parcels/board.html", {
        "columns": board_of(steps_for(region), asked, today), "form": form, "given": given, "today": today, "refusal": refusal,
        "regions": counties if len(counties) > 1 else [], "may_move": may_keep_milestones(actor), "may_set": may_edit_measures(actor),
        "basis": BASIS, "here": request.get_full_path() if request.method == "GET" else reverse("parcels:board")},
        status=refusal.status if refusal else 200)


def _key(text: str) -> tuple[date, int] | None:
    day, _, number = text.rpartition("_")
    try:
        return date.fromisoformat(day), int(number[:18])
    except ValueError:
        return None


@require_POST
def board_lay_out(request: HttpRequest) -> HttpResponse:
    """全部倒排 of what can be."""
    permit(may_read_ledger(request.actor), READERS)
    count = lay_out_county(actor=request.actor)
    messages.success(request, f"{count} 宗已倒排。" if count else "没有可倒排的：未倒排的都没有时限，或时限不晚于今天。")
    return redirect("parcels:board")


@require_POST
def milestones_lay_out(request: HttpRequest, pk: int) -> HttpResponse:
    """倒排一宗."""
    return _on_parcel(request, pk, lambda: lay_out_milestones(pk, actor=request.actor), "已倒排")


@require_POST
def milestones_step(request: HttpRequest, pk: int) -> HttpResponse:
    """移到一个节点, from the board (`next`) or the page of the parcel."""
    form = MoveForm(request.POST)

    def work() -> Parcel:
        if not form.is_valid():
            raise Refusal(form.sentence, code="unreadable")
        return step_parcel(pk, actor=request.actor, **form.cleaned_data)

    return _on_parcel(request, pk, work, "节点已更新")


def _on_parcel(request: HttpRequest, pk: int, work, done: str) -> HttpResponse:
    get_object_or_404(Parcel.objects, pk=pk)
    permit(may_keep_milestones(request.actor), CLERKS)
    try:
        row = work()
    except Refusal as refusal:
        request.refusal_message = refusal.message
        if request.POST.get("next"):
            return _board(request, refusal)
        return render(request, "parcels/parcel.html", page_of(request, parcel_rows().get(pk=pk), refusal), status=refusal.status)
    messages.success(request, f"{row.parcel_no} {done}。")
    target = safe_next(request, "")
    return redirect(f"{target}#card-{pk}" if target else reverse("parcels:parcel", args=[pk]) + PANEL)


@require_http_methods(["GET", "HEAD", "POST"])
def board_steps(request: HttpRequest) -> HttpResponse:
    """倒排设置: which steps, and by which share of the time each is due."""
    permit(may_edit_measures(request.actor), OFFICE)
    region = Region.objects.get(pk=request.actor.region_id)
    steps, setting = steps_for(region), setting_of(region)

    def page(form: StepsForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/board_steps.html", {"form": form, "basis": BASIS, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        change_steps(actor=request.actor, region=region, **form.values())
        messages.success(request, "倒排设置已保存，以后倒排的照它；已排的不变。")
        return redirect("parcels:board")

    if request.method != "POST":
        own = setting.version if setting and setting.region_id == region.id else 0
        return page(StepsForm(steps=steps, initial=initial_of_steps(steps) | {"version": own}))
    form = StepsForm(request.POST, steps=steps)
    return run_form(request, form, work, page)
