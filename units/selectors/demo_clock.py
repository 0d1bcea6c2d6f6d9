"""演示时钟: the offset, read at most once a second in each process."""

import time
from datetime import timedelta

from ..models import DemoClock

_seen: tuple[float, timedelta] = (float("-inf"), timedelta())


def demo_offset() -> timedelta:
    """演示时钟与机器时钟之差."""
    global _seen
    read_at, offset = _seen
    if time.monotonic() - read_at > 1:
        stored = DemoClock.objects.values_list("offset_seconds", flat=True).first()
        offset = timedelta(seconds=stored or 0)
        _seen = (time.monotonic(), offset)
    return offset


def forget_offset() -> None:
    """Read the offset anew at the next look (after it was moved in this process)."""
    global _seen
    _seen = (float("-inf"), timedelta())
