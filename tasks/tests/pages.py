"""Reading pages: the text of a page, and the cells of its tables."""

from __future__ import annotations

import re
from html import unescape


def text_of(html: str) -> str:
    """Words of a page without tags, white space made single."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(svg|script).*?</\1>", "", html)))).strip()


def rows_of(html: str) -> list[list[str]]:
    """Cells of every table row, as words."""
    return [[text_of(cell) for cell in re.findall(r"(?s)<t[dh][ >].*?(?=<t[dh][ >]|</tr>)", row)]
            for row in re.findall(r"(?s)<tr[ >].*?</tr>", html)]


def row_of(html: str, label: str) -> list[str]:
    """The one row whose first cell is this."""
    found = [row for row in rows_of(html) if row and row[0].replace(" ", "") == label]
    assert len(found) == 1, f"{label}: {len(found)} rows"
    return found[0]
