"""csv: its encoding and separator found from what it holds; rows as texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from .limits import Unreadable

GUARDS = "=+-@\t\r"  # what a spreadsheet would work out: our own csv puts an apostrophe before it


def decoded(content: bytes) -> str:
    """The text. Raises Unreadable when no encoding in use fits."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(text.count(char) for char in map(chr, (*range(1, 9), *range(14, 27)))) + text.count("\x00")
        if text.isascii() and text.count("??") * 8 > len(text):
            raise Unreadable("file_text", "文件里的汉字都成了问号，保存时已经丢失。请用 Excel 或 WPS 打开原来的文件，另存为 .xlsx 再上传")
        if strange * 50 <= len(text):
            return text.replace("\x00", "")
    raise Unreadable("file_text", "文件的内容不是表格，也不是能读的文字。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”再上传")


def _encodings(content: bytes) -> tuple[str, ...]:
    """What it may be written in, the likeliest first."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if content[1:200:2].count(0) > len(content[:200]) // 4:
        return ("utf-16-le",)
    if content[0:200:2].count(0) > len(content[:200]) // 4:
        return ("utf-16-be",)
    text = content.decode("utf-8-sig", "replace")
    # a Chinese character takes three bytes in UTF-8: where only letters of two come out, they are characters of GBK
    is_gbk = not content.startswith(b"\xef\xbb\xbf") and not text.isascii() and max(text) < "\u0800"
    return ("gb18030", "utf-8-sig") if is_gbk else ("utf-8-sig", "gb18030")


def csv_rows(content: bytes) -> Iterator[list[str]]:
    """Rows of texts; an empty cell is ""."""
    text = decoded(content)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            yield [_plain(cell) for cell in row]
    except csv.Error:
        raise Unreadable("file_csv", "csv 文件不完整，引号没有成对。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传") from None


def _separator(text: str) -> str:
    """The one that cuts the most of the first lines into the same number of cells."""
    lines = [line for line in text[:20_000].splitlines()[:60] if line.strip()][:40]

    def weight(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        common = max(set(counts), key=lambda count: (count > 0, counts.count(count), count), default=0)
        return (counts.count(common) if common else 0), common
    return max((",", "\t", ";", "，", "|"), key=weight)


def _plain(cell: str) -> str:
    text = cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in GUARDS else cell
    if text[:2] == '="' and text[-1:] == '"' and len(text) > 3:
        text = text[2:-1]  # ="0012": how text is kept as text in csv
    return text.translate(_NO_MARKS)


_NO_MARKS = dict.fromkeys((*range(0, 9), *range(11, 13), *range(14, 32)))
