"""日历订阅的页面 and the file that calendar programs read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from landplan.lib import clock
from landplan.lib.ical import Entry, calendar
from landplan.lib.scope import scope
from units.policies import may_work
from units.selectors import actor_of

from ..models import CalendarToken
from ..selectors.calendar import dues_of, post_of_calendar
from ..services import make_calendar, revoke_calendar
from .common import check_reader


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """日历订阅: the deadlines that it holds; POST makes a new address, shown this once."""
    check_reader(request)
    secret = make_calendar(actor=request.actor) if request.method == "POST" else ""
    kept = CalendarToken.objects.filter(post_id=request.actor.post_id, revoked_at=None).first()
    url = request.build_absolute_uri(reverse("tasks:calendar_feed", args=[secret])) if secret else ""
    return render(request, "tasks/calendar.html", {"kept": kept, "url": url, "dues": dues_of(request.actor, clock.today()), "today": clock.today()},
                  status=201 if secret else 200)


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """吊销订阅地址."""
    check_reader(request)
    revoke_calendar(actor=request.actor)
    messages.success(request, "订阅地址已吊销，立即失效。")
    return redirect("tasks:calendar")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """日历文件: the secret in the address is the right to read it. Raises Http404 for any other."""
    post = post_of_calendar(secret)
    actor = actor_of(post) if post else None
    if actor is None or not may_work(actor):
        raise Http404
    with scope(actor):
        entries = [Entry(f"{due.key}@landplan", due.due_on, f"{due.title}（{due.to}）", due.text, request.build_absolute_uri(due.url))
                   for due in dues_of(actor, clock.today())]
    answer = HttpResponse(calendar(f"{post} 时限", entries, clock.now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="landplan.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
