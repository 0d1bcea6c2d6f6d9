"""外发: mail and webhook of a reminder, by rows with leases. It may arrive twice when a worker is killed between sending and noting it,
never not at all; after five attempts it stays with its reason."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from landplan.lib import leases
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from landplan.lib.leases import JobState

from ..choices import Channel
from ..models import Delivery, Reminder

SECONDS = 10


def run_delivery(delivery_id: int, *, actor: Actor) -> Delivery | None:
    """发一件. None when another has it or nothing is left to do."""
    return leases.run(Delivery, delivery_id, _send, trouble="没有发出，会再试。请系统管理员查看日志。")


def waiting_deliveries() -> list[int]:
    """等着外发的."""
    return leases.waiting(Delivery)


def _send(job: Delivery) -> Delivery | None:
    reminder = Reminder.objects.get(pk=job.reminder_id)
    if reminder.cancelled_at is None:
        try:
            {Channel.MAIL: _mail, Channel.WEBHOOK: _post}[job.channel](job, reminder)
        except OSError as error:  # no connection, refused, too slow
            raise Refusal(f"{job.get_channel_display()}没有发出：{error}") from error
    return _note(job, JobState.SKIPPED if reminder.cancelled_at else JobState.DONE)


@transaction.atomic
def _note(job: Delivery, state: JobState) -> Delivery | None:
    row = leases.still_ours(job)
    return leases.finish(row, state, "已发出" if state == JobState.DONE else "已办结，不发了") if row else None


def _text(reminder: Reminder) -> str:
    return f"{reminder.to}：{reminder.title}，时限 {reminder.due_on}。{reminder.text}"


def _mail(job: Delivery, reminder: Reminder) -> None:
    send_mail(f"到期提醒：{reminder.title}"[:200], _text(reminder), None, [job.to])


def _post(job: Delivery, reminder: Reminder) -> None:
    """政务微信 and 钉钉 take the same form of a text."""
    body = json.dumps({"msgtype": "text", "text": {"content": _text(reminder)}}, ensure_ascii=False).encode()
    with urlopen(Request(settings.NOTIFY_WEBHOOK, body, {"Content-Type": "application/json; charset=utf-8"}), timeout=SECONDS):
        pass
