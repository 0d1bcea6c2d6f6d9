"""金额: whole 分 in the database, Decimal 元 in Python."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError

from .area import ScaledField
from .numbers import half_up


class MoneyField(ScaledField):
    """金额 (元), stored as whole 分; more than two decimals is an error."""

    scale = 2

    def _out(self, value):
        return Decimal(value).scaleb(-2)

    def _in(self, value):
        cents = Decimal(value).scaleb(2)
        if not cents.is_finite() or cents != cents.to_integral_value():
            raise ValidationError(f"金额 {value} 元的小数多于 2 位。")
        return int(cents)


def wan(yuan: Decimal | None) -> str:
    """万元, two decimals, half up; None is 「未填」."""
    return "未填" if yuan is None else str(half_up(yuan / 10000, 2))
