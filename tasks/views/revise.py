"""任务调整的页面: the office issues a new version of a printed table; the printed one stays."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from landplan.lib import clock
from landplan.lib.errors import Refusal

from ..choices import TableKey
from ..forms.revise import RevisionForm
from ..selectors.annexes import Annex, annex
from ..services import revise_table
from .common import check_office, plan_for


@require_http_methods(["GET", "HEAD", "POST"])
def quota_revise(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """任务调整 of the newest version."""
    plan = plan_for(request, pk)
    check_office(request, plan)
    newest = plan.tables.filter(key=key).order_by("-version").values_list("version", flat=True).first() if key in TableKey.values else None
    if newest is None:
        raise Http404
    found = annex(plan, key, clock.now(), newest)
    form = RevisionForm(request.POST if request.method == "POST" else None, annex=found, initial={"version": newest})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                table = revise_table(plan.id, key, actor=request.actor, version=form.cleaned_data["version"], revision=form.revision())
            except Refusal as refusal:
                form.refuse([refusal])
                status = refusal.status
            else:
                messages.success(request, f"{TableKey(key).label}第{table.version}版已出，{table.valid_from:%Y-%m-%d} 起用；"
                                          "以前的报表仍用旧版，旧版可看。")
                return redirect(f"{reverse('tasks:quotas')}?plan={plan.id}&table={key}&version={table.version}")
        status = status if status == 409 else 422
    request.refusal_message = form.sentence
    return render(request, "tasks/quota_revise.html", {
        "form": form, "shown_plan": plan, "annex": found, "table_label": TableKey(key).label, "rows": _rows(form, found)}, status=status)


def _rows(form: RevisionForm, found: Annex) -> list[dict]:
    """Rows of the page: what may be changed as fields, the rest as printed."""
    return [{"row": row.row, "is_sum": row.is_sum,
             "cells": [(form[f"c{row.row.sort}_{cell.column.key}"] if cell.column.is_revisable else None, cell) for cell in row.cells]}
            for row in found.rows]
