"""查令牌."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from landplan.lib import clock
from landplan.lib.prepared import Prepared

from ..models import ApiToken, Post

_TOKENS = Prepared(lambda digest, now: ApiToken.objects.select_related("post__user", "post__unit__region").filter(
    digest=digest, revoked_at=None, expires_at__gt=now, post__is_active=True, post__user__is_active=True),
    digest="digest", now=datetime(1, 1, 1, tzinfo=UTC))


def digest_of(secret: str) -> str:
    """摘要: what is kept of a token."""
    return hashlib.sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()


def post_of_token(secret: str) -> Post | None:
    """The post that a token stands for; None when it is unknown, expired or revoked, when its post or person ended,
    or when the person was signed out everywhere since."""
    token = next(iter(_TOKENS.objects(digest=digest_of(secret), now=clock.real_now())), None) if secret else None
    if token is None:
        return None
    ended = token.post.user.signed_out_before
    return None if ended and token.created_at < ended else token.post
