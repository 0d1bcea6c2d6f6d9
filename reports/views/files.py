"""留存的文件: stored bytes with their digest, and files made now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def bytes_response(kept, content_type: str) -> HttpResponse:
    """The stored bytes of a snapshot or notice, with their digest."""
    response = sent(bytes(kept.file), kept.file_name, content_type)
    response["X-Content-SHA256"] = kept.sha256
    response["ETag"] = f'"{kept.sha256}"'
    return response


def asked_edition(text: str) -> int | None:
    """哪一版 of `?edition=`; None when nothing that reads as one was asked."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def sent(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to be kept by the browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
