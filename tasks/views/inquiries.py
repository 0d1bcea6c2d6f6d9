"""政策咨询的页面: a county's questions and 法律审查, their answers, and the answers that are general for all (POL-07)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.pages import most, page_by_instant
from landplan.lib.text import clean_text
from parcels.models import DisposalPlan
from parcels.services.common import permit
from parcels.views.common import plain_form

from ..choices import InquiryKind
from ..forms.inquiries import AnswerForm, GeneralForm, InquiryForm
from ..models import GeneralAnswer, Inquiry
from ..policies import may_answer, may_ask
from ..rules.inquiries import BASIS, CONVENTION
from ..selectors.documents import visible_documents
from ..selectors.inquiries import (
    answer_days,
    general_answers,
    inquiry_rows,
    late_before,
    waited,
)
from ..selectors.plans import plan_of, plan_of_region
from ..services import answer_inquiry, ask_inquiry, publish_answer, withdraw_answer
from .common import check_reader, number_in

SIZE, SHOWN = 50, 200
STATES = (("open", "没有答复"), ("late", "超期未答复"), ("answered", "已答复"))
REFUSED = f"{CONVENTION}。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """咨询清单; `?show=`, `?kind=`, `?q=`, `?parcel=` narrow it."""
    check_reader(request)
    q, kind, show = clean_text(request.GET.get("q", ""))[:60], request.GET.get("kind", ""), request.GET.get("show", "")
    days, today, parcel = answer_days(plan_of(request.actor)), clock.today(), number_in(request.GET.get("parcel", ""))
    rows = inquiry_rows()
    rows = rows.filter(title__icontains=q) if q else rows
    rows = rows.filter(kind=kind) if kind in InquiryKind.values else rows
    rows = rows.filter(edition__parcel_id=parcel) if parcel else rows
    late = rows.filter(answered_at=None, asked_at__lt=late_before(today, days))
    rows = {"open": rows.filter(answered_at=None), "late": late, "answered": rows.exclude(answered_at=None)}.get(show, rows)
    page = page_by_instant(rows, "asked_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE)
    return render(request, "tasks/inquiries.html", {
        "page": page, "lines": [(row, waited(row, today)) for row in page.rows], "count": rows.count(), "late": late.count(), "days": days, "q": q,
        "kind": kind, "show": show, "kinds": InquiryKind.choices, "states": STATES, "is_narrowed": bool(q or kind or show or parcel),
        "parcel": parcel, "may_ask": may_ask(request.actor), "basis": BASIS, "convention": CONVENTION, "tab": "inquiries"})


@require_safe
def general(request: HttpRequest) -> HttpResponse:
    """通用解答."""
    check_reader(request)
    q = clean_text(request.GET.get("q", ""))[:60]
    rows = general_answers(request.actor, q)
    may = may_answer(request.actor)
    return render(request, "tasks/general_answers.html", {
        "rows": [(row, may and row.region_id == request.actor.region_id) for row in rows[:most(SHOWN)]],
        "count": rows.count(), "most": SHOWN, "q": q, "tab": "general"})


def _inquiry(request: HttpRequest, pk: int) -> Inquiry:
    check_reader(request)
    return get_object_or_404(inquiry_rows(), pk=pk)


@require_safe
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """一件咨询."""
    row = _inquiry(request, pk)
    return render(request, "tasks/inquiry.html", {
        "inquiry": row, "answers": list(row.answers.select_related("document", "by")), "may_answer": may_answer(request.actor),
        "waited": waited(row, clock.today()), "days": answer_days(plan_of_region(row.region)), "basis": BASIS, "convention": CONVENTION})


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_new(request: HttpRequest) -> HttpResponse:
    """提出咨询; `?edition=` puts a 一宗一策 up for legal review."""
    permit(may_ask(request.actor), REFUSED)
    given = number_in(request.GET.get("edition", ""))
    edition = get_object_or_404(DisposalPlan.objects.select_related("parcel"), pk=given) if given else None

    def work(form: InquiryForm) -> HttpResponse:
        row = ask_inquiry(actor=request.actor, values=form.cleaned_data, edition_id=edition.id if edition else None)
        messages.success(request, f"“{row}”已提出，等答复。")
        return redirect("tasks:inquiry", row.id)

    back = reverse("tasks:inquiries")
    of = f"{edition.parcel.parcel_no} 第{edition.number}版一宗一策" if edition else ""
    return plain_form(request, lambda sent: InquiryForm(sent, initial={"title": f"{of}的法律审查" if of else ""}), work, {
        "title": "提请法律审查" if of else "提出政策咨询", "sub": of, "back": back, "crumbs": [(back, "政策咨询")], "button": "提出",
        "failed": "没有提出", "basis": BASIS})


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """答复."""
    row = _inquiry(request, pk)
    permit(may_answer(request.actor), REFUSED)
    known = visible_documents(request.actor).order_by("level", "-dated_on", "id")
    documents = [(one.id, f"{one.number} {one.title}".strip()[:80]) for one in known]

    def work(form: AnswerForm) -> HttpResponse:
        answer_inquiry(pk, actor=request.actor, values=form.cleaned_data)
        messages.success(request, f"“{row}”已答复。")
        return redirect("tasks:inquiry", pk)

    def form_of(sent) -> AnswerForm:
        return AnswerForm(sent, documents=documents, is_legal=row.kind == InquiryKind.LEGAL)

    return plain_form(request, form_of, work, {"title": "答复", "sub": str(row), "note": row.text, "button": "答复", "failed": "没有答复",
                                               **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_general(request: HttpRequest, pk: int) -> HttpResponse:
    """公开为通用解答."""
    row = _inquiry(request, pk)
    permit(may_answer(request.actor), REFUSED)
    last = row.answers.order_by("-number").first()

    def work(form: GeneralForm) -> HttpResponse:
        publish_answer(pk, actor=request.actor, question=form.cleaned_data["question"], text=form.cleaned_data["answer"])
        messages.success(request, "已公开为通用解答，各县区都看得到。")
        return redirect("tasks:general")

    initial = {"question": row.text, "answer": last.text if last else ""}
    return plain_form(request, lambda sent: GeneralForm(sent, initial=initial), work, {
        "title": "公开为通用解答", "sub": str(row), "button": "公开", "failed": "没有公开", **_way(row)})


@require_POST
def general_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤下通用解答."""
    check_reader(request)
    get_object_or_404(GeneralAnswer.objects.filter(region_id=request.actor.region_id), pk=pk)
    withdraw_answer(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    messages.success(request, "通用解答已撤下，留痕里查得到。")
    return redirect("tasks:general")


def _way(row: Inquiry) -> dict:
    back = reverse("tasks:inquiry", args=[row.id])
    return {"back": back, "crumbs": [(reverse("tasks:inquiries"), "政策咨询"), (back, str(row))]}
