"""更正的页面: propose from an accepted disposal, decide as another person, the signed list, and both bases per window."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import NotAllowed, Refusal
from parcels.forms.disposal import new_key
from parcels.models import Disposal
from parcels.selectors.disposal import disposal_rows
from parcels.services.common import permit
from parcels.views.common import run_form
from tasks.policies import may_for_whole
from tasks.selectors.plans import plan_of, plan_of_region
from tasks.services.whole import permit_whole

from ..choices import CorrectionState
from ..forms.corrections import CorrectionFilter, CorrectionForm, DecisionForm, SpanForm
from ..models import Correction
from ..policies import may_correct, may_read_corrections
from ..rules.corrections import check_decider
from ..selectors.corrections import (
    changes_in,
    correction_rows,
    filter_corrections,
    page_of,
    spans_of,
    sum_of,
    total_of,
    week_holding,
)
from ..services.corrections import decide_correction, propose_correction

READERS = "更正只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"
OFFICE = "更正由领导小组办公室办。你现在的岗位不能办；发现计入面积有错的，请把情况和依据报办公室。"


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """更正清单 of the territory."""
    permit(may_read_corrections(request.actor), READERS)
    form = CorrectionFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = filter_corrections(state=given.get("state", ""), concerns=given.get("concerns"), recorded=given.get("recorded"))
    page, following = page_of(rows, given.get("after"))
    return render(request, "reports/corrections.html", {
        "rows": page, "following": following, "sum": sum_of(rows), "given": given, "form": form, "states": form.fields["state"].choices})


@require_safe
def corrections_weeks(request: HttpRequest) -> HttpResponse:
    """各期两种口径: 按原报 and 按更正后 of every window; both columns add up to the same."""
    permit(may_read_corrections(request.actor), READERS)
    plan = plan_of(request.actor)
    if plan is None:
        raise Http404
    form = SpanForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    quota_class = given.get("quota_class", "")
    spans = spans_of(plan, clock.now(), quota_class)
    week = next((span.week for span in spans if span.week and span.week.number == given.get("week")), None)
    inside, here = changes_in(plan, week, quota_class) if week else ([], [])
    groups = [("入账在这一期（按原报）", inside), ("所属这一期（按更正后）", here)] if week else []
    return render(request, "reports/corrections_weeks.html", {
        "plan": plan, "spans": spans, "total": total_of(spans), "quota_class": quota_class, "week": week, "now": clock.now(),
        "groups": groups, "classes": form.fields["quota_class"].choices})


@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest, disposal_id: int) -> HttpResponse:
    """发起更正."""
    disposal = get_object_or_404(disposal_rows(), pk=disposal_id)
    permit_whole(request.actor, plan_of_region(disposal.region), may_correct, OFFICE)

    def page(form: CorrectionForm, status: int = 200) -> HttpResponse:
        return render(request, "reports/correction_form.html", {"form": form, "form_key": new_key(), **_about(disposal)}, status=status)

    def work() -> HttpResponse:
        found = propose_correction(disposal_id, actor=request.actor, **form.values())
        messages.success(request, "更正已发起，等办公室另一位审核；审核同意后才计入。")
        return redirect("reports:correction", found.id)

    if request.method != "POST":
        return page(CorrectionForm(initial={"version": disposal.version, "area_unit": "mu"}))
    form = CorrectionForm(request.POST)
    return run_form(request, form, work, page)


def _about(disposal: Disposal) -> dict:
    """What the form says about the disposal: what counts now, up to what it may go, which window it concerns."""
    week = week_holding(plan_of_region(disposal.region), disposal.accepted_at) if disposal.accepted_at else None
    counted = disposal.accepted_area or 0
    return {"disposal": disposal, "parcel": disposal.parcel, "week": week, "most": counted + disposal.parcel.available,
            "open": disposal.corrections.filter(state=CorrectionState.PROPOSED).first()}


@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """一件更正: what, why, by whom, and what became of it."""
    row = get_object_or_404(correction_rows(), pk=pk)
    permit(may_read_corrections(request.actor), READERS)
    return _page(request, row)


@require_POST
def correction_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """审核更正: 同意 writes the signed entry, 不同意 needs its reason."""
    row = get_object_or_404(correction_rows(), pk=pk)
    permit_whole(request.actor, row.plan, may_correct, OFFICE)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, refusal=Refusal("办理的内容读不出来。请用下面的按钮办。"), status=400)
    given = form.cleaned_data
    try:
        done = decide_correction(pk, actor=request.actor, version=given["version"], approve=given["do"] == "approve",
                                 decision=given["decision"])
    except Refusal as refusal:
        return _page(request, correction_rows().get(pk=pk), refusal=refusal, decision=given["decision"], status=refusal.status)
    verb = f"已更正，{done.delta:+f} 亩已入账" if done.state == CorrectionState.APPROVED else "没有同意，数字不变"
    messages.success(request, f"{verb}。".replace("-", "−"))
    return redirect("reports:correction", pk)


def _page(request: HttpRequest, row: Correction, *, refusal: Refusal | None = None, decision: str = "", status: int = 200) -> HttpResponse:
    request.refusal_message = refusal.message if refusal else ""
    return render(request, "reports/correction.html", {
        "correction": row, "refusal": refusal, "decision": decision, **_deciding(request, row)}, status=status)


def _deciding(request: HttpRequest, row: Correction) -> dict:
    """May this person decide; if not, why not."""
    if row.state != CorrectionState.PROPOSED or not may_for_whole(may_correct, request.actor, row.plan):
        return {"may_decide": False}
    disposal = row.disposal
    try:
        check_decider(user_id=request.actor.user_id, proposer_id=row.proposed_by_id, author_id=disposal.created_by_id,
                      verifier_id=disposal.verified_by_id, acceptor_id=disposal.accepted_by_id)
    except NotAllowed as refusal:
        return {"may_decide": False, "why_not": refusal.message}
    return {"may_decide": True}
