"""Housekeeping of the queue itself; the jobs of the business live in each app's own jobs.py."""

from celery import shared_task
from django.conf import settings

from landplan.lib import clock

HEARTBEAT = "worker-heartbeat"
KEEP_SECONDS = 24 * 3600


@shared_task
def note_heartbeat():
    """心跳: note that a worker takes messages; the health page reads the time of this file."""
    (settings.VAR_DIR / HEARTBEAT).write_text(clock.real_now().isoformat())


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
