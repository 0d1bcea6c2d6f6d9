"""查成因: how many parcels of a kind each cause explains; those without a cause stand among them (CLS-25)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from ..choices import Cause
from ..models import Parcel


@dataclass(frozen=True)
class CauseLine:
    """一种成因; an empty `cause` is 未填. Areas in 亩."""

    cause: str
    count: int
    area: Decimal
    left: Decimal

    @property
    def label(self) -> str:
        return str(Cause(self.cause).label) if self.cause else "未填"


def causes_of(kinds: tuple[str, ...]) -> tuple[list[CauseLine], CauseLine]:
    """成因统计 of the open territory for these kinds, the most parcels first, 未填 last; and their sum."""
    rows = (Parcel.objects.current().filter(kind__in=kinds).order_by().values("cause")
            .annotate(n=Count("id"), a=Sum("area"), d=Sum("accepted_area")))
    found = [CauseLine(row["cause"], row["n"], row["a"], row["a"] - row["d"]) for row in rows]
    total = CauseLine("", sum(one.count for one in found), sum((one.area for one in found), Decimal(0)),
                      sum((one.left for one in found), Decimal(0)))
    return sorted(found, key=lambda one: (one.cause == "", -one.count, one.cause)), total
