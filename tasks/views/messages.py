"""消息的页面: what this post was reminded of."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.pages import page_by_instant

from ..rules.reminders import CONVENTION
from ..selectors.messages import messages_of, unread_of
from ..services import read_messages
from .common import check_reader

SHOWN = 50


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """消息, newest first; `?unread=1` only those not yet read."""
    check_reader(request)
    only = request.GET.get("unread") == "1"
    rows = unread_of(request.actor) if only else messages_of(request.actor)
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = page_by_instant(rows.select_related("reminder__region"), "made_at", size=SHOWN, **asked)
    return render(request, "tasks/messages.html", {"page": page, "unread": unread_of(request.actor).count(), "only": only, "today": clock.today(),
                                                   "convention": CONVENTION})


@require_POST
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """打开一条: it was read."""
    check_reader(request)
    row = get_object_or_404(messages_of(request.actor).select_related("reminder"), pk=pk)
    read_messages([row], actor=request.actor)
    return redirect(row.reminder.url)


@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    """全部标为看过."""
    check_reader(request)
    read_messages(unread_of(request.actor), actor=request.actor)
    notices.success(request, "全部标为看过。")
    return redirect("tasks:messages")
