"""提醒: what is due to a unit is told to the posts of the unit, once a stage; what is done is told no more (CYC-13, CYC-14, TSK-04)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from units.models import Post

from ..choices import Channel
from ..models import Delivery, Message, Reminder
from ..rules.reminders import LATE_DAYS, Due, said, stage_of
from ..selectors.dues import open_dues


@transaction.atomic
def remind(day: date, *, actor: Actor) -> list[Reminder]:
    """发到期提醒 of a day, those that were not sent yet, and cancel those whose due is done. One entry in the trail when anything changed.

    Called by the run that has locked the plans, so that two never send the same; the database refuses the second anyway.
    """
    dues, now, since = open_dues(day), clock.now(), day - timedelta(days=LATE_DAYS)
    known = set(Reminder.objects.filter(due_on__gte=since).values_list("key", "due_on", "stage"))
    made, of = [], {}
    for due in dues:
        stage = stage_of(due.due_on, day, due.days)
        if stage and (due.key, due.due_on, stage) not in known:
            row = Reminder(region_id=due.region_id, key=due.key, stage=stage, due_on=due.due_on, to=due.to[:100], title=due.title, url=due.url,
                           text=f"{said(due.due_on, day)}。{due.text}"[:300], made_at=now)
            made.append(row)
            of[id(row)] = due
    Reminder.objects.bulk_create(made)
    _hand_out([(row, of[id(row)]) for row in made])
    cancelled = _cancel(Reminder.objects.filter(cancelled_at=None, due_on__gte=since), {(due.key, due.due_on) for due in dues})
    if made or cancelled:
        record(actor=actor, action="remind", label=f"到期提醒 {day}", after={"rows": len(made), "cancelled": cancelled})
    return made


def _hand_out(rows: list[tuple[Reminder, Due]]) -> None:
    """To the posts that are held now; to the outside where the installation has switched it on."""
    by_unit, by_role = defaultdict(list), defaultdict(list)
    for post in Post.objects.filter(is_active=True, user__is_active=True).select_related("unit"):
        by_unit[post.unit_id].append(post)
        by_role[post.unit.region_id, post.role].append(post)
    messages, out = [], []
    for row, due in rows:
        posts = by_unit[due.unit_id] if due.unit_id else [post for role in due.roles for post in by_role[due.region_id, role]]
        posts = [post for post in posts if post.is_business]
        messages += [Message(post=post, reminder=row, made_at=row.made_at) for post in posts]
        out += _deliveries(row, {post.unit.name for post in posts})
    Message.objects.bulk_create(messages)
    Delivery.objects.bulk_create(out)


def _deliveries(row: Reminder, units: Iterable[str]) -> list[Delivery]:
    """外发 of a reminder: off unless the settings name an address (NOTIFY_MAIL, NOTIFY_WEBHOOK)."""
    now, real = clock.now(), clock.real_now()
    mails = sorted({settings.NOTIFY_MAIL[unit] for unit in units if unit in settings.NOTIFY_MAIL})
    found = [(Channel.MAIL, address) for address in mails] + ([(Channel.WEBHOOK, "")] if settings.NOTIFY_WEBHOOK else [])
    return [Delivery(key=f"{channel}:{row.id}:{address}"[:80], channel=channel, reminder=row, to=address, due_at=now, created_at=real)
            for channel, address in found]


def _cancel(rows, still_open: set[tuple[str, date]]) -> int:
    """取消 the reminders whose due is no longer open, with their messages."""
    gone = [pk for pk, key, due_on in rows.values_list("id", "key", "due_on") if (key, due_on) not in still_open]
    if gone:
        now = clock.now()
        Reminder.objects.filter(pk__in=gone).update(cancelled_at=now)
        Message.objects.filter(reminder__in=gone, cancelled_at=None).update(cancelled_at=now)
    return len(gone)


def cancel_reminders(key: str) -> None:
    """取消一个时限的提醒, in the transaction of the service that has done it and tells of it."""
    _cancel(Reminder.objects.filter(cancelled_at=None, key=key), set())


@transaction.atomic
def read_messages(rows: Iterable[Message], *, actor: Actor) -> None:
    """标为看过: the post's own mark, which is no business row and leaves no entry."""
    Message.objects.filter(pk__in=[row.pk for row in rows], post_id=actor.post_id, read_at=None).update(read_at=clock.now())
