"""xlsx 的检查: the archive before it is opened - sizes, parts, what it says it is, DTDs, links to elsewhere. No part is unpacked whole
for it, and nothing that a part names is ever opened."""

from __future__ import annotations

import io
import re
from zipfile import BadZipFile, ZipFile, ZipInfo

from .kinds import SAVE_AS
from .limits import MAX_PARTS, MAX_RATIO, MAX_SHEETS, MAX_UNPACKED, Unreadable

_PROLOG = 64 * 1024
_SMALL = 8 * 1024 * 1024
_MAIN = re.compile(rb"application/vnd\.[\w.-]*?(?:spreadsheetml|ms-excel)\.(sheet\.main|template\.main|sheet\.macroEnabled\.main|"
                   rb"template\.macroEnabled\.main|addin\.macroEnabled\.main|sheet\.binary\.macroEnabled\.main)\b")
_OTHERS = (("word/", "Word 文档"), ("ppt/", "幻灯片"), ("visio/", "Visio 图"), ("doc.kml", "地图文件"), ("AndroidManifest.xml", "程序"),
           ("META-INF/MANIFEST.MF", "程序"))
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_FINE = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def check_archive(content: bytes) -> list[str]:
    """What is worth telling about an accepted workbook (links to other files). Raises Unreadable."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("file_broken", f"文件不完整或已损坏，打不开。{SAVE_AS}") from None
    with archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        _refuse_sizes(parts)
        _refuse_other_kinds(archive, names)
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_dtd(archive, part)
        linked = any(name.startswith("xl/externalLinks/") for name in names)
    return ["工作簿里有指向别的文件的链接；没有打开那些文件，只用了已保存的数"] if linked else []


def _refuse_sizes(parts: list[ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.filename.startswith("xl/worksheets/sheet") for part in parts) > MAX_SHEETS:
        sheets = sum(part.filename.startswith("xl/worksheets/") for part in parts)
        raise Unreadable("file_parts", f"工作簿里有 {sheets} 张工作表、{len(parts)} 个部件，上限是 {MAX_SHEETS} 张、{MAX_PARTS} 个。"
                                       "请只留要导入的工作表再上传")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("file_encrypted", "文件加了密码，读不了。请取消密码，保存后再上传")
    if len({part.filename for part in parts}) != len(parts):
        raise Unreadable("file_broken", f"文件里有同名的部件，不是完整的工作簿。{SAVE_AS}")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("file_bomb", f"文件展开后超过 {MAX_UNPACKED // 1048576} MB，无法处理。请只留有数据的行和要导入的工作表再上传")
    if any(part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts):
        raise Unreadable("file_bomb", "文件的压缩率异常，展开后大得多，无法处理。请把有数据的区域复制到新的工作簿再上传")


def _refuse_other_kinds(archive: ZipFile, names: set[str]) -> None:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        if b"opendocument.spreadsheet" in _read(archive, archive.getinfo("mimetype")):
            raise Unreadable("file_ods", f"这是 OpenDocument 表格（.ods）。{SAVE_AS}")
    if "[Content_Types].xml" not in names:
        what = next((label for start, label in _OTHERS if any(name.startswith(start) for name in names)), "zip 压缩包")
        raise Unreadable("file_zip", f"这是{what}，不是 Excel 工作簿。请解压后上传里面的 Excel 文件")
    types = archive.getinfo("[Content_Types].xml")
    if types.file_size > 4 * 1024 * 1024:
        raise Unreadable("file_broken", f"文件不完整或已损坏，打不开。{SAVE_AS}")
    found = {match.decode() for match in _MAIN.findall(_read(archive, types))}
    if any("binary" in one for one in found):
        raise Unreadable("file_xlsb", f"这是二进制工作簿（.xlsb）。{SAVE_AS}")
    if any("macro" in one.lower() for one in found) or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("file_macro", f"文件里带宏，不收带宏的文件。{SAVE_AS}")
    if not found:
        what = next((label for start, label in _OTHERS if any(name.startswith(start) for name in names)), "别的文件")
        raise Unreadable("file_type", f"这是{what}，不是 Excel 工作簿。{SAVE_AS}")


def _read(archive: ZipFile, part: ZipInfo, most: int = -1) -> bytes:
    try:
        with archive.open(part) as stream:
            return stream.read(most)
    except Exception:  # whatever a forged archive makes the library raise
        raise Unreadable("file_broken", f"文件不完整或已损坏，打不开。{SAVE_AS}") from None


def _refuse_dtd(archive: ZipFile, part: ZipInfo) -> None:
    """A DTD can stand only before the root element, so the prolog is read, and must end; in UTF-8, where nothing can hide."""
    prolog = _read(archive, part, _PROLOG).removeprefix(b"\xef\xbb\xbf").lstrip()
    stated = _ENCODING.match(prolog)
    root = re.search(rb"<[A-Za-z_]", re.sub(rb"<!--.*?-->", b"", prolog, flags=re.DOTALL))
    if b"<!DOCTYPE" in prolog.upper() or b"<!ENTITY" in prolog.upper():
        raise Unreadable("file_dtd", f"文件的部件“{part.filename}”里有 DTD 或实体定义，正常的工作簿没有，不收。{SAVE_AS}")
    if prolog and (b"\x00" in prolog[:200] or (stated and stated.group(1).lower() not in _FINE) or root is None):
        raise Unreadable("file_dtd", f"文件的部件“{part.filename}”编码或开头异常，不收。{SAVE_AS}")
