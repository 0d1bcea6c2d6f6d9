"""办理人中间件: who acts (session or token), in which post; opens the territory for the whole request."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from landplan.lib.scope import scope

from .models import Post
from .selectors import NOBODY, actor_of, actor_without_post, chosen, post_of_token, posts_of

OPEN_TO_POSTLESS = ("/sign-out/", "/api/", "/health/")


def client_address(request: HttpRequest) -> str:
    """来源地址: the peer's, or what the operator's own proxies (PROXY_COUNT of them) say; a header sent by the
    visitor himself is never believed."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    count = settings.PROXY_COUNT
    return forwarded[-count][:45] if count and len(forwarded) >= count else request.META.get("REMOTE_ADDR", "")


class ActorMiddleware:
    """Sets `request.actor`, the `request.region` of his post and `request.posts`, those to choose from; everything after it runs inside the
    actor's territory."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex
        request.posts = []
        request.token_post = self._token_post(request)
        post = request.token_post or self._session_post(request)
        who = actor_of(post) if post else actor_without_post(request.user) if request.user.is_authenticated else NOBODY
        request.region = post.unit.region if post else None
        request.actor = who.at(ip=client_address(request), request_id=request.request_id)
        if request.user.is_authenticated and post is None and not request.path.startswith(OPEN_TO_POSTLESS):
            response = render(request, "units/no_post.html", status=403)
        else:
            with scope(request.actor):
                response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def _token_post(request: HttpRequest) -> Post | None:
        """With an Authorization header the session does not count, be the header right or wrong."""
        header = request.headers.get("Authorization", "")
        if not header or not request.path.startswith("/api/"):
            return None
        scheme, _, secret = header.partition(" ")
        post = post_of_token(secret.strip()) if scheme.lower() == "token" else None
        request.user = post.user if post else AnonymousUser()
        return post

    @staticmethod
    def _session_post(request: HttpRequest) -> Post | None:
        request.posts = posts_of(request.user) if request.user.is_authenticated else []
        return chosen(request.posts, request.session.get("post_id"))
