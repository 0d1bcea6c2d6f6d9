"""子进程的入口: stdin is the file, stdout the compact file; a refusal is JSON on stderr and the exit code 3."""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module

from ...apart import go_last
from .limits import MAX_CPU, MAX_MEMORY, Unreadable

REFUSED = 3
# job -> module and function; loaded under the limits
JOBS = {"quick": (".parse", "parse"), "sparse": (".lean", "parse_sparse"), "mark": (".mark", "mark"), "rebuild": (".mark", "rebuild")}


def main(job: str) -> int:
    """Work under limits of memory and time; what breaks them ends this process alone."""
    go_last()
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU, MAX_CPU + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    module, function = JOBS[job]
    try:
        with open(sys.stdout.fileno(), "w+b", buffering=1 << 20, closefd=False) as target:
            getattr(import_module(module, __package__), function)(content, target)
    except Unreadable as refused:
        json.dump({"code": refused.code, "message": refused.message}, sys.stderr)
        return REFUSED
    return 0
