"""周报的各步: a county returns; the office freezes, holds, releases, sends back, issues a new edition."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from landplan.lib import clock
from parcels.forms.disposal import new_key
from parcels.services.common import permit
from parcels.views.common import run_form
from tasks.choices import QuotaClass
from tasks.selectors.plans import counties_in

from ..forms.weekly import ReturnForm, StepForm
from ..policies import may_freeze_week, may_return_week
from ..selectors.week_returns import editions_of, returns_of
from ..selectors.weeks import Week
from ..services import freeze_week, hold_week, issue_edition, release_week, send_back_return, submit_return
from ..services.returns import CLERKS
from ..services.weeks import OFFICE
from .weekly import asked_week, own_week, week_page, whole_week


@require_POST
def week_return(request: HttpRequest, number: int) -> HttpResponse:
    """报送."""
    permit(may_return_week(request.actor), CLERKS)
    one = asked_week(request, number)
    form = ReturnForm(request.POST)

    def work() -> HttpResponse:
        mine = own_week(request, one)
        row = submit_return(one, mine.region.id, actor=request.actor, version=form.cleaned_data["version"], stated=form.stated,
                            remark=form.cleaned_data["remark"], seen=form.seen)
        messages.success(request, f"第{number}期{'第' + str(row.number) + '次' if row.number > 1 else ''}已报送（{row.get_state_display()}）。"
                                  "定稿前可以重报，每次都留存。")
        return redirect("reports:week", number)

    return run_form(request, form, work, lambda form, status: week_page(request, one, form, step="return", status=status))


def _step(request: HttpRequest, number: int, step: str, work: Callable[[Week, dict], str]) -> HttpResponse:
    """One step of the office: the form, the service, the page again."""
    one = whole_week(request, number, may_freeze_week, OFFICE)
    form = StepForm(request.POST)

    def done() -> HttpResponse:
        messages.success(request, work(one, form.cleaned_data))
        return redirect("reports:week", number)

    return run_form(request, form, done, lambda form, status: week_page(request, one, form, step=step, status=status))


@require_POST
def week_freeze(request: HttpRequest, number: int) -> HttpResponse:
    """定稿."""
    def work(one: Week, data: dict) -> str:
        made = freeze_week(one, actor=request.actor, reason=data["reason"])
        return f"第{number}期已定稿第{made.edition}版，校验码 {made.sha256[:12]}…。文件和数字不再变化。"

    return _step(request, number, "freeze", work)


@require_POST
def week_hold(request: HttpRequest, number: int) -> HttpResponse:
    """挂起自动定稿."""
    def work(one: Week, data: dict) -> str:
        hold_week(one, actor=request.actor, version=data["version"], reason=data["reason"])
        return f"第{number}期已挂起，到点不自动定稿。"

    return _step(request, number, "hold", work)


@require_POST
def week_release(request: HttpRequest, number: int) -> HttpResponse:
    """解除挂起."""
    def work(one: Week, data: dict) -> str:
        release_week(one, actor=request.actor, version=data["version"])
        return f"第{number}期已解除挂起，到点自动定稿。"

    return _step(request, number, "release", work)


@require_POST
def week_edition(request: HttpRequest, number: int) -> HttpResponse:
    """出新版."""
    def work(one: Week, data: dict) -> str:
        made = issue_edition(one, actor=request.actor, version=data["version"], reason=data["reason"])
        return f"第{number}期已出第{made.edition}版，按更正后；第{made.edition - 1}版仍可下载。"

    return _step(request, number, "edition", work)


@require_http_methods(["GET", "HEAD", "POST"])
def week_send_back(request: HttpRequest, number: int, region_id: int) -> HttpResponse:
    """退回一县的报送."""
    one = whole_week(request, number, may_freeze_week, OFFICE)
    region = next((region for region in counties_in(one.plan, request.actor) if region.id == region_id), None)
    returned = returns_of(one, clock.now()).get(region_id)
    if region is None or returned is None:
        raise Http404

    def page(form: StepForm, status: int = 200) -> HttpResponse:
        return render(request, "reports/week_send_back.html", {
            "form": form, "week": one, "region": region, "returned": returned,
            "mine": {"editions": editions_of(returned.row)}, "classes": QuotaClass.choices, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        send_back_return(one, region_id, actor=request.actor, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"])
        messages.success(request, f"{region.name}第{number}期已退回，等县区重报。")
        return redirect("reports:week", number)

    if request.method != "POST":
        return page(StepForm(initial={"version": returned.row.version}))
    form = StepForm(request.POST)
    return run_form(request, form, work, page)
