"""查纳入范围: parcels of the territory that lie outside of a plan's scope, and why (CLS-04)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.pages import most
from parcels.choices import Authority, Kind
from parcels.models import Parcel

from ..models import Plan
from ..rules.scope import BY_APPROVAL, Limits, why_out
from .plans import counties_in

PAGE = 100


def limits_of(plan: Plan) -> Limits:
    """范围 of a plan, as its settings hold it."""
    return Limits(plan.approved_from, plan.approved_until, f"{plan.number} 二")


def outside(plan: Plan, actor: Actor) -> QuerySet[Parcel]:
    """不纳入的宗地, by county and number."""
    limits = limits_of(plan)
    out = Q(kind=Kind.IDLE, idle_source="") | Q(kind=Kind.INEFFICIENT, inefficient_type="")
    if limits.approved_from or limits.approved_until:
        wrong = Q(batch=None) | ~Q(batch__authority__in=Authority.values)
        wrong |= Q(batch__approved_on__lt=limits.approved_from) if limits.approved_from else Q()
        wrong |= Q(batch__approved_on__gt=limits.approved_until) if limits.approved_until else Q()
        out |= Q(kind__in=BY_APPROVAL) & wrong
    inside = [county.id for county in counties_in(plan, actor)]
    rows = Parcel.objects.current().filter(out, region_id__in=inside).select_related("batch", "region")
    return rows.order_by("region__sort", "region_id", "parcel_no", "id")


@dataclass(frozen=True)
class Outside:
    """不在范围的: the first rows with their reason, how many there are, their area and what of it was accepted (亩)."""

    rows: list[tuple[Parcel, str]]
    count: int
    area: Decimal
    accepted: Decimal


def outside_rows(plan: Plan, actor: Actor) -> Outside:
    """不在范围的宗地 of the territory. What was accepted on them stands in the totals until somebody mends the facts."""
    limits, rows = limits_of(plan), outside(plan, actor)
    total = rows.order_by().aggregate(count=Count("id"), area=Sum("area"), accepted=Sum("accepted_area"), relapsed=Sum("relapsed_area"))
    return Outside([(parcel, reason_of(limits, parcel)) for parcel in rows[:most(PAGE)]], total["count"], total["area"] or Decimal(0),
                   (total["accepted"] or Decimal(0)) + (total["relapsed"] or Decimal(0)))


def reason_of(limits: Limits, parcel: Parcel) -> str:
    """不纳入的原因 of a parcel; empty when it is in scope."""
    batch = parcel.batch
    return why_out(limits, kind=parcel.kind, approved_on=batch.approved_on if batch else None, authority=batch.authority if batch else "",
                   idle_source=parcel.idle_source, inefficient_type=parcel.inefficient_type)
