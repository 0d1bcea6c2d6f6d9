"""登录: one door for pages and interface - the same canonical name, the same counting, one attempt at a time."""

from __future__ import annotations

import hashlib

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.db.models import Sum
from django.http import HttpRequest

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.text import clean_text

from ..models import User
from ..policies import may_read_security


def canonical_name(typed: str) -> str:
    """用户名 as it is counted: spaces and letter case do not make another name."""
    name = clean_text(typed)[:60]
    known = User.objects.filter(username__iexact=name).values_list("username", flat=True).first()
    return known or name.casefold()


@transaction.atomic
def check_password(request: HttpRequest, *, actor: Actor, username: str, password: str) -> User | None:
    """核对密码; None when it is wrong, the name unknown, the account disabled or the door shut for a while.

    Attempts on one name are looked at one after the other, so that many at once count as many. When the door is
    shut the middleware of axes answers 429 in place of the view. `actor` is nobody yet: the address that asks.
    """
    name = canonical_name(username)
    _queue_up(name)
    if _failures_from(actor.ip) >= settings.SIGN_IN_LIMIT_PER_ADDRESS:
        request.axes_locked_out = True
        return None
    return authenticate(request, username=name, password=password)


def _queue_up(name: str) -> None:
    # on SQLite the transaction itself is the only one that writes
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _failures_from(address: str) -> int:
    since = clock.real_now() - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(ip_address=address or None, attempt_time__gt=since)
    return recent.aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0


@transaction.atomic
def record_sign_in(user: User, *, actor: Actor) -> None:
    """记登录."""
    record(actor=actor, action="sign_in", obj=user)


@transaction.atomic
def record_sign_in_refused(username: str, *, actor: Actor, reason: str) -> None:
    """记登录失败: the name that was typed, never the password."""
    record(actor=actor, action="sign_in", subject="sign_in", label=clean_text(username)[:60], reason=reason, is_success=False)


@transaction.atomic
def record_sign_out(user: User, *, actor: Actor) -> None:
    """记退出."""
    record(actor=actor, action="sign_out", obj=user)


@transaction.atomic
def unlock_sign_in(username: str, *, actor: Actor, reason: str) -> int:
    """解除登录暂停 of one name before its time; returns how many counters were forgotten.

    Raises NotAllowed, Refusal when nothing is shut or no reason is given.
    """
    if not may_read_security(actor):
        raise NotAllowed("登录暂停由安全管理员解除。")
    if not reason:
        raise Refusal("解除登录暂停要写原因。请写明是谁、怎么核实的。", field="reason", code="reason_missing")
    found = AccessAttempt.objects.filter(username=username)
    count = found.count()
    if not count:
        raise Refusal(f"“{username}”没有登录失败的记录，不用解除。", field="username", code="not_found")
    found.update(failures_since_start=0)
    record(actor=actor, action="unlock_sign_in", subject="sign_in", label=username, reason=reason)
    return count
