"""文本: one cleaner for everything typed, one key for comparing names, one reader of dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from .errors import Refusal

# format characters that a person never means to type: bidi controls, zero width, variation selectors, tags
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEEP = {"\n", "\t"}
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def clean_text(value: object) -> str:
    """清洗: NFC, no control or invisible characters, trimmed. Line ends become \\n."""
    text = str(value)
    if text.isprintable() and unicodedata.is_normalized("NFC", text) and not _SELECTORS.search(text):
        return text.strip()  # nearly all are clean, and an import cleans a million
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in _KEEP or not (unicodedata.category(c) in _INVISIBLE or _SELECTORS.match(c)))
    return "".join(kept).strip()


def name_key(value: object) -> str:
    """比对键: NFKC + casefold without spaces; display keeps the original."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", clean_text(value)).casefold())


def parse_day(text: object, *, name: str, today: date, field: str | None = None) -> date:
    """读日期: 2021-09-22, 2021.9.22, 2021年9月22日, 9.22, 922, 今天. Years outside 1949–2099 are refused."""
    raw = clean_text(text)
    plain = unicodedata.normalize("NFKC", raw)
    if plain in ("今天", "今日"):
        return today
    parts = [int(p) for p in re.findall(r"[0-9]+", plain)] if re.fullmatch(r"[0-9./年月日\- ]+", plain) else []
    if len(parts) == 1:
        parts = _split_digits(str(re.sub(r"\D", "", plain)), today)
    elif len(parts) == 2:
        parts = [today.year, *parts]
    try:
        day = date(*parts)
    except (TypeError, ValueError):
        day = None
    if day is None or not 1949 <= day.year <= 2099:
        raise Refusal(f"{name}“{raw}”读不出来。请写成 2021-09-22、9.22 或 922，年份在 1949 至 2099 之间。",
                      field=field, code="not_a_date")
    return day


def _split_digits(digits: str, today: date) -> list[int]:
    if len(digits) == 8:
        return [int(digits[:4]), int(digits[4:6]), int(digits[6:])]
    if len(digits) in (3, 4):
        return [today.year, int(digits[:-2]), int(digits[-2:])]
    return []
