"""内存: the most that this process held while a work ran."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_PROC = Path("/proc/self")


def most_held(work: Callable[[], object]) -> float:
    """The largest resident size during `work`, in MB. Linux forgets the mark when asked to."""
    (_PROC / "clear_refs").write_text("5")
    work()
    marks = dict(line.split(":", 1) for line in (_PROC / "status").read_text().splitlines())
    return int(marks["VmHWM"].split()[0]) / 1024
