"""佐证库: files under random numbers in EVIDENCE_DIR; written aside, flushed, then renamed."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


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
