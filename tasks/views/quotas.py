"""任务量表的页面: the printed tables with the derived figure beside each printed one, or with their progress."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.lists import as_download

from ..choices import TableKey
from ..models import Plan
from ..policies import may_govern
from ..rules.columns import column
from ..rules.printcheck import findings
from ..selectors.annex_progress import GROUPS, ProgressRow, progress_of
from ..selectors.annexes import Annex, annex, printed_tables
from ..selectors.plans import Standing, standing_of
from ..sheets.annexes import annex_file
from ..tables import paper_of
from .common import check_reader, moment_of_day, number_in, wanted_plan

VIEWS = {"check": "印发与测算", "printed": "照印发", "progress": "含进度"}
KEPT = ("plan", "table", "view", "version")


class Wanted:
    """What the address asks for: plan, table, view, instant, version."""

    def __init__(self, request: HttpRequest, plan: Plan, standing: Standing):
        self.plan, self.standing = plan, standing
        held = next((key for key, _ in _tables(plan)), TableKey.ANNEX2)
        self.key = _one_of(request.GET.get("table", held), TableKey.values)
        self.view = _one_of(request.GET.get("view", "check"), VIEWS)
        self.moment = moment_of_day(request.GET.get("as_of", ""), standing.moment)
        self.version = number_in(request.GET.get("version", ""))

    def annex(self) -> Annex | None:
        return annex(self.plan, self.key, self.moment, self.version)


def _one_of(given: str, known) -> str:
    if given not in known:
        raise Http404
    return given


def _wanted(request: HttpRequest) -> Wanted | None:
    check_reader(request)
    plan = wanted_plan(request)
    return Wanted(request, plan, standing_of(plan, clock.now())) if plan else None


@require_safe
def quotas(request: HttpRequest) -> HttpResponse:
    """任务量表: one annex, in one of three views."""
    wanted = _wanted(request)
    found = wanted.annex() if wanted else None
    if found is None:
        return _nothing(request, wanted)
    progress = progress_of(wanted.plan, found, wanted.moment, actor=request.actor) if wanted.view == "progress" else None
    return render(request, "tasks/quotas.html", {
        "wanted": wanted, "shown_plan": wanted.plan, "annex": found, "tables": _tables(wanted.plan), "views": VIEWS, "progress": progress,
        "paper": paper_of(found, progress) if wanted.view != "check" else None, "kept": [(name, request.GET.get(name)) for name in KEPT],
        "may_govern": may_govern(request.actor, wanted.plan.region_id), "is_whole": request.actor.covers(wanted.plan.region_id),
        "export_view": "progress" if wanted.view == "progress" else None, **_frame(wanted, found, progress)})


def _frame(wanted: Wanted, found: Annex, progress: list[ProgressRow] | None) -> dict:
    """Heads of the groups, the line without one county, where the differences are explained."""
    without = [found.without[1].get(one.key) for one in found.columns] if found.without else []
    is_known = any(cell.done is not None for line in progress or [] for cell in line.cells)
    return {"is_known": is_known, "groups": GROUPS[wanted.key], "without_cells": without,
            "check_url": f"{reverse('tasks:print_check')}?plan={wanted.plan.id}"}


def _nothing(request: HttpRequest, wanted: Wanted | None) -> HttpResponse:
    """No plan, no table or no such version: a page that says so; a version asked for that is not there is a 404."""
    if wanted and wanted.version is not None:
        raise Http404
    return render(request, "tasks/quotas_none.html", {
        "shown_plan": wanted.plan if wanted else None, "may_govern": bool(wanted) and may_govern(request.actor, wanted.plan.region_id)})


def _tables(plan: Plan) -> list[tuple[str, str]]:
    held = set(plan.tables.values_list("key", flat=True))
    return [(key, label) for key, label in TableKey.choices if key in held]


@require_safe
def quota_export(request: HttpRequest) -> FileResponse:
    """导出附件: the issued form; with `?view=progress` the progress columns are filled in."""
    wanted = _wanted(request)
    found = wanted.annex() if wanted else None
    if found is None:
        raise Http404
    progress, note = None, ""
    if wanted.view == "progress":
        progress = progress_of(wanted.plan, found, wanted.moment, actor=request.actor)
        note = f"截至 {clock.local(wanted.moment):%Y-%m-%d %H:%M}，处置面积以验收为准；任务量为印发数。导出：{request.actor.unit_name}"
        note += "。进度为演示数据" if settings.DEMO else ""
    name = f"{TableKey(wanted.key).label}_{found.table.title}{'（含进度）' if progress else ''}.xlsx"
    return as_download(annex_file(paper_of(found, progress), note=note), name)


@require_safe
def print_check(request: HttpRequest) -> HttpResponse:
    """印发核对: every printed figure that differs from what the figures beside it give, with the rule that explains it."""
    wanted = _wanted(request)
    rows = findings(printed_tables(wanted.plan, wanted.moment)) if wanted else []
    return render(request, "tasks/print_check.html", {"shown_plan": wanted.plan if wanted else None, "rows": _named(rows)})


def _named(rows) -> list[dict]:
    return [{"finding": one, "table": TableKey(one.table).label, "column": column(one.table, one.column).name} for one in rows]
