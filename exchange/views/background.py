"""后台作业的页面: for the office what ran and failed, for the system administrator whether it runs."""

from __future__ import annotations

from celery import signature
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from audit.once import new_key, once
from landplan.lib import clock, queue
from landplan.lib.leases import JobState
from parcels.services.common import permit

from ..policies import may_know_work, may_watch_jobs
from ..selectors.background import KINDS, page_of, tallies, unsettled
from ..selectors.schedule import coming
from ..services import run_again

WHO = "后台作业由领导小组办公室和系统管理员看。你现在的岗位看不到；兼有岗位的，先在右上角切换。"


@require_safe
def background(request: HttpRequest) -> HttpResponse:
    """后台作业: `?kind=` one kind with all that ever ran, `?state=` narrows it; without it what wants looking after."""
    permit(may_watch_jobs(request.actor), WHO)
    kind, state = KINDS.get(request.GET.get("kind", "")), request.GET.get("state", "")
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    page, count = page_of(kind, request.actor, state, **asked) if kind else (None, 0)
    return render(request, "exchange/background.html", {
        "tallies": tallies(request.actor), "kind": kind, "state": state, "states": JobState.choices, "page": page, "count": count,
        "lines": page.rows if page else unsettled(request.actor), "coming": coming(request.actor, clock.now()), "moment": clock.now(),
        "heard": queue.last_heartbeat(), "is_silent": queue.is_silent(), "is_reachable": queue.is_reachable(), "form_key": new_key(),
        "knows_work": may_know_work(request.actor)})


@require_POST
@once
def background_again(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """再办一次; a worker is woken for it. Raises NotAllowed, Conflict, Http404."""
    permit(may_watch_jobs(request.actor), WHO)
    found = KINDS.get(kind)
    if found is None:
        raise Http404
    try:
        row = run_again(found, pk, actor=request.actor)
    except found.model.DoesNotExist as error:
        raise Http404 from error
    transaction.on_commit(lambda: queue.wake(signature(found.task), row.pk))
    messages.success(request, "已要求再办一次。办完后刷新本页看结果。")
    return redirect(f"{reverse('exchange:background')}?kind={kind}")
