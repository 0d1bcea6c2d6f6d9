"""公式的结果: which cells of an xlsx hold an error or a formula that was never worked out. The reader gives both as blank, and a blank is
something else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError, fromstring
from zipfile import ZipFile

from ..cells import FORMULA

_CELL = re.compile(rb'<c\s([^>]*?)(?<!/)>(.*?)</c>', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<v[^>/]*>([^<]*)</v>")
_FORMULA = re.compile(rb"<f[^>]*>([^<]*)</f>")
_SIGNS = (b"</f></c>", b"<v></v>", b"<v/>", b"<v />", b"/></c>")
_STEP = 1024 * 1024
_MOST = 20_000  # cells told at most


def odd_cells(content: bytes) -> dict[int, dict[int, dict[int, str]]]:
    """sheet index -> row (from 1) -> column (from 0) -> the text that stands for the cell."""
    found: dict[int, dict[int, dict[int, str]]] = {}
    with ZipFile(io.BytesIO(content)) as archive:
        for index, part in enumerate(_sheet_parts(archive)):
            if part is None:
                continue
            for count, (row, column, text) in enumerate(_odd(_pieces(archive, part))):
                if count >= _MOST:
                    break
                found.setdefault(index, {}).setdefault(row, {})[column] = text
    return found


def _sheet_parts(archive: ZipFile) -> list[str | None]:
    """The part of each sheet, in the order of the workbook; an empty list when the book names none plainly."""
    names = {name.lower(): name for name in archive.namelist()}
    try:
        book, links = (fromstring(archive.read(name)) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError):
        return []
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    parts = []
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            parts.append(names.get(path.lower()))
    return parts


def _pieces(archive: ZipFile, part: str) -> Iterator[bytes]:
    """The part cut between cells, a megabyte at a time."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_STEP):
            piece = rest + piece
            cut = piece.rfind(b"<c ")
            if cut <= 0 or len(piece) > 16 * _STEP:
                cut = len(piece)
            yield piece[:cut]
            rest = piece[cut:]
    yield rest


def _odd(pieces: Iterator[bytes]) -> Iterator[tuple[int, int, str]]:
    for piece in pieces:
        if b't="e"' not in piece and not (b"<f" in piece and any(sign in piece for sign in _SIGNS)):
            continue  # nearly every piece: no errors, and no formulas
        for match in _CELL.finditer(piece):
            head, body = match.groups()
            is_error = b't="e"' in head
            if not is_error and b"<f" not in body:
                continue
            value = _VALUE.search(body)
            place = _PLACE.search(head)
            if place is None or (not is_error and value is not None and (value.group(1) or b't="str"' in head)):
                continue
            formula = _FORMULA.search(body)
            text = value.group(1).decode("utf-8", "replace") if is_error and value else \
                f"{FORMULA}={formula.group(1).decode('utf-8', 'replace')[:200] if formula else ''}"
            yield int(place.group(2)), _column(place.group(1)), text


def _column(letters: bytes) -> int:
    number = 0
    for one in letters:
        number = number * 26 + one - 64
    return number - 1
