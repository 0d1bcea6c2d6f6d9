"""日历订阅: one address a post; a new one ends the old, and it can be revoked at once."""

from __future__ import annotations

import secrets

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from units.models import Post
from units.selectors.tokens import digest_of

from ..models import CalendarToken


@transaction.atomic
def make_calendar(*, actor: Actor) -> str:
    """生成订阅地址 of one's present post; returns the secret, which is not kept."""
    post = Post.objects.select_for_update(of=("self",)).get(pk=actor.post_id)
    _revoke(post)
    secret = secrets.token_urlsafe(32)
    row = CalendarToken.objects.create(post=post, digest=digest_of(secret), made_at=clock.real_now())
    record(actor=actor, action="make_calendar", obj=row)
    return secret


@transaction.atomic
def revoke_calendar(*, actor: Actor) -> None:
    """吊销订阅: at once; without one nothing happens."""
    post = Post.objects.select_for_update(of=("self",)).get(pk=actor.post_id)
    if _revoke(post):
        record(actor=actor, action="revoke_calendar", obj=post, subject=f"user:{actor.user_id}")


def _revoke(post: Post) -> int:
    return CalendarToken.objects.filter(post=post, revoked_at=None).update(revoked_at=clock.real_now())
