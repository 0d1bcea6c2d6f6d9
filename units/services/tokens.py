"""接口令牌: shown once, kept as a digest, acts as one post."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed

from ..models import ApiToken, Post
from ..selectors.tokens import digest_of

LIFE = timedelta(days=30)


@transaction.atomic
def issue_token(post: Post, *, actor: Actor) -> str:
    """签发令牌 for one's own post, good for 30 days; returns the secret, which is not kept."""
    if post.user_id != actor.user_id:
        raise NotAllowed("只能为自己的岗位签发令牌。")
    secret = secrets.token_urlsafe(32)
    now = clock.real_now()
    token = ApiToken.objects.create(post=post, digest=digest_of(secret), created_at=now, expires_at=now + LIFE)
    record(actor=actor, action="issue_token", obj=token, subject=f"user:{post.user_id}", label=str(post))
    return secret


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor) -> None:
    """吊销令牌: at once."""
    if token.post.user_id != actor.user_id:
        raise NotAllowed("只能吊销自己的令牌。")
    token.revoked_at = clock.real_now()
    token.save(update_fields=["revoked_at"])
    record(actor=actor, action="revoke_token", obj=token, subject=f"user:{actor.user_id}", label=str(token.post))
