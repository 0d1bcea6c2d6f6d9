"""登录时限: how long a session lives, when it ends early, and when the password is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect

from landplan.lib import clock

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
SEEN_EVERY = timedelta(minutes=1)


def mark_signed_in(request) -> None:
    """Note the instant of sign-in (machine time: the demo clock must not end sessions)."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = clock.real_now().isoformat()


def is_over(request) -> bool:
    """Has this session lived its 12 hours, or was the person signed out everywhere since?"""
    noted = request.session.get(SIGNED_IN_AT)
    if noted is None:
        return True
    since = datetime.fromisoformat(noted)
    ended = request.user.signed_out_before
    return clock.real_now() - since > settings.SESSION_LIFE or (ended is not None and since < ended)


def mark_seen(request) -> None:
    """Begin the idle time anew, at most once a minute: a page that is only read should write nothing."""
    noted, now = request.session.get(SEEN_AT), clock.real_now()
    if noted is None or not timedelta(0) <= now - datetime.fromisoformat(noted) < SEEN_EVERY:
        request.session[SEEN_AT] = now.isoformat()


class SessionLifeMiddleware:
    """登录时限: idle time is the session's own; absolute life and "signed out everywhere" are looked at here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and is_over(request):
            logout(request)
        elif request.user.is_authenticated:
            mark_seen(request)
        return self.get_response(request)


class PasswordAgeMiddleware:
    """密码到期: first or over-aged passwords must be changed before anything else."""

    open_paths = ("/password/", "/sign-out/", "/sign-in/", "/session/", "/static/", "/health/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and is_password_due(request.user) and not request.path.startswith(self.open_paths):
            if not request.path.startswith("/api/"):
                return redirect("units:password_change")
            request.password_due = True  # the API's policy refuses with 403
        return self.get_response(request)


def is_password_due(user) -> bool:
    """Must this person change the password now?"""
    if user.must_change_password:
        return True
    age = settings.PASSWORD_MAX_AGE
    return bool(age and not user.is_demo and user.password_changed_at and clock.real_now() - user.password_changed_at > age)
