"""涉法涉诉的页面: the ledger and its file, one case with its claims, entering both."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.lists import as_download, made_by
from landplan.lib.pages import page_by_instant
from landplan.lib.text import clean_text
from units.models import Region

from ..forms.disposal import new_key
from ..forms.lawsuit import CaseListForm, ClaimForm, LawsuitForm, initial_of_lawsuit, typed_and_now
from ..models import Claim, Lawsuit
from ..policies import may_export, may_keep_cases, may_read_ledger, may_record_review
from ..rules.lawsuits import BASIS, RANKING
from ..selectors.lawsuits import claim_totals, claims_of, filter_lawsuits, lawsuit_rows, sum_of, sums_by_kind
from ..selectors.meetings import items_of_case
from ..selectors.parcel import parcel_rows
from ..services import add_claim, edit_lawsuit, open_lawsuit, void_claim
from ..services.common import permit
from ..sheets.lawsuits import lawsuits_file
from .common import refused, run_form
from .ledger import LIMIT, READERS

CLERKS = "涉法涉诉由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SIZE = 50


@require_safe
def lawsuits(request: HttpRequest) -> HttpResponse:
    """涉法涉诉清单."""
    permit(may_read_ledger(request.actor), READERS)
    form = CaseListForm(request.GET)
    given = form.given()
    rows = filter_lawsuits(**given)
    regions = list(Region.objects.filter(id__in=request.actor.regions or ()).counties())
    return render(request, "parcels/lawsuits.html", {
        "form": form, "given": given, "total": sum_of(rows), "kinds": sums_by_kind(filter_lawsuits(**given | {"kind": ""})),
        "bare": sum_of(filter_lawsuits(force="none")), "basis": BASIS, "regions": regions if len(regions) > 1 else [],
        "page": page_by_instant(rows, "opened_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE)})


@require_safe
def lawsuits_export(request: HttpRequest) -> FileResponse:
    """导出 what the filter holds, all pages. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    given = CaseListForm(request.GET).given()
    rows = filter_lawsuits(**given)
    total = sum_of(rows)
    if total.cases > LIMIT:
        raise Refusal(f"符合条件的有 {total.cases} 件，超过一个文件的上限 {LIMIT} 件。请先筛选，再分次导出。", code="too_many")
    file = lawsuits_file(rows.order_by("-opened_at", "-id"), total, notes=[f"导出：{made_by(request.actor)}", f"依据：{BASIS}"])
    return as_download(file, f"涉法涉诉清单_{clock.today():%Y%m%d}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def lawsuit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一件案件 of a parcel."""
    parcel = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: LawsuitForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/lawsuit_form.html", {"form": form, "parcel": parcel, "basis": BASIS, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        row = open_lawsuit(pk, actor=request.actor, values=form.values())
        messages.success(request, f"{row} 已登记。")
        return redirect("parcels:lawsuit", row.id)

    if request.method != "POST":
        return page(LawsuitForm())
    form = LawsuitForm(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def lawsuit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改案件; what another person changed meanwhile is shown beside what was typed."""
    row = get_object_or_404(lawsuit_rows(), pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)

    def page(form: LawsuitForm, status: int = 200, changes=()) -> HttpResponse:
        return render(request, "parcels/lawsuit_form.html", {"form": form, "lawsuit": row, "parcel": row.parcel, "basis": BASIS,
                                                             "changes": changes, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        try:
            edit_lawsuit(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        except Conflict as conflict:
            now = lawsuit_rows().get(pk=pk)
            again = LawsuitForm(form.data.copy() | {"version": now.version})
            again.is_valid()
            again.refuse([conflict])
            return refused(request, again, lambda shown, status: page(shown, status, typed_and_now(form, now)), conflict.status)
        messages.success(request, "案件已保存。")
        return redirect("parcels:lawsuit", pk)

    if request.method != "POST":
        return page(LawsuitForm(initial=initial_of_lawsuit(row)))
    form = LawsuitForm(request.POST)
    return run_form(request, form, work, page)


@require_http_methods(["GET", "HEAD", "POST"])
def lawsuit(request: HttpRequest, pk: int) -> HttpResponse:
    """一件案件: its facts, task force and claims; POST adds a claim."""
    row = get_object_or_404(lawsuit_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)

    def page(form: ClaimForm, status: int = 200) -> HttpResponse:
        return _case_page(request, row, form, status=status)

    def work() -> HttpResponse:
        claim = add_claim(pk, actor=request.actor, **form.cleaned_data)
        messages.success(request, f"{claim} 已登记。")
        return redirect("parcels:lawsuit", pk)

    if request.method != "POST":
        return page(ClaimForm())
    permit(may_keep_cases(request.actor), CLERKS)
    form = ClaimForm(request.POST)
    return run_form(request, form, work, page)


def _case_page(request: HttpRequest, row: Lawsuit, form: ClaimForm, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    claims = claims_of(row)
    return render(request, "parcels/lawsuit.html", {
        "lawsuit": row, "parcel": row.parcel, "form": form, "claims": claims, "totals": claim_totals(claims), "refusal": refusal,
        "court_items": items_of_case(row), "today": clock.today(), "reviews": list(row.reviews.order_by("-reviewed_on", "-id")),
        "may_keep": may_keep_cases(request.actor), "may_review": may_record_review(request.actor), "ranking": RANKING,
        "form_key": new_key()}, status=status)


@require_POST
def claim_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废一笔债权债务."""
    claim = get_object_or_404(Claim.objects, pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)
    try:
        void_claim(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:1000])
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _case_page(request, lawsuit_rows().get(pk=claim.lawsuit_id), ClaimForm(), status=refusal.status, refusal=refusal)
    messages.success(request, f"{claim} 已作废。")
    return redirect("parcels:lawsuit", claim.lawsuit_id)
