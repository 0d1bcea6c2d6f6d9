"""定期报告的办理: open, dates, exceptions, check, freeze, new edition, publish; the head of the notices."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from landplan.lib.forms import Form
from parcels.services.common import permit
from parcels.views.common import plain_form, run_form
from tasks.services.whole import permit_whole
from tasks.views.common import address_of

from ..forms.periods import DatesForm, IssueForm, LeaveForm, NoticeSettingForm
from ..forms.weekly import StepForm
from ..policies import may_check_period, may_freeze_period
from ..selectors.notices import issue_words, setting_of
from ..selectors.periods import Period
from ..services.notices import publish_period, save_notice_setting
from ..services.periods import (
    CHECKERS,
    OFFICE,
    check_period,
    freeze_period,
    grant_leave,
    issue_period,
    open_period,
    set_dates,
    uncheck_period,
)
from .asked import asked_plan
from .periods import county_pairs, period_page, whole_period


def _office(request: HttpRequest, kind: str, key: str) -> Period:
    """The period for a step of the office."""
    return whole_period(request, kind, key, may_freeze_period, OFFICE)


def _step(request: HttpRequest, one: Period, step: str, form: Form, work: Callable, told: Callable[[object], str]) -> HttpResponse:
    """One step: the form, the service with what the form holds, the page again with what was made in words."""

    def done() -> HttpResponse:
        messages.success(request, told(work(one, actor=request.actor, **form.cleaned_data)))
        return redirect(address_of(request, one.plan, "reports:period", one.kind, one.key))

    return run_form(request, form, done, lambda form, status: period_page(request, one, form, step=step, status=status))


@require_POST
def period_open(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """建一期."""
    one = _office(request, kind, key)
    return _step(request, one, "open", Form(request.POST), open_period, lambda row: f"{row}已建。")


@require_POST
def period_dates(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """改日期."""
    one = _office(request, kind, key)
    return _step(request, one, "dates", DatesForm(request.POST), set_dates,
                 lambda row: f"{row}的报送期限改为 {row.due_on}，通报日期改为 {row.publish_on}。")


@require_POST
def period_leave(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """准予例外."""
    one = _office(request, kind, key)
    return _step(request, one, "leave", LeaveForm(request.POST, counties=county_pairs(request, one.plan)), grant_leave,
                 lambda leave: f"已准予{leave.region.name}例外。")


@require_POST
def period_check(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """核对."""
    one = whole_period(request, kind, key, may_check_period, CHECKERS)
    return _step(request, one, "check", StepForm(request.POST), check_period, lambda row: f"{row}已核对，请办公室另一人定稿。")


@require_POST
def period_uncheck(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """退回核对."""
    one = _office(request, kind, key)
    return _step(request, one, "uncheck", StepForm(request.POST), uncheck_period, lambda row: f"{row}已退回核对。")


@require_POST
def period_freeze(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """定稿."""
    one = _office(request, kind, key)
    return _step(request, one, "freeze", StepForm(request.POST), freeze_period,
                 lambda made: f"{one}已定稿第{made.edition}版，校验码 {made.sha256[:12]}…。文件和数字不再变化。")


@require_POST
def period_edition(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """出新版."""
    one = _office(request, kind, key)
    return _step(request, one, "edition", StepForm(request.POST), issue_period,
                 lambda made: f"{one}已出第{made.edition}版，按更正后；第{made.edition - 1}版仍可下载。")


@require_POST
def period_publish(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """通报."""
    one = _office(request, kind, key)
    return _step(request, one, "publish", IssueForm(request.POST), publish_period,
                 lambda notice: f"{one}已通报，各县区可以下载。Word 文件校验码 {notice.sha256[:12]}…。")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_setting(request: HttpRequest) -> HttpResponse:
    """通报的抬头与版记."""
    permit(may_freeze_period(request.actor), OFFICE)
    plan = asked_plan(request)
    if plan is None:
        raise Http404
    permit_whole(request.actor, plan, may_freeze_period, OFFICE)
    kept = setting_of(plan)
    initial = {"version": kept.version if kept else 0, **issue_words(plan, kept)}

    def work(form: NoticeSettingForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        save_notice_setting(plan, actor=request.actor, version=values.pop("version"), values=values)
        messages.success(request, "抬头与版记已保存，用于以后的通报；已通报的不变。")
        return redirect(back)

    back = address_of(request, plan, "reports:periods")
    return plain_form(request, lambda data: NoticeSettingForm(data) if data else NoticeSettingForm(initial=initial), work, {
        "title": "通报的抬头与版记", "back": back, "crumbs": [(back, "定期报告")], "button": "保存", "failed": "没有保存",
        "sub": "空白的不印。样式按 GB/T 9704—2012，只写字体名，不带字库；不套红头。"})
