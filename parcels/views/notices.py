"""低效告知和司法审核的页面 (DSP-40, LAW-07)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from landplan.lib import clock
from landplan.lib.forms import Form

from ..forms.disposal import new_key
from ..forms.papers import AnswerForm, NoticeDeliveryForm, NoticeForm
from ..forms.procedure import ReviewForm
from ..models import Finding, LowNotice
from ..policies import may_keep_cases, may_read_ledger, may_record_review
from ..rules.legal import BASIS as LEGAL
from ..rules.notices import BASIS, DAYS
from ..selectors.lawsuits import lawsuit_rows
from ..selectors.paper_values import papers_of
from ..services import add_notice, add_review, answer_notice, deliver_notice
from ..services.common import permit
from .common import run_form
from .ledger import READERS

CLERKS = "告知、送达和答复由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_http_methods(["GET", "HEAD", "POST"])
def finding_notices(request: HttpRequest, pk: int) -> HttpResponse:
    """低效告知 of a finding; POST registers one."""
    finding = get_object_or_404(Finding.objects.select_related("parcel__region"), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    may_keep = may_keep_cases(request.actor) and finding.ended_at is None and finding.kind == "inefficient"

    def page(form: NoticeForm | None, status: int = 200) -> HttpResponse:
        return render(request, "parcels/notices.html", {
            "finding": finding, "parcel": finding.parcel, "form": form, "notices": list(finding.notices.select_related("entered_by").order_by("-id")),
            "papers": papers_of(notice__finding=finding), "form_key": new_key(), "basis": BASIS, "days": DAYS, "today": clock.today(),
            "may_keep": may_keep}, status=status)

    def work() -> HttpResponse:
        row = add_notice(pk, actor=request.actor, values=form.cleaned_data)
        messages.success(request, f"{row} 已登记。送达后登记送达日期，期限从送达起算。")
        return redirect("parcels:finding_notices", pk)

    if request.method != "POST":
        return page(NoticeForm() if may_keep else None)
    permit(may_keep_cases(request.actor), CLERKS)
    form = NoticeForm(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """告知书送达."""
    return _one(request, pk, NoticeDeliveryForm, "登记送达", lambda form: deliver_notice(pk, actor=request.actor, **form.cleaned_data))


@require_http_methods(["GET", "HEAD", "POST"])
def notice_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """使用权人答复."""
    return _one(request, pk, AnswerForm, "登记答复", lambda form: answer_notice(pk, actor=request.actor, **form.cleaned_data))


def _one(request: HttpRequest, pk: int, kind: type[Form], title: str, do: Callable[[Form], LowNotice]) -> HttpResponse:
    notice = get_object_or_404(LowNotice.objects.select_related("finding__parcel"), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: Form, status: int = 200) -> HttpResponse:
        return render(request, "parcels/notice_step_form.html", {"form": form, "notice": notice, "parcel": notice.finding.parcel, "title": title,
                                                                  "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        do(form)
        messages.success(request, f"{notice} 已{title}。")
        return redirect("parcels:finding_notices", notice.finding_id)

    if request.method != "POST":
        return page(kind())
    form = kind(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def lawsuit_review(request: HttpRequest, pk: int) -> HttpResponse:
    """登记司法审核意见 on a case."""
    case = get_object_or_404(lawsuit_rows(), pk=pk)
    permit(may_record_review(request.actor), "司法审核意见由县区填报员或承担司法审核的岗位登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")

    def page(form: ReviewForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/review_form.html", {"form": form, "lawsuit": case, "parcel": case.parcel, "basis": LEGAL,
                                                             "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        row = add_review(pk, actor=request.actor, values=form.cleaned_data)
        messages.success(request, f"{row} 已登记。")
        return redirect("parcels:lawsuit", pk)

    if request.method != "POST":
        return page(ReviewForm(initial={"unit": f"{case.region.name}司法局"}))
    form = ReviewForm(request.POST)
    return run_form(request, form, work, page)
