"""文件类型: judged by what a file holds, never by its name. What is no workbook is refused with what it is and what to do."""

from __future__ import annotations

import re

from .limits import Unreadable

SAVE_AS = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”再上传"
_MAGIC = (
    (b"%PDF", "PDF 文件", "请上传原来的 Excel 文件"), (b"\x89PNG", "图片", "请上传 Excel 文件"), (b"\xff\xd8\xff", "图片", "请上传 Excel 文件"),
    (b"GIF8", "图片", "请上传 Excel 文件"), (b"BM", "图片", "请上传 Excel 文件"), (b"Rar!", "rar 压缩包", "请解压后上传里面的 Excel 文件"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请解压后上传里面的 Excel 文件"), (b"\x1f\x8b", "gz 压缩包", "请解压后上传里面的 Excel 文件"),
    (b"{\\rtf", "RTF 文档", "请上传 Excel 文件"), (b"MZ", "程序", "请上传 Excel 文件"), (b"\x7fELF", "程序", "请上传 Excel 文件"),
    (b"SQLite format 3", "数据库文件", "请上传 Excel 文件"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFA  # sector numbers from here on are marks


def kind_of(content: bytes) -> str:
    """zip, xls or csv. Raises Unreadable for everything else."""
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Unreadable("file_empty", "文件是空的，没有内容。请检查后重新上传")
    if content[:2] == b"PK":
        return "zip"
    if content[:8] == _OLE:
        return _ole_kind(content)
    if content[:2] == b"\x09\x08" or content[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        raise Unreadable("file_old", f"这是很旧的 Excel 格式（5.0 以前），读不了。{SAVE_AS}")
    for magic, what, way in _MAGIC:
        if content.startswith(magic):
            raise Unreadable("file_type", f"这是{what}，不是 Excel 工作簿。{way}")
    _refuse_markup(content)
    return "csv"


def _refuse_markup(content: bytes) -> None:
    """Web pages and XML that call themselves .xls: many systems export them."""
    start = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if b"mime-version:" in start[:400]:
        raise Unreadable("file_html", f"这是网页归档（mht），不是真正的 Excel 文件。{SAVE_AS}")
    if not start.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Unreadable("file_xml", f"这是“XML 电子表格 2003”，不是 Excel 工作簿。{SAVE_AS}")
    if b"<svg" in start:
        raise Unreadable("file_type", "这是 SVG 图片，不是 Excel 工作簿。请上传 Excel 文件")
    if re.search(rb"<(html|table|!doctype html|meta|body|head|div|style|script)\b", start):
        raise Unreadable("file_html", f"这是网页，只是名字像 Excel 文件。{SAVE_AS}")
    if re.match(rb"<(\?xml|!doctype|!--|[a-z])", start):
        raise Unreadable("file_xml", f"这是 XML 文件，不是 Excel 工作簿。{SAVE_AS}")


def _ole_kind(content: bytes) -> str:
    names = _ole_names(content)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Unreadable("file_encrypted", "文件加了打开密码，读不了。请在 Excel 或 WPS 里取消密码，保存后再上传")
    if names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}:
        raise Unreadable("file_macro", "文件里带宏，不收带宏的文件。请另存为“Excel 工作簿（.xlsx）”再上传")
    if names & {"Workbook", "Book"}:
        return "xls"
    for name, what in (("WordDocument", "Word 文档"), ("PowerPoint Document", "幻灯片"), ("__properties_version1.0", "邮件")):
        if name in names:
            raise Unreadable("file_type", f"这是{what}，不是 Excel 工作簿。请上传 Excel 文件")
    raise Unreadable("file_type", f"这个文件不是 Excel 工作簿。{SAVE_AS}")


def _ole_names(content: bytes) -> set[str]:
    """The names in the directory of a compound file, by its chain of sectors."""
    size = 1 << min(int.from_bytes(content[30:32], "little"), 16)
    if size < 128:
        raise Unreadable("file_broken", f"文件已损坏。{SAVE_AS}")

    def number(at: int) -> int:
        return int.from_bytes(content[at:at + 4], "little")

    def sector(index: int) -> int:
        return (index + 1) * size
    tables = [number(76 + 4 * n) for n in range(109) if number(76 + 4 * n) < _END]
    names, at, seen = set(), number(48), 0
    while at < _END and seen < 4000 and sector(at) < len(content):
        entries = content[sector(at):sector(at) + size]
        for start in range(0, len(entries) - 127, 128):
            length = int.from_bytes(entries[start + 64:start + 66], "little")
            if 2 <= length <= 64 and entries[start + 66]:
                names.add(entries[start:start + length - 2].decode("utf-16-le", "replace"))
        table, place = divmod(at, size // 4)
        if table >= len(tables):
            break  # more than 7 MB of sectors before the directory: what was found decides
        at, seen = number(sector(tables[table]) + 4 * place), seen + 1
    return names
