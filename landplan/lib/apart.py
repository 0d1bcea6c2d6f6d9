"""另开子进程: what reads a foreign file runs apart - no settings, no secrets, no database - and is ended when its time is over.

The child sets its own limits of memory and processor time; a child that is killed takes nothing with it.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from typing import IO

_PLAIN = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}


def run_apart(start: str, *args: str, wall: float, stdin: IO[bytes] | int = subprocess.DEVNULL, stdout: IO[bytes] | int = subprocess.DEVNULL,
              stderr: IO[bytes] | int = subprocess.DEVNULL) -> int | None:
    """Run the text `start` as a program with `args`, at most `wall` seconds: its exit code (minus the signal that ended it), None when its
    time was over. The streams are real files."""
    child = subprocess.Popen([sys.executable, "-I", "-c", start, *args], stdin=stdin, stdout=stdout, stderr=stderr, env=_PLAIN, cwd="/",
                             process_group=0)
    try:
        return _ended(child, wall)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _ended(child: subprocess.Popen, wall: float) -> int:
    """The child's exit code, as soon as it has ended: to wait with a limit, the library itself looks every twentieth of a second."""
    try:
        handle = os.pidfd_open(child.pid)
    except (AttributeError, OSError):  # another system, or a kernel before 5.3
        return child.wait(wall)
    try:
        watch = select.poll()
        watch.register(handle, select.POLLIN)
        watch.poll(wall * 1000)
    finally:
        os.close(handle)
    return child.wait(0.05)


def go_last() -> None:
    """Called by the child itself: whoever waits for a page has the processor first. (A session of its own would be a scheduling group of
    its own, in which a nice child is alone and as quick as ever; so it has only a process group.)"""
    os.nice(10)
