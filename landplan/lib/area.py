"""面积: whole numbers of 10⁻⁶ 亩 in the database, Decimal 亩 in Python; 亩, ㎡ and 公顷 are all exact."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import models

from .errors import Refusal
from .numbers import half_up, half_up_ratio, hundredths, parse_decimal

MICRO = 10**6
MAX_MICRO = 10**18
# what follows the whole 亩 of so many 10⁻⁴ 亩, with two decimals at least: nearly every area (2 decimals of a 亩, 4 of a 公顷, whole ㎡) has one
_TAILS = tuple(f".{rest // 100:02d}{f'{rest % 100:02d}'.rstrip('0')}" for rest in range(10_000))
# unit -> (label, 10⁻⁶ 亩 per unit, decimals that can be typed)
UNITS = {"mu": ("亩", 1_000_000, 6), "m2": ("㎡", 1_500, 2), "ha": ("公顷", 15_000_000, 6)}
UNIT_CHOICES = [(code, label) for code, (label, _, _) in UNITS.items()]


def to_micro(mu: Decimal | int) -> int:
    """亩 -> 10⁻⁶ 亩; more than six decimals is an error, never a silent rounding."""
    if isinstance(mu, bool | float):
        raise ValidationError("面积要用十进制数，不用浮点数。")
    value = Decimal(mu)
    if not value.is_finite():
        raise ValidationError("面积不是有限的数。")
    micro = value.scaleb(6)
    if micro != micro.to_integral_value():
        raise ValidationError(f"面积 {value} 亩的小数多于 6 位。")
    if abs(micro) > MAX_MICRO:
        raise ValidationError(f"面积 {value} 亩太大。")
    return int(micro)


def to_mu(micro: int) -> Decimal:
    """10⁻⁶ 亩 -> 亩 (exact, trailing zeros dropped to at least two decimals)."""
    if not micro % 10_000:  # nearly all are
        return Decimal(int(micro) // 10_000).scaleb(-2)
    return Decimal(exact_text(micro))


def exact_text(micro: int) -> str:
    """10⁻⁶ 亩 as text in 亩, exact, with at least two decimals."""
    whole, rest = divmod(abs(int(micro)), MICRO)
    tail = f".{rest:06d}".rstrip("0") if rest % 100 else _TAILS[rest // 100]
    return f"{'-' if micro < 0 else ''}{whole}{tail}"


def exact_column(micros: Iterable[int | None]) -> list[str | None]:
    """`exact_text` of a column, None where there is nothing: for thousands of figures."""
    return [None if micro is None else exact_text(micro) if micro < 0 or (parts := divmod(micro, MICRO))[1] % 100
            else f"{parts[0]}{_TAILS[parts[1] // 100]}" for micro in micros]


def show_micro(micro: int) -> str:
    """10⁻⁶ 亩 shown in 亩 with two decimals, half up."""
    if not micro % 10_000:  # nearly all are
        return hundredths(micro // 10_000)
    return hundredths(half_up_ratio(micro, MICRO, 2))


def read_area(text: object, unit: str = "mu", *, name: str = "面积", field: str | None = "area") -> Decimal:
    """录入面积 -> 亩. Raises Refusal for anything that is not a plain number in the unit's decimals."""
    if unit not in UNITS:
        raise Refusal(f"单位“{unit}”不认识。请从 亩、㎡、公顷 里选。", field="area_unit", code="unknown_unit")
    _, factor, places = UNITS[unit]
    value = parse_decimal(text, name=name, places=places, field=field, digits=9)
    return to_mu(int(value * factor))


def in_unit(mu: Decimal, unit: str) -> Fraction:
    """亩 -> exact fraction in the unit."""
    return Fraction(to_micro(mu), UNITS[unit][1])


def show(mu: Decimal | None, places: int = 2) -> str:
    """显示 亩 with two decimals, no thousands separators; None is 「未填」."""
    return "未填" if mu is None else str(half_up(mu, places))


def plain(mu: Decimal | None) -> str:
    """照录: no trailing zeros (262.6, 39812); None is an empty text."""
    if mu is None:
        return ""
    text = f"{mu:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class ScaledField(models.BigIntegerField):
    """Exact decimal stored as a whole number (10^`scale` per unit); reads and writes Decimal."""

    scale = 6

    def from_db_value(self, value, expression, connection):
        return None if value is None else self._out(value)

    def _out(self, value):
        return to_mu(value)

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        return Decimal(str(value))

    def get_prep_value(self, value):
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self._in(value)

    def _in(self, value):
        return to_micro(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = self.get_prep_value(value)
        return value

    @property
    def validators(self):
        return []


class AreaField(ScaledField):
    """面积 (亩), stored as 10⁻⁶ 亩."""


