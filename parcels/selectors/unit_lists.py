"""查三清单一台账: the units that answer for parcels, and one unit's parcels for all four lists (LED-06)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from ..models import Parcel, ParcelMilestone

BASIS = "平龙政办〔2022〕50号 三（二）“建立地块清单、任务清单、责任清单和工作台账，明确责任主体，细化责任分工”"


@dataclass(frozen=True)
class UnitSum:
    """一个单位: how many parcels it answers for (as 牵头 or 分包), and their area (亩)."""

    name: str
    count: int
    area: Decimal


def parcels_of_unit(unit: str) -> QuerySet[Parcel]:
    """一个单位的宗地: those that it leads or is 分包 of, each once, by number."""
    return Parcel.objects.current().filter(Q(lead_unit=unit) | Q(sponsor_unit=unit)).order_by("parcel_no", "id")


def rows_of_unit(unit: str) -> list[Parcel]:
    """The same with what the lists show: county, batch, milestones (`steps`)."""
    steps = Prefetch("milestones", queryset=ParcelMilestone.objects.order_by("order"), to_attr="steps")
    return list(parcels_of_unit(unit).select_related("region", "batch").prefetch_related(steps))


def units_with_parcels() -> list[UnitSum]:
    """有宗地的单位, the most parcels first. A parcel that a unit both leads and is 分包 of counts once."""
    found: dict[str, list] = {}
    led = Parcel.objects.current().order_by().exclude(lead_unit="").values("lead_unit").annotate(n=Count("id"), a=Sum("area"))
    for row in led:
        found[row["lead_unit"]] = [row["n"], row["a"]]
    shared = Parcel.objects.current().order_by().exclude(sponsor_unit="").values("sponsor_unit", "lead_unit").annotate(n=Count("id"), a=Sum("area"))
    for row in shared:
        if row["sponsor_unit"] != row["lead_unit"]:
            sums = found.setdefault(row["sponsor_unit"], [0, Decimal(0)])
            sums[0], sums[1] = sums[0] + row["n"], sums[1] + row["a"]
    return sorted((UnitSum(name, *sums) for name, sums in found.items()), key=lambda one: (-one.count, one.name))
