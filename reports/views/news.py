"""动态: open what others did to one's records, and so have seen it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from parcels.services.common import permit
from units.policies import may_work

from ..selectors.news import others_entries, own_entries, page_of_entry
from ..services.news import mark_seen
from .workbench import WORKERS


@require_POST
def news_open(request: HttpRequest, seq: int) -> HttpResponse:
    """打开一条: it, and what is older of the same thing, was seen."""
    permit(may_work(request.actor), WORKERS)
    entry = get_object_or_404(others_entries(request.actor), seq=seq)
    mark_seen([entry], actor=request.actor)
    return redirect(page_of_entry(entry))


@require_POST
def news_seen(request: HttpRequest) -> HttpResponse:
    """全部标为已看."""
    permit(may_work(request.actor), WORKERS)
    mark_seen(own_entries(request.actor), actor=request.actor)
    return redirect("reports:workbench")
