"""单位库的页面."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib.text import clean_text

from ..selectors.library import places
from .common import check_reader


@require_safe
def unit_library(request: HttpRequest) -> HttpResponse:
    """单位库, searched by any name."""
    check_reader(request)
    q = clean_text(request.GET.get("q", ""))[:60]
    page, count = places(q, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(request, "tasks/unit_library.html", {"q": q, "page": page, "count": count})
