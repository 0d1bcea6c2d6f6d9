"""PDF: of a Word file by LibreOffice, of a page of ours by WeasyPrint, which draws with Pango; where the machine lacks one of
them, nothing else of the system needs it."""

from __future__ import annotations

import logging
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from .errors import Refusal

SECONDS = 60


def has_office() -> bool:
    """Is LibreOffice here?"""
    return _program() is not None


def pdf_of(content: bytes) -> bytes:
    """The PDF of a docx file. Raises Refusal where LibreOffice is missing or does not finish."""
    program = _program()
    if program is None:
        raise Refusal("这台服务器没有装 LibreOffice，不能转 PDF。请下载 Word 文件，用 WPS 或 Word 另存为 PDF；或请系统管理员安装。", code="no_office")
    with TemporaryDirectory() as folder:
        source = Path(folder) / "notice.docx"
        source.write_bytes(content)
        # a profile of its own: two conversions at once do not wait for each other, and nothing of the user's is read
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as broken:
            raise Refusal("PDF 没有转成。请过一会再试，或下载 Word 文件另存为 PDF。", code="office_failed") from broken


def pdf_of_page(html: str, *, rules: str, ink: str) -> bytes:
    """The PDF of a page under the rules of a style; nothing is fetched, from here or elsewhere. `ink` are the rules of its drawings,
    which take none from the page. Raises Refusal where Pango is missing."""
    try:
        weasyprint = import_module("weasyprint")
    except OSError as missing:
        raise Refusal("这台服务器没有装 Pango，不能做 PDF。请用浏览器打印，目标选“另存为 PDF”；或请系统管理员安装 libpangoft2-1.0-0。",
                      code="no_pango") from missing
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # rules for the screen are none of its business
    page = weasyprint.HTML(string=html.replace("</svg>", f"<style>{ink}</style></svg>"), url_fetcher=_nothing)
    return page.write_pdf(stylesheets=[weasyprint.CSS(string=rules, url_fetcher=_nothing)])


def _nothing(address: str, *args: object, **kwargs: object) -> dict:
    raise ValueError(f"a page for paper asked for {address[:80]}")


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
