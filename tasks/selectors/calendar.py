"""查日历: the post behind an address, and the deadlines of a post for a year ahead."""

from __future__ import annotations

from datetime import date

from landplan.lib.actors import Actor
from units.models import Post
from units.selectors.tokens import digest_of

from ..models import CalendarToken
from ..rules.reminders import Due
from .dues import open_dues

AHEAD = 366


def post_of_calendar(secret: str) -> Post | None:
    """岗位 of an address; None when it is unknown or revoked, or its post or person ended (signed out everywhere ends it too)."""
    found = (CalendarToken.objects.select_related("post__user", "post__unit__region")
             .filter(digest=digest_of(secret), revoked_at=None, post__is_active=True, post__user__is_active=True).first())
    if found is None:
        return None
    ended = found.post.user.signed_out_before
    return None if ended and found.made_at < ended else found.post


def dues_of(actor: Actor, day: date) -> list[Due]:
    """本岗位的时限 that are not done, in the open territory, the earliest first."""
    mine = [due for due in open_dues(day, AHEAD)
            if (due.unit_id == actor.unit_id if due.unit_id else due.region_id == actor.region_id and actor.role in due.roles)]
    return sorted(mine, key=lambda due: (due.due_on, due.key))
