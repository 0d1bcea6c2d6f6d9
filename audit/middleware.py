"""拒绝也留痕: every refused change leaves an entry; a Refusal that no view caught becomes a proper page."""

from __future__ import annotations

import re

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from landplan.lib.errors import Conflict, NotAllowed, Refusal

from .services import record

_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
_PAGES = {NotAllowed: "403.html", Conflict: "409.html"}
_OWNER = re.compile(r"(/(?:[a-z-]+/)+\d+/).")  # /parcels/5/ of /parcels/5/relist/
_KEY_REUSED = 422  # draft-ietf-httpapi-idempotency-key-header: the same key for another content


class RefusalMiddleware:
    """After the answer: was a change refused? Then say so in the audit trail, in a transaction of its own.

    A view may set `request.refusal_message` (what the entry tells), or `request.refusal_told` when it has
    already written an entry that says more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.refusal_message, request.refusal_told = "", False
        response = self.get_response(request)
        if request.method not in _SAFE and response.status_code >= 400 and not request.refusal_told:
            self._tell(request, response)
        if response.status_code == 405 and request.method == "GET" and not response.content and request.accepts("text/html"):
            return self._explain(request, response)
        return response

    @staticmethod
    def _explain(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """An address where things are only done, opened like a page (again, from the bar, or after signing in): which page it belongs to."""
        owner = _OWNER.match(request.path)
        try:  # the way up, so that the answer names no record
            back = "../" * request.path.removeprefix(owner[1]).count("/") if owner and resolve(owner[1]) else ""
        except Resolver404:
            back = ""
        page = render(request, "405.html", {"back": back}, status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        request.refusal_message = error.message
        status = _KEY_REUSED if error.code == "key_reused" else error.status
        if request.accepted_types and not request.accepts("text/html"):
            return JsonResponse({"code": error.code, "message": error.message, "field": error.field}, status=status,
                                json_dumps_params={"ensure_ascii": False})
        template = next((page for kind, page in _PAGES.items() if isinstance(error, kind)), "refused.html")
        return render(request, template, {"refusal": error}, status=status)

    @staticmethod
    def _tell(request: HttpRequest, response: HttpResponse) -> None:
        match = request.resolver_match
        name = match.view_name if match else request.path[:60]
        reason = f"{response.status_code} {request.refusal_message or getattr(response, 'reason_phrase', '')}"
        after = {"route": name, "status": response.status_code}
        with transaction.atomic():
            record(actor=request.actor, action="refused", subject=f"refused:{name}"[:80], region_id=request.actor.region_id,
                   label=request.path[:300], after=after, reason=reason[:2000], is_success=False)
