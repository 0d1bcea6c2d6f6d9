"""不变就不重算: an answer is kept under the version of the data, and given again or answered 304 while nothing changed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token

from landplan.lib import clock

from ..selectors.stamp import data_stamp

SECONDS = 60


def stored_page(request: HttpRequest, build: Callable[[], HttpResponse]) -> HttpResponse:
    """A page of this person: kept with its session's secret, built anew when a message waits to be shown."""
    secret = request.META.get("CSRF_COOKIE")
    if not secret or len(get_messages(request)):
        return build()
    get_token(request)  # the kept page carries a token of this secret: its cookie goes along
    return stored(request, build, clock.now(), secret, request.session.session_key)


def stored(request: HttpRequest, build: Callable[[], HttpResponse], moment, *parts: object) -> HttpResponse:
    """The answer of `build` under its ETag. `moment`: see `data_stamp`. The caller has checked the permission."""
    actor = request.actor
    stamp = data_stamp(moment, request.get_full_path(), actor.user_id, actor.post_id, *parts)
    tag = f'"{stamp}"'
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")):
        return HttpResponseNotModified(headers={"ETag": tag})
    kept = cache.get(f"reports.{stamp}")
    if kept is None:
        response = build()
        if response.status_code != 200:
            return response
        kept = (response.content, response.headers["Content-Type"])
        cache.set(f"reports.{stamp}", kept, SECONDS)
    return HttpResponse(kept[0], content_type=kept[1], headers={"ETag": tag})
