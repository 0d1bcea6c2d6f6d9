"""处置的页面: find the parcel, fill the form, read the record, take one step."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.services.once import run_once
from landplan.lib import clock
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.text import clean_text

from ..forms.disposal import (
    DisposalForm,
    StepForm,
    copied_from,
    initial_of,
    new_key,
    numbers_in,
    paper_files,
    sent_key,
)
from ..forms.terms import typed_terms
from ..models import Disposal, Parcel
from ..policies import may_draft_disposal, may_read_ledger
from ..rules.measures import missing_evidence
from ..rules.steps import EDITABLE
from ..rules.terms import SETS
from ..selectors.disposal import (
    actions_of,
    balance_of,
    differences,
    disposal_rows,
    files_of,
    measure_options,
    papers_for,
    papers_wanted,
    revision_changes,
    shown_values,
    staged_files,
)
from ..selectors.measures import catalogue
from ..selectors.queues import find_parcels
from ..selectors.terms import land_of, terms_sheet
from ..services import enter_disposal, step_disposal
from ..services.common import permit
from ..services.entry import Entry

CLERKS = "登记处置由县区填报员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
READERS = "处置只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"
DONE = {"submit": "已上报", "withdraw": "已撤回", "send_back": "已退回", "verify": "已审核通过", "accept": "已验收", "void": "已作废"}


@require_safe
def disposal_start(request: HttpRequest) -> HttpResponse:
    """快速登记: a parcel by its number or name, then its form."""
    permit(may_draft_disposal(request.actor), CLERKS)
    text = clean_text(request.GET.get("q", ""))[:60]
    found = find_parcels(text) if text else []
    if len(found) == 1 and found[0].parcel_no == text:
        return redirect("parcels:disposal_new", found[0].id)
    return render(request, "parcels/disposal_start.html", {"q": text, "found": found, "today": clock.today()})


@require_http_methods(["GET", "HEAD", "POST"])
def disposal_new(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """登记处置."""
    parcel = get_object_or_404(Parcel.objects.select_related("region"), pk=parcel_id)
    permit(may_draft_disposal(request.actor), CLERKS)
    if request.method == "POST":
        return _enter(request, parcel, None)
    last = parcel.disposals.order_by("-number").first()
    initial = {"measure": _planned(parcel)} | (copied_from(last) if last and "copy" in request.GET else {})
    return _form_page(request, parcel, None, _form(parcel, initial=initial), last=last)


@require_http_methods(["GET", "HEAD", "POST"])
def disposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改处置 that is still with its author."""
    disposal = get_object_or_404(disposal_rows(), pk=pk)
    permit(may_draft_disposal(request.actor), CLERKS)
    permit(disposal.created_by_id == request.actor.user_id, f"这笔处置不是你登记的，不能由你修改。请交登记人{disposal.created_by.name}办。")
    if request.method == "POST":
        return _enter(request, disposal.parcel, disposal)
    if disposal.state not in EDITABLE:
        return redirect("parcels:disposal", pk)
    return _form_page(request, disposal.parcel, disposal, _form(disposal.parcel, initial=initial_of(disposal)))


def _form(parcel: Parcel, data: QueryDict | None = None, initial: dict | None = None) -> DisposalForm:
    """The form with the terms of the measure that is chosen in it."""
    chosen = next(iter(numbers_in([str((data or initial or {}).get("measure") or "")])), 0)
    measure = next((m for m in catalogue(parcel.region) if m.id == chosen), None)
    term_set = SETS.get(measure.terms) if measure else None
    return DisposalForm(data, initial=initial, term_set=term_set, land=land_of(parcel) if term_set else None)


