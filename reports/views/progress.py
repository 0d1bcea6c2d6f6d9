"""进度明细的页面: a figure of the board opened to the entries that add up to it, and its file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download, made_by
from parcels.services.common import permit
from tasks.views.common import query_of
from units.policies import may_work

from ..choices import Basis
from ..forms.progress import DrillForm
from ..selectors.drill import TOTAL, Figure, entries_of, in_order, page_of, sum_of
from ..selectors.progress import COMBINED, Board, opening_moment
from ..selectors.rollup import ONE_LEVEL, board_of, levels_of
from ..sheets.progress import LIMIT, progress_file
from ..tables.board import moment_text
from ..tables.drill import DrillAsked, title_of, words_of
from .asked import asked_plan, asked_unit
from .dashboard import NO_DATA_TOLD, READERS


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """进度明细."""
    permit(may_work(request.actor), READERS)
    form, figure, asked = _read(request)
    if figure is None:
        return render(request, "reports/progress.html", {"form": form}, status=422)
    page = page_of(figure, after=form.cleaned_data["after"], before=form.cleaned_data["before"])
    micro, count = sum_of(entries_of(figure))
    return render(request, "reports/progress.html", {
        "form": form, "figure": figure, "asked": asked, "page": page, "rows": [words_of(row) for row in page.rows], "count": count,
        "title": title_of(figure, asked), "basis_label": Basis(figure.board.basis).label, "no_data": NO_DATA_TOLD,
        **asked.sums(micro, figure.micro, figure.is_known)})


@require_safe
def progress_export(request: HttpRequest) -> FileResponse:
    """导出: the same rows and sum as the page, all of them. Raises Refusal beyond the most rows of one file."""
    permit(may_work(request.actor), READERS)
    form, figure, asked = _read(request)
    if figure is None:
        raise form.refusal
    micro, count = sum_of(entries_of(figure))
    if count > LIMIT:
        raise Refusal(f"这个数由 {count} 笔入账组成，超过一个文件的上限 {LIMIT} 笔。请先选一个县区或一类，再分次导出。", code="too_many")
    title = title_of(figure, asked)
    file = progress_file((words_of(row) for row in in_order(figure).iterator(chunk_size=2000)), title=title.text, micro=micro, count=count,
                         made=made_by(request.actor))
    return as_download(file, f"进度明细_{clock.today():%Y%m%d}.xlsx")


def _read(request: HttpRequest) -> tuple[DrillForm, Figure | None, DrillAsked | None]:
    """The figure that the address names; none when the address cannot be read. 404 for what is not in the territory."""
    plan, now = asked_plan(request), clock.now()
    form = DrillForm(request.GET, now=now)
    if plan is None:
        raise Http404
    if not form.is_valid():
        return form, None, None
    given = form.cleaned_data
    moment = form.moment or opening_moment(plan, now)[0]
    unit = asked_unit(plan, given["unit"], levels_of(plan, request.actor) if given["unit"] else ONE_LEVEL)
    found = board_of(plan, moment, given["basis"], unit, actor=request.actor)
    asked = DrillAsked(moment_text(moment) if form.moment else "", given["basis"], given["quota_class"] or COMBINED, given["span"] or TOTAL,
                       given["region"], given["group"], str(plan.id) if query_of(request, plan) else "", given["unit"])
    return form, Figure(found, _rows(found, asked), asked.quota_class, asked.span), asked


def _rows(found: Board, asked: DrillAsked) -> list:
    """The counties of the figure, of those that the reader may see."""
    rows = [row for row in found.rows if asked.region in ("", row.code) and asked.group in ("", row.group)]
    if not rows:
        raise Http404
    return rows
