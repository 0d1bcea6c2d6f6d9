"""子进程的入口: limits first, then the reading (see bounded)."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import orjson

from ..apart import go_last
from ..errors import Refusal
from .bounded import REFUSED, packed
from .reading import read_geo

_MEMORY, _SECONDS, _FILE = 2 * 1024**3, 30, 200 * 1024**2


def main(path: str, name: str, zone: str) -> int:
    """Read and tell; the answer is 0, or 3 with a refusal."""
    go_last()
    for what, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_FSIZE, _FILE)):
        resource.setrlimit(what, (most, most))
    try:
        told, code = packed(read_geo(Path(path), name, int(zone) or None)), 0
    except Refusal as refusal:
        told, code = orjson.dumps({"message": refusal.message, "code": refusal.code}), REFUSED
    sys.stdout.buffer.write(told)
    return code
