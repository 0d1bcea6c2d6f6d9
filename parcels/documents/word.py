"""Word 模板: looked into without being trusted, and filled. Only {{ 名称 }} may stand in one."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from landplan.lib.errors import Refusal

from ..rules.paper_kinds import MAX_BYTES

MAX_UNPACKED = 20 * 1024 * 1024
MAX_PARTS = 300
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
WAY = "请下载现在的模板，用 Word 或 WPS 改好，另存为 .docx 再传。"


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


def names_in(content: bytes) -> set[str]:
    """模板里的占位符. Raises Refusal for what is no Word file of the plain kind, or holds more than plain placeholders."""
    if len(content) > MAX_BYTES:
        raise Refusal(f"模板有 {len(content) / 1048576:.1f} MB，上限是 2 MB。请去掉图片。{WAY}", field="file", code="file_size")
    _look_inside(content)
    try:
        document = DocxTemplate(BytesIO(content))
        document.init_docx()
        texts = [document.patch_xml(document.get_xml())]
        texts += [document.patch_xml(document.get_part_xml(part)) for uri in (document.HEADER_URI, document.FOOTER_URI)
                  for _, part in document.get_headers_footers(uri)]
    except (KeyError, ValueError, OSError, SyntaxError, RuntimeError) as broken:
        raise Refusal(f"这个文件打不开，不像 Word 文档。{WAY}", field="file", code="file_content") from broken
    return set().union(*map(_names, texts))


def _look_inside(content: bytes) -> None:
    """The package: a document without macros, outer links or entities, of a sane size."""
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refusal(f"模板解开后太大。{WAY}", field="file", code="file_size")
            names = {part.filename for part in parts}
            if "word/document.xml" not in names or any("vbaProject" in name for name in names):
                raise Refusal(f"这个文件不是 Word 文档（.docx），或带有宏。{WAY}", field="file", code="file_content")
            for part in parts:
                text = package.read(part) if part.filename.endswith((".xml", ".rels")) else b""
                if b"\0" in text[:200] or b"<!DOCTYPE" in text or b"<!ENTITY" in text or re.search(rb'TargetMode\s*=\s*["\']External', text):
                    raise Refusal(f"模板里有外部链接或实体（{part.filename}），不能收。请去掉链接的图片、模板和超链接。{WAY}",
                                  field="file", code="file_content")
    except (BadZipFile, OSError, RuntimeError, NotImplementedError) as broken:
        raise Refusal(f"这个文件不是 Word 文档（.docx）。{WAY}", field="file", code="file_content") from broken


def _names(text: str) -> set[str]:
    """Names in one part; anything but {{ 名称 }} is refused."""
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as wrong:
        raise Refusal(f"模板里的占位符写法不对：{wrong.message}。只能写 {{{{ 名称 }}}}。{WAY}", field="file", code="placeholder_syntax") from wrong
    odd = next((node for node in tree.find_all(nodes.Node) if not isinstance(node, _PLAIN)), None)
    if odd is not None:
        raise Refusal(f"模板第 {odd.lineno} 行附近有计算或控制语句，不能收。只能写 {{{{ 名称 }}}}。{WAY}", field="file", code="placeholder_syntax")
    return {node.name for node in tree.find_all(nodes.Name)}


_ALONE = re.compile(r"\s*\{\{\s*(\w+)\s*\}\}\s*")


def names_alone(content: bytes) -> list[str]:
    """独占一段的占位符, in the order of the text; in tables, heads and feet nothing stands alone."""
    found = (_ALONE.fullmatch(paragraph.text) for paragraph in Document(BytesIO(content)).paragraphs)
    return [one.group(1) for one in found if one]


def fill(content: bytes, values: dict[str, str]) -> bytes:
    """填好的文书."""
    document = DocxTemplate(BytesIO(content))
    document.render(values, jinja_env=_environment(), autoescape=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def put_in_place(document, mark: str, write: Callable[[], None]) -> None:
    """What `write` adds takes the place of the paragraph that is `mark` alone."""
    place = next(one._p for one in document.paragraphs if one.text.strip() == mark)
    count = len(document.paragraphs)
    write()
    for paragraph in document.paragraphs[count:]:
        place.addprevious(paragraph._p)
    place.getparent().remove(place)
