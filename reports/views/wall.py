"""大屏: the board for a screen on the wall - large, refreshing itself, with nobody's name on it, in the territory of who signed in there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.clock import local
from parcels.services.common import permit
from tasks.selectors.targets import goals_of
from units.policies import may_work

from ..choices import Basis
from ..selectors.dashboard import matters_of
from ..selectors.progress import board, opening_moment
from ..selectors.rollup import levels_of
from ..tables.board import LABELS, cards_of, moment_words, whole_name
from ..tables.dashboard import headline, strip_of
from ..tables.ranking import ranking_of
from .dashboard import READERS, asked_of, classes_of
from .frame import frame_of
from .stored import stored

SECONDS, ROWS = 60, 14  # how often it asks anew; how many counties a screen of 1080 lines holds


@require_safe
def dashboard_wall(request: HttpRequest) -> HttpResponse:
    """大屏; `?screen=light` on a light ground. What has not changed is not computed again."""
    permit(may_work(request.actor), READERS)
    return stored(request, lambda: _page(request), clock.now())


def _page(request: HttpRequest) -> HttpResponse:
    plan, now = frame_of(request).in_force, clock.now()
    shown = {"seconds": SECONDS, "is_light": request.GET.get("screen") == "light", "board": None}
    if plan is None:
        return render(request, "reports/wall.html", shown)
    moment, is_over = opening_moment(plan, now)
    found = board(plan, moment, Basis.RECORDED, actor=request.actor, level=levels_of(plan, request.actor).usual)
    asked = asked_of(request, None, found, "")
    ranking = ranking_of(found, asked)
    lines = [line for line in (*ranking.above, *ranking.below, *ranking.unranked) if not line.is_sum]
    return render(request, "reports/wall.html", shown | {
        "board": found, "whole": whole_name(found), "cards": cards_of(found, classes_of(plan)),
        "ranking": ranking, "lines": lines[:ROWS], "left_out": len(lines[ROWS:]),
        "headline": headline(found), "when": moment_words(moment), "is_over": is_over, "day": local(moment).date(),
        "class_label": LABELS[asked.quota_class], "strip": strip_of(matters_of(found, now, goals_of(plan), request.actor), found)})
