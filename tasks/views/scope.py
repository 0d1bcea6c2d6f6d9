"""纳入范围的页面: which parcels of the territory a plan does not take in, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..selectors.scope import outside_rows
from .common import plan_for


@require_safe
def scope_check(request: HttpRequest, pk: int) -> HttpResponse:
    """范围核对 of the territory."""
    plan = plan_for(request, pk)
    return render(request, "tasks/scope_check.html", {"shown_plan": plan, "outside": outside_rows(plan, request.actor)})
