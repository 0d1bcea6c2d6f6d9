"""一次办理 for pages: a form carries `form_key`; the same key does the work once and gets the same answer."""

from __future__ import annotations

import uuid
from functools import wraps

from .services.once import run_once


def new_key() -> str:
    """A key for the hidden field `form_key` of a form."""
    return uuid.uuid4().hex


def once(view):
    """Decorator of a view: a POST with `form_key` (or `Idempotency-Key`) is done once."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        key = (request.POST.get("form_key") or request.headers.get("Idempotency-Key", "")) if request.method == "POST" else ""
        if not key or request.actor.user_id is None:
            return view(request, *args, **kwargs)
        return run_once(request, user_id=request.actor.user_id, key=key[:80], work=lambda: view(request, *args, **kwargs))

    return guarded
