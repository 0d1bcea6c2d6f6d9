"""看板的两段: 要过问的事 and the trend. The board asks for them once it stands on the screen, since they rest on other rows and no figure
of the ranking waits for them; without scripts each is a page of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from parcels.services.common import permit
from tasks.selectors.targets import goals_of
from units.policies import may_work

from ..selectors.dashboard import matters_of
from ..selectors.trend import trend_of
from ..tables.board import CLASS_LABELS, moment_words
from ..tables.dashboard import strip_of
from ..tables.trend import goal_lines, points_of
from .dashboard import READERS, Look, look_of
from .stored import stored


@require_safe
def dashboard_matters(request: HttpRequest) -> HttpResponse:
    """要过问的事."""
    return _part(request, "要过问的事", "reports/_dashboard_strip.html", _matters)


@require_safe
def dashboard_trend(request: HttpRequest) -> HttpResponse:
    """走势: two charts and the tables that they are drawn from."""
    return _part(request, "走势", "reports/_dashboard_charts.html", _trend)


def _part(request: HttpRequest, title: str, template: str, shown: Callable[[HttpRequest, Look], dict]) -> HttpResponse:
    permit(may_work(request.actor), READERS)
    if request.htmx:
        return stored(request, lambda: _rendered(request, template, shown), clock.now(), "part")
    return _rendered(request, "reports/dashboard_part.html", shown, title=title, template=template)


def _rendered(request: HttpRequest, page: str, shown: Callable[[HttpRequest, Look], dict], **more: str) -> HttpResponse:
    look = look_of(request)
    if look is None or not look.board.regions:
        return render(request, page, {"board": None, **more})
    context = {"board": look.board, "asked": look.asked, "form": look.form, "is_now": look.is_now, "when": moment_words(look.board.moment)}
    return render(request, page, context | shown(request, look) | more, status=200 if look.is_read else 422)


def _matters(request: HttpRequest, look: Look) -> dict:
    if look.board.unit:  # they are those of the whole plan
        raise Http404
    return {"strip": strip_of(matters_of(look.board, look.now, goals_of(look.board.plan), request.actor), look.board)}


def _trend(request: HttpRequest, look: Look) -> dict:
    goals = goals_of(look.board.plan)
    weeks = trend_of(look.board, until=max((due_on for days in goals.values() for due_on, _ in days), default=None))
    return {"points": points_of(weeks, look.asked, "" if look.board.total else look.board.rows[0].code),
            "goal_lines": goal_lines(weeks, goals), "labels": CLASS_LABELS, "drill": look.asked.query(quota_class="", sort="", level="")}
