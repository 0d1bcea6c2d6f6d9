"""佐证库: files under random numbers in EVIDENCE_DIR; written aside, flushed, then renamed."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from landplan.lib.errors import Conflict


@dataclass(frozen=True)
class Stored:
    """存好的文件."""

    storage_id: str
    sha256: str
    size: int


def path_of(storage_id: str) -> Path:
    """Where a stored file lies; the number is ours, never a name that somebody typed."""
    return Path(settings.EVIDENCE_DIR) / storage_id[:2] / storage_id


def keep_file(upload) -> Stored:
    """存文件: random number, sha256, flushed to disk before the row that names it is committed."""
    storage_id = secrets.token_hex(16)
    target = path_of(storage_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    with open(aside, "wb") as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, target)
    return Stored(storage_id, digest.hexdigest(), size)


def stored_bytes(row) -> bytes:
    """存着的文件 of a row with `storage_id` and `sha256`. Raises Conflict when it is gone or not the one that was stored."""
    path = path_of(row.storage_id)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Conflict(f"“{row.original_name}”的文件与存入时的校验码不符，不能用。请告诉系统管理员从备份恢复。", code="file_damaged")
    return content
