"""数: reading typed numbers and the one rounding of the house (half up)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .errors import Refusal

_PLAIN = re.compile(r"^[+-]?\d+(\.\d+)?$")
_HUNDREDTHS = tuple(f".{rest:02d}" for rest in range(100))
_UP_TO = 20_000  # texts that stand ready: 0.00 to 199.99, nearly every rate in %
_TEXTS = tuple(f"{whole}{rest}" for whole in range(_UP_TO // 100) for rest in _HUNDREDTHS)


def half_up(value: Decimal | Fraction | int, places: int = 0) -> Decimal:
    """四舍五入: the only rounding in the project, exact until here (mission C-09). Unit of `value` is kept."""
    if isinstance(value, Fraction):
        return Decimal(f"{half_up_ratio(value.numerator, value.denominator, places)}E-{places}")  # exact, whatever the size
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def half_up_ratio(part: int, whole: int, places: int = 0) -> int:
    """四舍五入 of part ÷ whole (> 0) in units of the last place: the same rule on whole numbers."""
    return half_up_column([part], [whole], places)[0]


def half_up_column(parts: Iterable[int | None], wholes: Iterable[int | None] | int, places: int = 0) -> list[int | None]:
    """四舍五入 of many, None where there is no whole; or by one whole for all, None where there is no part: for thousands of figures."""
    unit = 2 * 10**places
    if isinstance(wholes, int):
        parts = list(parts)
        return half_up_column([part or 0 for part in parts], [None if part is None else wholes for part in parts], places)
    return [None if not whole else (part * unit + whole) // (2 * whole) if part >= 0 else -((whole - part * unit) // (2 * whole))
            for part, whole in zip(parts, wholes, strict=True)]


def hundredths(count: int) -> str:
    """百分位整数 as text with two decimals: 5001 -> 50.01."""
    return f"{count // 100}{_HUNDREDTHS[count % 100]}" if count >= 0 else f"-{hundredths(-count)}"


def rounded_column(parts: Iterable[int | None], wholes: Iterable[int | None] | int, per: int = 1) -> list[str | None]:
    """各比值 (`per` 100: in %) as texts with two decimals, half up, None as in `half_up_column`: rounded and written at once, the quickest way
    there is."""
    unit = 100 * per
    if isinstance(wholes, int):
        half = wholes >> 1
        return [None if not wholes or part is None else hundredths(half_up_ratio(part * per, wholes, 2)) if part < 0
                else _TEXTS[count] if (count := (part * unit + half) // wholes) < _UP_TO else f"{count // 100}{_HUNDREDTHS[count % 100]}"
                for part in parts]
    return [None if not whole else hundredths(half_up_ratio(part * per, whole, 2)) if part < 0
            else _TEXTS[count] if (count := (part * unit + (whole >> 1)) // whole) < _UP_TO else f"{count // 100}{_HUNDREDTHS[count % 100]}"
            for part, whole in zip(parts, wholes, strict=True)]


def parse_decimal(text: object, *, name: str, places: int, field: str | None = None,
                  signed: bool = False, digits: int = 12) -> Decimal:
    """读数: full-width digits are read; exponents, NaN and more than `places` decimals are refused, never rounded."""
    raw = str(text)
    clean = unicodedata.normalize("NFKC", raw).strip()
    if not _PLAIN.match(clean) or not clean.isascii():
        raise Refusal(f"{name}“{raw}”读不出来。请写数字，如 120 或 120.00，单位在右边选。", field=field, code="not_a_number")
    value = Decimal(clean)
    if value < 0 and not signed:
        raise Refusal(f"{name} {clean} 是负数。请写 0 以上的数。", field=field, code="negative")
    _, dot, decimals = clean.partition(".")
    if dot and len(decimals.rstrip("0")) > places:
        raise Refusal(f"{name} {clean} 的小数多于 {places} 位。请改为 {places} 位以内；系统不代为取舍。",
                      field=field, code="too_precise")
    if abs(value) >= Decimal(10) ** digits:
        raise Refusal(f"{name} {clean} 太大，上限是 {digits} 位整数。请核对单位。", field=field, code="too_large")
    return value
