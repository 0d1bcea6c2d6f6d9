"""一地一档和缺证据的页面: the papers of a parcel, all of them in one zip, and the records that lack one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.lists import as_download, made_by
from landplan.lib.zips import zip_stream

from ..choices import DisposalState
from ..forms.disposal import numbers_in
from ..policies import may_export, may_read_ledger
from ..rules.papers import folder_of, paper_name
from ..selectors.papers import WANTING, Dossier, dossier_of, lacking_disposals, lacking_lines, lacking_page
from ..selectors.parcel import parcel_rows
from ..selectors.work_lists import IN_HAND, work_lists
from ..services.common import permit
from ..services.papers import take_papers
from ..sheets.cases import lacking_file
from ..sheets.papers import papers_sheet
from ..store import path_of
from .common import refuse_long
from .ledger import READERS

PIECE = 256 * 1024
STATES = {"hand": IN_HAND, **{one.value: (one,) for one in WANTING}}


@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """一地一档 of a parcel, by type, number and date, with what is missing."""
    row = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/papers.html", {"parcel": row, "dossier": dossier_of(row)})


@require_POST
def papers_zip(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """下载一地一档: all valid papers in one folder with their list. Every file is checked before the first byte leaves."""
    row = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    dossier = dossier_of(row)
    take_papers(pk, actor=request.actor, files=len(dossier.papers), lacking=len(dossier.gaps))
    folder, now = folder_of(row.parcel_no, row.name), clock.local(clock.now())
    answer = StreamingHttpResponse(zip_stream(_entries(request, dossier, folder, now)), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{folder}_{now:%Y%m%d}.zip")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _entries(request: HttpRequest, dossier: Dossier, folder: str, now: datetime) -> Iterator[tuple]:
    """The list first, then the files; everything is read from the database before the stream begins."""
    named, found = [], []
    for number, paper in enumerate(dossier.papers, 1):
        file, path = paper.file, path_of(paper.file.storage_id)
        name = paper_name(number, file.disposal.number if file.disposal else None, paper.label, file.original_name)
        is_whole = path.is_file() and _sha256(path) == file.sha256
        named.append((paper, name if is_whole else ""))
        if is_whole:
            found.append((f"{folder}/{name}", clock.local(file.uploaded_at), _pieces(path)))
    return iter([(f"{folder}/000_清单.xlsx", now, [papers_sheet(dossier, named, made=made_by(request.actor))]), *found])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """缺证据: disposals of the territory without a paper that their measure needs."""
    permit(may_read_ledger(request.actor), READERS)
    state = request.GET.get("state", "")
    after = next(iter(numbers_in([request.GET.get("after", "")])), None)
    rows = lacking_disposals(STATES.get(state, WANTING))
    return render(request, "parcels/lacking.html", {
        "page": lacking_page(rows, after), "count": rows.order_by().count(), "state": state if state in STATES else "",
        "states": [("hand", "还没有上报的"), *((one.value, DisposalState(one).label) for one in WANTING)], "lists": work_lists(clock.today()),
        "has_counties": len(request.actor.regions or ()) > 1})


@require_safe
def lacking_export(request: HttpRequest) -> FileResponse:
    """导出缺证据, all pages. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    rows = lacking_disposals(STATES.get(request.GET.get("state", ""), WANTING))
    count = rows.order_by().count()
    refuse_long(count)
    return as_download(lacking_file(lacking_lines(rows), count, notes=[f"导出：{made_by(request.actor)}"]), f"缺证据_{clock.today():%Y%m%d}.xlsx")
