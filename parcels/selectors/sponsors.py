"""查包保: how many parcels each 包保领导 post, or each 分包乡办或单位, answers for, how much of them is left, how many are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from ..models import Parcel


@dataclass(frozen=True)
class Sponsor:
    """一个包保岗位 or 分包单位; an empty `post` is 无包保. Areas in 亩, of parcels not written off."""

    post: str
    count: int
    left: Decimal
    overdue: int


def sponsors_of(today: date, column: str = "sponsor_post") -> list[Sponsor]:
    """包保岗位 (or, by `sponsor_unit`, 分包单位) of the open territory: 无包保 first, then by how many parcels."""
    rows = (Parcel.objects.open().order_by().values(column)
            .annotate(n=Count("id"), a=Sum("area"), d=Sum("accepted_area"), late=Count("id", filter=Q(deadline_on__lt=today))))
    found = [Sponsor(row[column], row["n"], row["a"] - row["d"], row["late"]) for row in rows]
    return sorted(found, key=lambda one: (one.post != "", -one.count, one.post))
