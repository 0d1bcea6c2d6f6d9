"""查用地限制、失信记录 and the stock that a county has already."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet, Sum

from landplan.lib.area import to_micro
from landplan.lib.errors import Refusal
from landplan.lib.text import name_key
from units.models import Region

from ..choices import FirmLimit, Kind, ParcelStatus, RestrictionKind
from ..models import CreditRecord, FirmListing, Parcel, Restriction
from ..rules.restrictions import check_stop

UNSUPPLIED = (Kind.UNEXPROPRIATED, Kind.UNSUPPLIED, Kind.USED_UNSUPPLIED)
GROUPS = (("批而未供", UNSUPPLIED), ("闲置", (Kind.IDLE,)), ("低效", (Kind.INEFFICIENT,)))
NAMED = 20


def in_force(region_id: int, kind: str, day: date) -> Restriction | None:
    """当日有效的限制 of a county."""
    rows = Restriction.objects.filter(region_id=region_id, kind=kind, from_on__lte=day)
    return rows.filter(Q(until_on=None) | Q(until_on__gt=day)).order_by("-from_on", "-id").first()


def pause_of(region_id: int, day: date) -> Restriction | None:
    """暂停新增用地申请 in force on that day."""
    return in_force(region_id, RestrictionKind.APPLICATIONS, day)


def stop_of(region_id: int, day: date) -> Restriction | None:
    """停止新供建设用地 in force on that day."""
    return in_force(region_id, RestrictionKind.SUPPLY, day)


def stop_faults(region: Region, day: date | None, what: str, field: str) -> list[Refusal]:
    """停供期内不能办的 (SUP-08, POL-06): what is recorded as of a day when a stop holds."""
    stop = stop_of(region.id, day) if day else None
    return check_stop(region.name, stop.document_no, stop.from_on, what, field) if stop else []


def listings() -> QuerySet[FirmListing]:
    """整治淘汰名单, the latest first."""
    return FirmListing.objects.select_related("region", "entered_by")


def barred_firms(region_id: int, *names: str) -> list[FirmListing]:
    """名单上不安排新增建设用地的 among these names."""
    keys = {name_key(name) for name in names if name}
    rows = FirmListing.objects.filter(region_id=region_id, firm_key__in=keys, ended_on=None) if keys else ()
    return [row for row in rows if FirmLimit.LAND in row.limits]


def stock_of(region_id: int) -> list[dict]:
    """存量 by group: open parcels, their area, and the rate of what was accepted among all current land (None without any)."""
    rows = Parcel.objects.current().filter(region_id=region_id).values("kind").annotate(
        open=Count("id", filter=~Q(status=ParcelStatus.WRITTEN_OFF)), whole=Sum("area"), accepted=Sum("accepted_area")).order_by("kind")
    by_kind, found = {row["kind"]: row for row in rows}, []
    for label, kinds in GROUPS:
        mine = [by_kind[kind] for kind in kinds if kind in by_kind]
        whole, accepted = sum((row["whole"] for row in mine), Decimal(0)), sum((row["accepted"] for row in mine), Decimal(0))
        found.append({"label": label, "count": sum(row["open"] for row in mine), "left": whole - accepted,
                      "rate": Fraction(accepted) / Fraction(whole) if whole else None})
    return found


def large_enough(region_id: int, area: Decimal | None) -> QuerySet[Parcel]:
    """面积够的批而未供土地 for a need (亩): what is left of it is at least as much; the tightest first."""
    rows = Parcel.objects.open().filter(region_id=region_id, kind__in=UNSUPPLIED)
    if area is not None:
        rows = rows.annotate(left=F("area") - F("accepted_area") - F("in_transit_area")).filter(left__gte=to_micro(area))
    return rows.order_by("area", "id")


def breaches_of(region_id: int, *names: str) -> list[CreditRecord]:
    """未修复的失信记录 of these holders."""
    keys = {name_key(name) for name in names if name}
    return list(CreditRecord.objects.filter(region_id=region_id, holder_key__in=keys, cleared_on=None)) if keys else []


def credit_rows() -> QuerySet[CreditRecord]:
    """失信记录, the latest first."""
    return CreditRecord.objects.select_related("region", "parcel", "entered_by")
