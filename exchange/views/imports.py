"""导入的页面: all in one place - upload, history, one import from its recognition to its end, and its rows."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from landplan.lib.errors import Conflict, Refusal
from landplan.lib.lists import as_download
from landplan.lib.pages import page_by_instant
from parcels.services.common import permit
from parcels.store import path_of

from ..forms.imports import MappingForm, UploadForm
from ..jobs import start
from ..models import ImportFile
from ..policies import may_import
from ..rules.import_limits import FILES_A_DAY, MAX_BYTES
from ..sections import IMPORTERS, Place, offered
from ..selectors.imports import own_imports, sent_today
from ..services import choose_sheet, confirm_import, map_import, upload_import, withdraw_import
from ..sheets.imports import errors_book, template_of
from .import_page import page_of_import

WHO = "导入由县区填报员和系统管理员办。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
PAGE = 30


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """导入: what this post may bring in, with its templates, and what it brought in before."""
    permit(may_import(request.actor), WHO)
    asked = {name: request.GET[name] for name in ("section", "draft") if name in request.GET}
    return _list(request, UploadForm(sections=offered(request.actor), actor=request.actor, initial=asked))


@require_POST
def import_upload(request: HttpRequest) -> HttpResponse:
    """上传."""
    permit(may_import(request.actor), WHO)
    form = UploadForm(request.POST, request.FILES, sections=offered(request.actor), actor=request.actor)
    if not form.is_valid():
        request.refusal_message = form.sentence
        return _list(request, form, status=422)
    try:
        file = upload_import(actor=request.actor, **form.values())
    except Refusal as refusal:
        form.refuse([refusal])
        request.refusal_message = refusal.message
        return _list(request, form, status=refusal.status)
    start(file)
    return redirect("exchange:import", file.pk)


def _list(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    page = page_by_instant(own_imports(request.actor), "uploaded_at", after=request.GET.get("after", ""),
                           before=request.GET.get("before", ""), size=PAGE)
    return render(request, "exchange/imports.html", {
        "form": form, "page": page, "importers": offered(request.actor), "titles": {key: one.title for key, one in IMPORTERS.items()},
        "sent": sent_today(request.actor.user_id), "most": FILES_A_DAY, "most_mb": MAX_BYTES // 1048576}, status=status)


@require_safe
def import_template(request: HttpRequest, section: str) -> HttpResponse:
    """模板 of a section, with the drop-downs of the county's own document."""
    permit(may_import(request.actor), WHO)
    importer = IMPORTERS.get(section)
    if importer is None:
        raise Http404
    permit(importer.may(request.actor), importer.sentence)
    return as_download(template_of(importer.section(Place(request.actor, {}))), f"{importer.title}导入模板.xlsx")


@require_safe
def import_one(request: HttpRequest, pk: int) -> HttpResponse:
    """一个导入, whatever it has come to; a person may leave and come back."""
    return _page(request, _own(request, pk))


@require_safe
def import_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes by itself while the machine works."""
    return render(request, "exchange/_import_state.html", page_of_import(_own(request, pk), request.actor, request.GET))


@require_POST
def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """对列, by hand once."""
    file = _own(request, pk)
    form = MappingForm(request.POST)
    return _step(request, file, lambda: map_import(pk, actor=request.actor, **form.values()))


@require_POST
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """换一张表."""
    file = _own(request, pk)
    form = MappingForm(request.POST)
    return _step(request, file, lambda: choose_sheet(pk, actor=request.actor, **form.sheet()))


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认导入 what was previewed."""
    file = _own(request, pk)
    form = MappingForm(request.POST)
    return _step(request, file, lambda: confirm_import(pk, actor=request.actor, version=form.version(), sha256=request.POST.get("sha256", "")))


@require_POST
def import_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    file = _own(request, pk)
    form = MappingForm(request.POST)
    return _step(request, file, lambda: withdraw_import(pk, actor=request.actor, version=form.version()), "已撤回，没有导入任何一行。")


@require_safe
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """原文件, as it was uploaded."""
    file = _own(request, pk)
    return FileResponse(path_of(file.storage_id).open("rb"), as_attachment=True, filename=file.original_name,
                        content_type="application/octet-stream", headers={"X-Content-Type-Options": "nosniff"})


@require_safe
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """错误工作簿: the same workbook with what is wrong marked in it."""
    file = _own(request, pk)
    if not (file.counts.get("refused") or file.counts.get("ambiguous") or file.counts.get("hints")):
        raise Conflict("这个导入没有查出错误或提示，没有可下载的错误工作簿。", code="no_faults")
    name = file.original_name.rpartition(".")[0] or file.original_name
    return as_download(errors_book(file, IMPORTERS[file.section].section(Place(request.actor, file.options))), f"{name}_错误.xlsx")


def _own(request: HttpRequest, pk: int) -> ImportFile:
    permit(may_import(request.actor), WHO)
    return get_object_or_404(own_imports(request.actor), pk=pk)


def _page(request: HttpRequest, file: ImportFile, refusal: Refusal | None = None) -> HttpResponse:
    return render(request, "exchange/import.html", {**page_of_import(file, request.actor, request.GET), "refusal": refusal},
                  status=refusal.status if refusal else 200)


def _step(request: HttpRequest, file: ImportFile, work, done: str = "") -> HttpResponse:
    try:
        file = work()
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, own_imports(request.actor).get(pk=file.pk), refusal)
    start(file)
    if done:
        messages.success(request, done)
    return redirect(reverse("exchange:import", args=[file.pk]))
