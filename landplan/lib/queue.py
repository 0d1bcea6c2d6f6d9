"""消息: wake a worker, and what is known of the queue. Without a queue nothing is lost: the row of the job stands, and beat looks again."""

from __future__ import annotations

import logging
import os
from datetime import datetime, timedelta

from django.conf import settings
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from . import clock

logger = logging.getLogger(__name__)
HEARTBEAT = "worker-heartbeat"  # the file in which a worker notes every minute that it takes messages
HEARTBEAT_LIMIT = timedelta(minutes=5)
PATIENCE = 0.3  # seconds: whoever writes or looks does not wait longer for a queue that hangs


def wake(task, *args) -> bool:
    """Send `task` a message with `args`; False when the queue is away, full or hangs, which is noted and hurts nobody.

    After writing the row call it through ``transaction.on_commit``: a worker must not look before the row is there.
    """
    try:
        task.delay(*args)
    except (OSError, OperationalError, RedisError) as error:  # RedisError: it answers, but takes nothing (memory full)
        logger.warning("queue: %s", error)
        return False
    return True


def is_reachable() -> bool:
    """队列通不通: does it take a message now? Asked by writing, since a Redis whose memory is full still answers."""
    if not settings.REDIS_URL:
        return os.access(settings.QUEUE_DIR / "messages", os.W_OK)
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)) as queue:
            return bool(queue.set("landplan:looked", "1", ex=60))
    except (OSError, RedisError):
        return False


def note_heartbeat() -> None:
    """记心跳, in the time of the machine."""
    (settings.VAR_DIR / HEARTBEAT).write_text(clock.real_now().isoformat())


def last_heartbeat() -> datetime | None:
    """最近一次心跳; None when no worker was ever heard."""
    try:
        return datetime.fromisoformat((settings.VAR_DIR / HEARTBEAT).read_text())
    except (OSError, ValueError):
        return None


def is_silent() -> bool:
    """没有声音: no worker noted its heartbeat for five minutes."""
    seen = last_heartbeat()
    return seen is None or clock.real_now() - seen >= HEARTBEAT_LIMIT
