"""有界限的子进程: what reads a foreign file runs apart, with limits of memory, processor and wall time, without our settings or secrets.

A child that is killed takes nothing with it; the file is then answered 文件无法处理, with what to do.
"""

from __future__ import annotations

import json
import signal
import tempfile
from pathlib import Path
from typing import IO

from ..apart import run_apart
from ..errors import Refusal

ROOF = Path(__file__).resolve().parents[2]
WALL = 28  # seconds for one file, both readings together
REFUSED = 3
# the project without its roof: the child imports these few modules, no settings, no queue, no database
_START = """import sys, types
roof = types.ModuleType("landplan"); roof.__path__ = [sys.argv[1]]; sys.modules["landplan"] = roof
from importlib import import_module
sys.exit(import_module("landplan.lib.intake.child.main").main(*sys.argv[2:]))"""
KILLED = "文件无法处理：读它用的时间或内容超过界限。请只留有数据的行列和要导入的工作表，复制到新的工作簿，另存为 .xlsx 再上传。"
BROKEN = "文件无法处理：文件已损坏，或内容不合 Excel 的格式。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”再上传。"


class Killed(Exception):
    """The child broke a limit, or broke; `is_late` when it was for time."""

    def __init__(self, *, is_late: bool = False):
        super().__init__("killed")
        self.is_late = is_late


def run_bounded(job: str, *, source: IO[bytes], target: IO[bytes], wall: float = WALL) -> None:
    """Run a job of `child.main` from `source` to `target`, both real files. Raises Refusal (field `file`) with the child's sentence, Killed."""
    source.seek(0)
    with tempfile.TemporaryFile() as said:
        code = run_apart(_START, str(ROOF), job, wall=wall, stdin=source, stdout=target, stderr=said)
        if code is None:
            raise Killed(is_late=True)
        if code == REFUSED:
            said.seek(0)
            told = json.loads(said.read())
            raise Refusal(told["message"].rstrip("。") + "。", field="file", code=told["code"])
        if code:
            raise Killed(is_late=code == -signal.SIGXCPU)
