"""供需对接 (INV-01) and land in reserve (INV-02): the open ledger as 可供, 收储 and 待盘活, and what of it fits a project.

Land in reserve is what was sent as 列入土地储备 and whose conditions were not settled anew since (rules.supply_demand.in_reserve): no
more than what of the parcel is neither disposed of nor supplied. What is ready is what of a parcel with its conditions settled is left
beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Count, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from landplan.lib import clock
from landplan.lib.area import AreaField

from ..choices import TO_SUPPLY
from ..models import Disposal, Parcel, ParkName, Supply
from ..rules.supply_demand import Wanted, in_reserve
from .reserves import reserve_rows

SHOWN = 200
READY, RESERVED, REVIVE = "ready", "reserved", "revive"
LISTS = {READY: "可供招商", RESERVED: "收储", REVIVE: "待盘活"}


@dataclass(frozen=True)
class LandSum:
    """合计 of a list: 宗数, and the area that is there for a project (亩)."""

    count: int
    area: Decimal


def held_reserves() -> QuerySet[Disposal]:
    """在收储的: reserves of open land that was not made ready on a later day."""
    again = Q(parcel__cleared_on=None) | Q(submitted_at__date__gte=F("parcel__cleared_on"))
    return reserve_rows().filter(again, parcel__in=Parcel.objects.open())


def reserved_on(parcel: Parcel) -> date | None:
    """哪天列入储备 (the last time it was sent); None when it was not."""
    last = reserve_rows().filter(parcel=parcel).aggregate(last=Max("submitted_at"))["last"]
    return clock.local(last).date() if last else None


def reserve_of(parcel: Parcel) -> date | None:
    """自哪天在收储; None when it is not in reserve."""
    day = reserved_on(parcel)
    return day if in_reserve(parcel.cleared_on, day) else None


def ready(rows: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """可供的, with `reserved`: conditions settled, and not in reserve with all that is left of it."""
    return _with_reserve(rows.exclude(cleared_on=None)).exclude(reserved__gt=0, reserved__gte=_area(F("area") - F("gone")))


def land_list(show: str, wanted: Wanted) -> QuerySet[Parcel]:
    """一个清单, with `free` = the area that is there (亩), of land that fits what is wanted."""
    rows = _fit(Parcel.objects.open(), wanted)
    if show == READY:
        rows = ready(rows.filter(kind__in=TO_SUPPLY)).annotate(
            free=_area(F("area") - Greatest(F("gone"), _area(F("accepted_area") + F("in_transit_area"))) - F("reserved")))
    elif show == RESERVED:
        rows = _with_reserve(rows.filter(id__in=held_reserves().values("parcel"))).annotate(
            free=Least(F("reserved"), _area(F("area") - F("gone")), output_field=AreaField()))
    else:
        rows = rows.exclude(kind__in=TO_SUPPLY, cleared_on__isnull=False).exclude(id__in=held_reserves().values("parcel"))
        rows = rows.annotate(free=_area(F("area") - F("accepted_area") - F("in_transit_area")))
    rows = rows.filter(free__gt=0)
    if wanted.area is not None:
        return rows.filter(free__gte=wanted.area).order_by("free", "parcel_no", "id")  # the smallest that is large enough first
    return rows.order_by("region__sort", "parcel_no", "id")


def sum_of_land(rows: QuerySet[Parcel]) -> LandSum:
    """合计 of a whole list."""
    found = rows.order_by().aggregate(n=Count("id"), a=Sum("free"))
    return LandSum(found["n"], found["a"] or Decimal(0))


def park_aliases(name: str) -> list[str]:
    """一个园区的各个名称: every name of the parks in the territory that have or had this one, and the words themselves."""
    parks = ParkName.objects.filter(name=name).values("park")
    return [name, *ParkName.objects.filter(park__in=parks).exclude(name=name).values_list("name", flat=True)]


def _fit(rows: QuerySet[Parcel], wanted: Wanted) -> QuerySet[Parcel]:
    if wanted.region_id:
        rows = rows.filter(region_id=wanted.region_id)
    if wanted.marks:
        rows = rows.filter(reduce(or_, (Q(purpose__contains=mark) for mark in wanted.marks), Q(purpose="")))
    return rows.filter(park__in=park_aliases(wanted.park)) if wanted.park else rows


def _with_reserve(rows: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """With `reserved`, how much of each parcel is in reserve (亩), and `gone`, how much was supplied or disposed of."""
    return rows.annotate(reserved=_sum_of(held_reserves()), supplied=_sum_of(Supply.objects.filter(voided_at=None))).annotate(
        gone=Greatest(F("supplied"), F("accepted_area"), output_field=AreaField()))


def _sum_of(rows: QuerySet) -> Coalesce:
    """Area of the rows of a parcel; 0 without any."""
    sums = rows.filter(parcel=OuterRef("pk")).order_by().values("parcel").annotate(a=Sum("area")).values("a")
    return Coalesce(Subquery(sums, output_field=AreaField()), Value(Decimal(0), output_field=AreaField()))


def _area(expression) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=AreaField())
