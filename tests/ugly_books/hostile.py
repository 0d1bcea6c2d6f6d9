"""Workbooks that are none, are too much, or name what must not be opened (claims C45, C46, C47): one maker each."""

import io
import re
import struct
import warnings
import zipfile

from .base import xlsx
from .files import saved_by_libreoffice

GOOD = xlsx([["地块编号", "面积"], ["A-1", 12]])
MB = 1024 * 1024


def changed(content=GOOD, *, add=None, change=None, drop=()):
    """A workbook with parts added, changed or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in drop:
                data = old.read(name)
                new.writestr(name, (change or {}).get(name, lambda same: same)(data))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def with_cells(cells):
    """Raw cells after the good ones."""
    return changed(change={"xl/worksheets/sheet1.xml": lambda data: data.replace(b"</sheetData>", cells + b"</sheetData>")})


def parts_zip(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def stated_as(size, parts):
    """The good workbook with parts that the archive's list states to be of this size."""
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"xl/media/{number}.bin", b"\0" * 60_000)
            archive.filelist[-1].file_size = size
    return out.getvalue()


def typed_as(kind):
    """The good workbook that says it is of another kind."""
    return changed(change={"[Content_Types].xml": lambda data: data.replace(b"openxmlformats-officedocument.spreadsheetml.sheet.main", kind)})


def compound(*names):
    """An OLE file whose directory holds streams of these names."""
    def entry(name, kind):
        text = name.encode("utf-16-le")
        return text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1) + b"\xff" * 12 + b"\0" * 48
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * 4 * 108
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = entry("Root Entry", 5) + b"".join(entry(name, 2) for name in names)
    return head + table + entries.ljust(512, b"\0") + b"\0" * 4096


def many_sheets():
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return changed(add={f"xl/worksheets/sheet{n}.xml": b"<worksheet/>" for n in range(2, 10_001)}, change={
        "xl/workbook.xml": lambda data: data.replace(b"</sheets>", b"".join(
            b'<sheet name="s%d" sheetId="%d" r:id="r%d" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
            % (n, n, n) for n in range(2, 10_001)) + b"</sheets>"),
        "xl/_rels/workbook.xml.rels": lambda data: data.replace(b"</Relationships>", b"".join(
            b'<Relationship Id="r%d" Type="%s" Target="worksheets/sheet%d.xml"/>' % (n, relation, n) for n in range(2, 10_001))
            + b"</Relationships>")})


def million_styles():
    return changed(change={"xl/styles.xml": lambda data: re.sub(
        rb"<cellXfs[^>]*>", b'<cellXfs count="1000000">' + b"".join(
            b'<xf numFmtId="0" fontId="%d" fillId="%d" borderId="0"/>' % divmod(n * 7919 % 999_983, 1000) for n in range(1_000_000)), data)})


def dense():
    return with_cells(b"".join(b'<row r="%d">%s</row>' % (n, b"".join(b"<c><v>1</v></c>" for _ in range(250))) for n in range(3, 26_000)))


NESTED = parts_zip({"a.zip": parts_zip({"b.zip": parts_zip({"c.xlsx": GOOD})})})
ODS = parts_zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
REFUSED = {
    "empty": (lambda: b"", "没有内容"), "spaces": (lambda: b" \r\n ", "没有内容"), "nested zip": (lambda: NESTED, "zip 压缩包"),
    "high ratio": (lambda: changed(add={"xl/media/a.xml": b"<a>" + b" " * (60 * MB)}), "压缩率异常"),
    "unpacks to 500 MB": (lambda: stated_as(7 * MB, parts=70), "展开后超过"),
    "10000 sheets": (many_sheets, "上限是 200 张"), "more cells than fit": (dense, "请"),
    "encrypted": (lambda: compound("EncryptedPackage"), "打开密码"),
    "xlsb": (lambda: typed_as(b"ms-excel.sheet.binary.macroEnabled.main"), "xlsb"), "ods": (lambda: ODS, "ods"),
    "macros": (lambda: typed_as(b"ms-excel.sheet.macroEnabled.main"), "带宏"),
    "hidden macros": (lambda: changed(add={"xl/vbaProject.bin": b"x"}), "带宏"),
    "xls with macros": (lambda: compound("Workbook", "_VBA_PROJECT"), "带宏"), "word of old": (lambda: compound("WordDocument"), "Word 文档"),
    "broken xls": (lambda: compound("Workbook"), "。"), "web page": (lambda: "<html><table><tr><td>地块编号".encode(), "网页"),
    "web archive": (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页归档"), "svg": (lambda: b"<svg onload='alert(1)'/>", "SVG"),
    "xml of 2003": (lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XML 电子表格 2003"),
    "pdf": (lambda: b"%PDF-1.7 /JS", "PDF"), "pdf that is a zip too": (lambda: b"%PDF-1.7\n" + GOOD, "PDF"), "png": (lambda: b"\x89PNG\r\n", "图片"),
    "rar": (lambda: b"Rar!\x1a\x07", "rar"), "program": (lambda: b"MZ\x90\0", "程序"), "docx": (lambda: parts_zip({
        "[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}), "Word 文档"), "cut in half": (lambda: GOOD[:len(GOOD) // 2], "已损坏"),
    "random bytes": (lambda: bytes(range(128, 256)) * 40 + b"\xff\xff\x00\x01" * 99, "。"), "question marks": (lambda: b"????,??\n????,1\n", "问号"),
    "same part twice": (lambda: twice("xl/workbook.xml"), "同名"), "sheet is garbage": (lambda: changed(change={
        "xl/worksheets/sheet1.xml": lambda data: b"<worksheet><sheetData><row r='1'><c r='A1'><v>1"}), "。"),
}


def twice(name):
    out = io.BytesIO(GOOD)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, b"<x/>")
    return out.getvalue()


ACCEPTED = {
    "a cell in the last row": lambda: with_cells(b'<row r="1048576"><c r="B1048576"><v>7</v></c></row>'),
    "a cell in column 200 of a far row": lambda: with_cells(b'<row r="60000"><c r="GR60000"><v>7</v></c></row>'),
    "dimension that lies": lambda: changed(change={"xl/worksheets/sheet1.xml": lambda data: re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)}),
    "a million styles": million_styles, "zip within a workbook": lambda: changed(add={"xl/embeddings/a.zip": NESTED}),
    "saved as xls": lambda: saved_by_libreoffice("xls"),
}

# every kind of part in which an entity could stand
PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "docProps/core.xml",
         "docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml",
         "xl/externalLinks/externalLink1.xml", "xl/externalLinks/_rels/externalLink1.xml.rels")
LINK = {"xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'}


def with_dtd(part, system):
    """The workbook with an external entity in one part."""
    dtd = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{system}"> <!ENTITY % b SYSTEM "{system}"> %b;]>'.encode()

    def change(data):
        start = re.search(rb"<(?![?!])", data).start()
        return data[:start] + dtd + data[start:]
    return changed(changed(saved_by_libreoffice("xlsx"), add=LINK), change={part: change})
