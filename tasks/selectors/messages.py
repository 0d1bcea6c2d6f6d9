"""查消息 of one post."""

from __future__ import annotations

from django.db.models import QuerySet

from landplan.lib.actors import Actor

from ..models import Message


def messages_of(actor: Actor) -> QuerySet[Message]:
    """本岗位的消息."""
    return Message.objects.filter(post_id=actor.post_id)


def unread_of(actor: Actor) -> QuerySet[Message]:
    """没有看过、也没有取消的."""
    return Message.objects.filter(post_id=actor.post_id, read_at=None, cancelled_at=None)