@require_safe
def disposal_terms(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """要件 of the measure that is chosen just now, with what is typed in them and what follows from it."""
    parcel = get_object_or_404(Parcel.objects.select_related("region"), pk=parcel_id)
    permit(may_draft_disposal(request.actor), CLERKS)
    form = _form(parcel, initial={"measure": request.GET.get("measure", "")} | typed_terms(request.GET))
    return render(request, "parcels/_terms.html", {"form": form, "parcel": parcel, **terms_of_form(form, parcel)})


def terms_of_form(form: DisposalForm, parcel: Parcel) -> dict:
    """What `_terms.html` shows: the set, and what follows from the terms that can be read."""
    if form.term_set is None:
        return {}
    values, unread = form.term_set.read(form.term_texts, clock.today())
    return {"term_set": form.term_set, "derived": form.term_set.derived(values, land_of(parcel)), "unread": unread,
            "dues": form.term_set.dues(values)}


def _enter(request: HttpRequest, parcel: Parcel, disposal: Disposal | None) -> HttpResponse:
    """One form, done once per form key; Back and a second click get the first answer."""
    if request.POST.get("do") == "terms":  # without scripts: open the terms of the measure, save nothing
        staged = staged_files(parcel, numbers_in(request.POST.getlist("kept")), request.actor)
        return _form_page(request, parcel, disposal, _form(parcel, initial=request.POST.dict()), staged=staged)
    form = _form(parcel, request.POST)
    try:
        return run_once(request, user_id=request.actor.user_id, key=sent_key(request.POST.get("form_key", "")),
                        work=lambda: _work(request, parcel, disposal, form))
    except Conflict as conflict:
        form.is_valid()
        sentence = conflict.message if conflict.code != "key_reused" else (
            "这张表刚才已经交过一次，内容与现在的不同。要改那一笔，请到宗地页打开它；确要另记一笔，再按一次。")
        form.refuse([Conflict(sentence)])
        return _form_page(request, parcel, disposal, form, title="没有保存", status=409)


def _work(request: HttpRequest, parcel: Parcel, disposal: Disposal | None, form: DisposalForm) -> HttpResponse:
    labels = {p.code: p.label for p in papers_for(measure_options(parcel), [])}
    entry = enter_disposal(
        parcel.id, actor=request.actor, values=form.values() if form.is_valid() else None,
        disposal_id=disposal.id if disposal else None, version=form.cleaned_data.get("version"),
        papers=paper_files(request.FILES, labels), kept=numbers_in(request.POST.getlist("kept")),
        drop=numbers_in(request.POST.getlist("drop")), submit=request.POST.get("do") == "submit")
    if entry.is_submitted:
        messages.success(request, f"{entry.disposal} 已上报。审核前可以撤回。")
        return redirect("parcels:disposal", entry.disposal.id)
    if form.is_valid() and not entry.refused:
        messages.success(request, f"{entry.disposal} 已存为草稿。")
        return redirect("parcels:disposal_edit", entry.disposal.id)
    return _refused(request, parcel, disposal, form, entry)


def _refused(request: HttpRequest, parcel: Parcel, disposal: Disposal | None, form: DisposalForm, entry: Entry) -> HttpResponse:
    """The form again, with everything typed. 200 when something was kept (the answer is then part of what was done)."""
    changes = []
    if disposal and any(refusal.code == "stale" for refusal in entry.refused):
        disposal = disposal_rows().get(pk=disposal.pk)
        changes = differences(disposal, form.values())
    form.refuse(entry.refused)
    verb = "上报" if request.POST.get("do") == "submit" else "保存"
    title = f"没有上报，{entry.disposal} 已存为草稿" if entry.disposal else f"没有{verb}"
    saved = disposal_rows().get(pk=entry.disposal.pk) if entry.disposal else disposal
    return _form_page(request, parcel, saved, form, title=title, changes=changes, staged=entry.staged,
                      status=200 if entry.has_kept else 422)


def _form_page(request: HttpRequest, parcel: Parcel, disposal: Disposal | None, form: DisposalForm, *, title: str = "",
               changes=(), staged=(), last: Disposal | None = None, status: int = 200) -> HttpResponse:
    request.refusal_message = "；".join(text for found in form.errors.values() for text in found) if form.is_bound else ""
    balance, options = balance_of(parcel), measure_options(parcel)
    files = files_of(disposal, list(staged))
    chosen = next((o.measure for o in options if str(o.measure.id) == str(form["measure"].value())), None)
    wanted = papers_wanted(chosen, form.term_texts)
    form.fields["area"].widget.attrs["data-area-left"] = balance.left_micro
    url = reverse("parcels:disposal_edit", args=[disposal.id]) if disposal else reverse("parcels:disposal_new", args=[parcel.id])
    return render(request, "parcels/disposal_form.html", {
        "parcel": parcel, "disposal": disposal, "form": form, "url": url, "title": title, "changes": changes,
        "options": options, "other_kinds": [o for o in options if not o.is_of_kind], "chosen": chosen,
        "papers": papers_for(options, files), "balance": balance, "last": last,
        "lacking": missing_evidence(wanted, {file.kind for file in files}), "wanted": wanted,
        "staged": staged, "form_key": new_key(),
        "version": disposal.version if disposal else "", **terms_of_form(form, parcel),
    }, status=status)


def _planned(parcel: Parcel) -> int | None:
    """拟采取措施 of the parcel, when it is one that may be chosen."""
    return next((o.measure.id for o in measure_options(parcel)
                 if not o.reason and parcel.planned_measure in (o.measure.label, o.measure.code)), None)


@require_safe
def disposal(request: HttpRequest, pk: int) -> HttpResponse:
    """处置页: facts, papers, who and when, differences from the last submission, what this person may do."""
    row = get_object_or_404(disposal_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/disposal.html", card_of(row, request.actor))


def card_of(row: Disposal, actor) -> dict:
    """What `_disposal_card.html` shows."""
    previous, changes = revision_changes(row)
    files = list(row.evidence.select_related("uploaded_by"))
    valid = [file for file in files if file.voided_at is None]
    return {"disposal": row, "parcel": row.parcel, "today": clock.today(), "actions": actions_of(row, actor), "previous": previous,
            "changes": changes, "values": shown_values(row), "files": files, "balance": balance_of(row.parcel),
            "sheet": terms_sheet(row), "lacking": missing_evidence(row.papers_needed, {file.kind for file in valid}),
            "entries": list(row.entries.select_related("recorded_by")),
            "may_void_files": row.state in EDITABLE and row.created_by_id == actor.user_id}


@require_POST
def disposal_step(request: HttpRequest, pk: int) -> HttpResponse:
    """办一步: 上报, 撤回, 退回, 审核通过, 验收, 作废."""
    row = get_object_or_404(disposal_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _step_refused(request, row, Refusal("办理的内容读不出来。请从下面的按钮里办。"), "", 400)
    data = form.cleaned_data
    try:
        done = step_disposal(pk, actor=request.actor, action=data["action"], version=data["version"], reason=data["reason"])
    except Refusal as refusal:
        return _step_refused(request, disposal_rows().get(pk=pk), refusal, data["reason"], refusal.status)
    messages.success(request, f"{done} {DONE[data['action']]}。")
    return redirect(safe_next(request, reverse("parcels:disposal", args=[pk])))


def _step_refused(request: HttpRequest, row: Disposal, refusal: Refusal, reason: str, status: int) -> HttpResponse:
    request.refusal_message = refusal.message
    context = card_of(row, request.actor) | {"refusal": refusal, "reason": reason}
    return render(request, "parcels/disposal.html", context, status=status)


def safe_next(request: HttpRequest, default: str) -> str:
    """Where a form says to go on, if it is a page of ours."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/") else default
