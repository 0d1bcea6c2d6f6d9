"""Housekeeping of the queue itself; the jobs of the business live in each app's own jobs.py."""

from datetime import datetime

from celery import shared_task
from django.conf import settings

from landplan.demo.stage import catch_up
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.queue import note_heartbeat as note

KEEP_SECONDS = 24 * 3600


@shared_task
def note_heartbeat():
    """心跳: note that a worker takes messages; the health page reads when."""
    note()


@shared_task
def purge_processed_messages():
    """清理: without Redis taken messages stay as files; remove those older than a day. Returns how many."""
    folder = settings.QUEUE_DIR / "processed"
    if settings.REDIS_URL or not folder.is_dir():
        return 0
    limit = clock.real_now().timestamp() - KEEP_SECONDS
    old = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@shared_task
def play_demo(until: str = ""):
    """演示剧本往下演: to `until`, or to the present of the demo clock. Nothing outside of a demo installation."""
    if settings.DEMO:
        catch_up(datetime.fromisoformat(until) if until else None, actor=system_actor("演示"))
