"""文件规则: which files are taken as evidence, judged by their content, and what their names may hold."""

from __future__ import annotations

import os
import struct
import unicodedata

from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # an A3 scan at 400 dpi has 31 million
HEAD = 256 * 1024  # so much of a file is looked at; nothing is ever decoded
# extension -> (media type, how the file must begin)
TYPES = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
WAY = "请换成 PDF、JPG 或 PNG，每个不超过 20 MB。已传的还在。"


def check_upload(*, name: str, size: int, head: bytes) -> str:
    """文件可否收: returns the media type. Raises Refusal with what was found."""
    extension = os.path.splitext(name)[1].lower()
    if extension not in TYPES:
        raise Refusal(f"文件“{name}”不能用。{WAY}", field="evidence", code="file_type")
    if size == 0:
        raise Refusal(f"文件“{name}”是空的。请重新扫描后上传。", field="evidence", code="file_empty")
    if size > MAX_BYTES:
        raise Refusal(f"文件“{name}”有 {size / 1048576:.1f} MB。{WAY}", field="evidence", code="file_size")
    media_type, beginnings = TYPES[extension]
    if not head.startswith(beginnings):
        raise Refusal(f"文件“{name}”的内容不是{extension[1:].upper()}。{WAY}", field="evidence", code="file_content")
    if (pixels := _pixels(media_type, head)) > MAX_PIXELS:
        raise Refusal(f"图片“{name}”有 {pixels // 10000} 万像素，上限是 {MAX_PIXELS // 10000} 万。请用 400 dpi 以下重新扫描后上传。",
                      field="evidence", code="file_pixels")
    return media_type


def _pixels(media_type: str, head: bytes) -> int:
    """Width × height as the file itself says, read from its head without decoding it; 0 when it does not say."""
    if media_type == "image/png" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        return width * height
    if media_type == "image/jpeg":
        return _jpeg_pixels(head)
    return 0


def _jpeg_pixels(head: bytes) -> int:
    """Walk the markers to the frame header (SOF0–SOF15 without DHT, JPG, DAC)."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width * height
        at += 1 if marker == 0xFF else 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return 0


def safe_name(name: str) -> str:
    """文件名 as data: no path, no control or invisible characters, at most 200 characters, extension kept."""
    base = clean_text(unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1])
    base = "".join(c for c in base if c not in '<>:"|?*\n\t').strip(". ")
    stem, extension = os.path.splitext(base)
    return (stem[: 200 - len(extension)] or "文件") + extension
