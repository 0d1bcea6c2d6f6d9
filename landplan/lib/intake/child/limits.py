"""界限 of one file, and the way a refusal leaves the child."""

from __future__ import annotations

MAX_BYTES = 20 * 1024 * 1024  # of the file
MAX_MEMORY = 512 * 1024 * 1024  # address space of the child
MAX_CPU = 25  # seconds
MAX_PARTS = 2000  # of the archive
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200  # of a part of more than 8 MB: real tables stay below 60
MAX_SHEETS = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELLS = 6_000_000


class Unreadable(Exception):
    """不收: one clear sentence that says what is wrong with the file and what to do; `code` is stable."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message
