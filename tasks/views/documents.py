"""政策库的页面: the list, one document with what it is to others and its papers, and entering them (POL-01)."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.selectors import history_of
from audit.sentences import sentences_of
from landplan.lib import clock
from landplan.lib.pages import page_by_instant
from landplan.lib.text import clean_text
from parcels.services.common import permit
from parcels.views.common import plain_form
from parcels.views.evidence import file_answer

from ..choices import DocumentLevel, DocumentState
from ..forms.documents import DocumentFileForm, DocumentForm, RelationForm
from ..models import Document, DocumentFile, DocumentRelation
from ..policies import may_enter_documents, may_keep_document
from ..rules.documents import CONVENTION
from ..selectors.documents import (
    document_file_of,
    document_files,
    document_rows,
    in_state,
    near_days,
    relation_lines,
    standing_of_document,
    visible_documents,
)
from ..services import (
    attach_document,
    edit_document,
    enter_document,
    relate_documents,
    void_document_file,
    void_relation,
)
from ..services.documents import FIELDS, levels_of
from .common import check_reader

SIZE = 50
KEEPERS = f"{CONVENTION}。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """政策库; `?q=` words, `?level=`, `?state=` narrow it."""
    check_reader(request)
    q, level, state = clean_text(request.GET.get("q", ""))[:60], request.GET.get("level", ""), request.GET.get("state", "")
    today, near = clock.today(), near_days(request.actor)
    rows = document_rows(request.actor, q=q, level=level if level in DocumentLevel.values else "")
    rows = rows.filter(in_state(state, today, near)) if state in DocumentState.values else rows
    page = page_by_instant(rows, "entered_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE)
    return render(request, "tasks/documents.html", {
        "page": page, "lines": [(row, standing_of_document(row, today, near)) for row in page.rows], "count": rows.count(), "q": q, "level": level,
        "state": state, "levels": [one for one in DocumentLevel.choices if one[0] != DocumentLevel.DISTRICT], "states": DocumentState.choices,
        "is_narrowed": bool(q or level or state), "may_enter": may_enter_documents(request.actor), "convention": CONVENTION, "tab": "documents"})


def _document(request: HttpRequest, pk: int) -> Document:
    check_reader(request)
    return get_object_or_404(visible_documents(request.actor), pk=pk)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """一份文件."""
    row = _document(request, pk)
    return render(request, "tasks/document.html", {
        "document": row, "state": standing_of_document(row, clock.today(), near_days(request.actor)), "relations": relation_lines(row, request.actor),
        "files": document_files(row), "plan_of_it": getattr(row, "plan", None), "sentences": sentences_of(history_of(f"document:{row.id}")[:100]),
        "may_keep": may_keep_document(request.actor, row.region_id), "convention": CONVENTION})


@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    """登记文件."""
    permit(may_enter_documents(request.actor), KEEPERS)
    levels = levels_of(request.actor)

    def work(form: DocumentForm) -> HttpResponse:
        row = enter_document(actor=request.actor, values=form.values())
        messages.success(request, f"{row} 已登入政策库。请接着登记它的依据和附件。")
        return redirect("tasks:document", row.id)

    back = reverse("tasks:documents")
    return plain_form(request, lambda sent: DocumentForm(sent, levels=levels), work, {
        "title": "登记政策文件", "back": back, "crumbs": [(back, "政策库")], "note": f"不知道的留空，不要猜。{CONVENTION}。"})


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改一份文件."""
    row = _document(request, pk)
    permit(may_keep_document(request.actor, row.region_id), KEEPERS)

    def work(form: DocumentForm) -> HttpResponse:
        edit_document(pk, actor=request.actor, version=form.cleaned_data["version"], values=form.values())
        messages.success(request, f"{row} 已改。")
        return redirect("tasks:document", pk)

    initial = {name: getattr(row, name) for name in FIELDS} | {"version": row.version}
    return plain_form(request, lambda sent: DocumentForm(sent, levels=levels_of(request.actor), initial=initial), work, {
        "title": "改政策文件", "sub": str(row), "button": "保存", "failed": "没有保存", **_way(row)})


@require_http_methods(["GET", "HEAD", "POST"])
def document_relation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记关系."""
    row = _document(request, pk)
    permit(may_keep_document(request.actor, row.region_id), KEEPERS)
    rows = visible_documents(request.actor).exclude(pk=pk).order_by("level", "-dated_on", "id")
    others = [(one.id, f"{one.number} {one.title}".strip()[:80]) for one in rows]

    def work(form: RelationForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        relation = relate_documents(pk, actor=request.actor, target_id=data.pop("target"), **data)
        messages.success(request, f"“{relation}”已登记，两份文件的页面都看得到。")
        return redirect("tasks:document", pk)

    return plain_form(request, lambda sent: RelationForm(sent, documents=others), work, {"title": "登记文件关系", "sub": str(row), **_way(row)})


@require_POST
def document_relation_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废关系."""
    relation = get_object_or_404(DocumentRelation.objects.filter(source__in=visible_documents(request.actor)), pk=pk)
    check_reader(request)
    void_relation(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    messages.success(request, f"“{relation}”已作废。")
    return redirect("tasks:document", relation.source_id)


@require_http_methods(["GET", "HEAD", "POST"])
def document_file_new(request: HttpRequest, pk: int) -> HttpResponse:
    """上传附件."""
    row = _document(request, pk)
    permit(may_keep_document(request.actor, row.region_id), KEEPERS)

    def work(form: DocumentFileForm) -> HttpResponse:
        attach_document(pk, actor=request.actor, upload=form.cleaned_data["file"], title=form.cleaned_data["title"])
        messages.success(request, f"{row} 的附件已上传。")
        return redirect("tasks:document", pk)

    return plain_form(request, lambda sent: DocumentFileForm(sent, request.FILES if sent is not None else None), work, {
        "title": "上传附件", "sub": str(row), "button": "上传", "failed": "没有上传", "has_file": True, **_way(row)})


@require_safe
def document_file(request: HttpRequest, pk: int) -> FileResponse:
    """下载附件 of a document that one may read."""
    check_reader(request)
    file = document_file_of(pk, request.actor)
    if file is None:
        raise Http404
    return file_answer(file.attachment)


@require_POST
def document_file_void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废附件."""
    file = get_object_or_404(DocumentFile.objects.filter(document__in=visible_documents(request.actor)), pk=pk)
    check_reader(request)
    void_document_file(pk, actor=request.actor, reason=clean_text(request.POST.get("reason", ""))[:500])
    messages.success(request, "附件已作废，留痕里查得到。")
    return redirect("tasks:document", file.document_id)


def _way(row: Document) -> dict:
    back = reverse("tasks:document", args=[row.id])
    return {"back": back, "crumbs": [(reverse("tasks:documents"), "政策库"), (back, str(row))]}
