"""文本的编码: UTF-8 (with or without BOM), UTF-16 of both orders, GBK; told by the bytes."""

from __future__ import annotations

from ..errors import Refusal


def decoded(content: bytes) -> str:
    """字节 -> 文字. Raises Refusal when no encoding fits."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _tried(content, "utf-16")
    if content[:3] == b"\xef\xbb\xbf":
        return _tried(content, "utf-8-sig")
    head = content[:400]
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 8:
        return _tried(content, "utf-16-le")
    if len(head) >= 4 and head[::2].count(0) > len(head) // 8:
        return _tried(content, "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _tried(content, "gb18030")


def _tried(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("文件的文字读不出来：不是 UTF-8、UTF-16，也不是 GBK。请用记事本打开，另存为 UTF-8 再交。", field="file", code="encoding")
