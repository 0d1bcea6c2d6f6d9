"""表格: the one writer of cells. User text is always text, never a formula; nothing is cut in silence."""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.cell.cell import Cell

# what XML 1.0 cannot carry
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIMIT = 32767
CUT_MARK = "…（超出单元格上限，全文见系统）"
_CORE = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
         '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
         'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>')


def safe_text(value: object) -> str:
    """安全文本: illegal characters become �, text over Excel's 32 767 characters is cut with a visible mark."""
    text = legal_text(str(value))
    return text if len(text) <= LIMIT else text[: LIMIT - len(CUT_MARK)] + CUT_MARK


def legal_text(text: str) -> str:
    """能写的文字: characters that XML cannot carry become �."""
    return _ILLEGAL.sub("�", text)


def put(cell: Cell, value: object, *, number_format: str | None = None) -> Cell:
    """写单元格: numbers as numbers, everything else as text even when it starts with = + - @."""
    if value is None:
        return cell
    if isinstance(value, str):
        cell.value = safe_text(value)
        cell.data_type = "s"
        if value[:1] in "=+-@\t\r":
            cell.quotePrefix = True
    else:
        cell.value = value
    if number_format:
        cell.number_format = number_format
    return cell


def same_bytes(content: bytes, *, title: str = "") -> bytes:
    """同样内容同样字节: the file without the instants at which it was written (entries of the archive, document properties)."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _CORE.format(title=escape(title)).encode()
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, data)
    return target.getvalue()
