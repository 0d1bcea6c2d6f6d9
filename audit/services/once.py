"""一次办理: the same key from the same person gets the same answer; the work is done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from landplan.lib import clock
from landplan.lib.errors import Conflict

from ..models import OnceKey

_KEPT_HEADERS = ("ETag", "Location", "HX-Redirect")


def run_once(request: HttpRequest, *, user_id: int, key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `work` once per (person, key), in one transaction with the stored answer.

    A repeated key with another body raises Conflict (code `key_reused`, answered 422 by the API). Answers of 400
    and above are not kept: nothing was done, so the person may try again with the same key.
    """
    digest = _digest(request)
    try:
        with transaction.atomic():
            slot = OnceKey.objects.create(user_id=user_id, key=key, digest=digest, created_at=clock.now())
            response = work()
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                _keep(slot, response)
            return response
    except IntegrityError:
        kept = OnceKey.objects.filter(user_id=user_id, key=key).first()
        if kept is None:
            raise
        return _replay(kept, digest)


def _digest(request: HttpRequest) -> str:
    """What was asked: method, path, the post it was asked in, and the body; of an upload the names and sizes of its files."""
    post_id = getattr(getattr(request, "actor", None), "post_id", None)
    seen = hashlib.sha256(f"{request.method} {request.path} {post_id}".encode())
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
        files = sorted((name, upload.name, upload.size) for name, upload in request.FILES.items())
        seen.update(repr((fields, files)).encode("utf-8", "backslashreplace"))
    else:
        seen.update(request.body)
    return seen.hexdigest()


def _keep(slot: OnceKey, response: HttpResponse) -> None:
    slot.status = response.status_code
    slot.content_type = response.get("Content-Type", "")
    slot.body = response.content.decode("utf-8", "replace")
    slot.headers = json.dumps({name: response[name] for name in _KEPT_HEADERS if name in response})
    slot.save()


def _replay(kept: OnceKey, digest: str) -> HttpResponse:
    if kept.digest != digest:
        raise Conflict("这个办理键已用于另一次内容不同的提交。请刷新页面再填。", code="key_reused")
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type or None)
    for name, value in json.loads(kept.headers).items():
        response[name] = value
    response["Idempotent-Replay"] = "true"
    return response
