"""查登录安全: who failed to sign in, from where, and whose door is shut for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings

from landplan.lib import clock


@dataclass(frozen=True)
class Failures:
    """一个账号从一个地址的登录失败."""

    username: str
    address: str
    count: int
    last_at: datetime
    opens_at: datetime | None

    @property
    def is_shut(self) -> bool:
        return self.opens_at is not None


def recent_failures() -> list[Failures]:
    """近期登录失败 of the time that counts (15 minutes), shut doors first."""
    now = clock.real_now()
    rows = AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME, failures_since_start__gt=0)
    summed: dict[tuple[str, str], list[AccessAttempt]] = {}
    for row in rows.order_by("attempt_time"):
        summed.setdefault((row.username or "", row.ip_address or ""), []).append(row)
    found = []
    for (username, address), attempts in summed.items():
        count, last_at = sum(a.failures_since_start for a in attempts), attempts[-1].attempt_time
        is_shut = count >= settings.AXES_FAILURE_LIMIT
        found.append(Failures(username, address, count, last_at, last_at + settings.AXES_COOLOFF_TIME if is_shut else None))
    return sorted(found, key=lambda f: (not f.is_shut, -f.last_at.timestamp()))
