"""查各种口径的面积: stock at the beginning of a day, what was accepted, land of a cohort, land made ready - by county, areas in 亩.

Each question is one or two statements over the open territory, whatever the number of counties. `parks` takes land with a 所在园区 only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from landplan.lib import clock

from ..choices import BatchUse, Kind, SupplyMode, UsedType
from ..models import ApprovalBatch, AreaEntry, BatchEntry, Cohort, Covenant, KindSpan, Parcel, Supply
from ..rules.batch_account import GONE
from ..rules.purposes import INDUSTRIAL_LAND
from .as_of import RECORDED
from .findings import counted_findings

ByRegion = dict[int, Decimal]
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Land:
    """哪些地: kinds, perhaps only in parks, perhaps only of a cohort of approvals."""

    kinds: tuple[str, ...]
    parks: bool = False
    cohort: Cohort | None = None

    def inside(self, prefix: str = "") -> Q:
        """条件 on parcels, or on what points to them by `prefix`."""
        found = ~Q(**{f"{prefix}park": ""}) if self.parks else Q()
        return found & self.cohort.holds(prefix) if self.cohort else found


def _sums(rows: QuerySet, name: str = "area", region: str = "region_id") -> ByRegion:
    return {found: area or NOTHING for found, area in rows.order_by().values_list(region).annotate(total=Sum(name))}


def left_at(day: date, land: Land, basis: str = RECORDED) -> ByRegion:
    """存量 at 00:00 of a day: land that was of these kinds on that day, less what of it was accepted before.

    Land that lives on in other parcels counts there; what was accepted of it stays with the entries of the old ones."""
    spans = KindSpan.objects.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day, kind__in=land.kinds)
    held = _sums(Parcel.objects.current().filter(land.inside(), id__in=spans.values("parcel")))
    before = AreaEntry.objects.filter(land.inside("parcel__"), parcel__in=spans.values("parcel"), kind__in=land.kinds,
                                      **{f"{basis}_at__lt": clock.shanghai(day.year, day.month, day.day)})
    gone = _sums(before)
    return {region: max(area - gone.get(region, NOTHING), NOTHING) for region, area in held.items()}


def accepted_of(land: Land, until: datetime, after: datetime | None = None, basis: str = RECORDED) -> ByRegion:
    """已验收 in (after, until] of the land."""
    return _sums(entries_of_land(land, until, after, basis))


def entries_of_land(land: Land, until: datetime, after: datetime | None = None, basis: str = RECORDED) -> QuerySet[AreaEntry]:
    """明细 that `accepted_of` adds up."""
    span = {f"{basis}_at__lte": until} | ({f"{basis}_at__gt": after} if after else {})
    return AreaEntry.objects.filter(land.inside("parcel__"), kind__in=land.kinds, **span)


def registered_of(land: Land, moment: datetime) -> QuerySet[Parcel]:
    """在账的宗地 of these kinds that were registered by then."""
    return Parcel.objects.current().filter(land.inside(), kind__in=land.kinds, registered_at__lte=moment)


def moved_on(land: Land, moment: datetime, basis: str = RECORDED) -> ByRegion:
    """已处置而类别已变的: what was accepted, as land of these kinds, of parcels that are of another kind now."""
    return _sums(entries_of_land(land, moment, basis=basis).exclude(parcel__kind__in=land.kinds))


def areas_of(rows: QuerySet[Parcel]) -> ByRegion:
    """面积 by county."""
    return _sums(rows)


def cleared_by(day: date, land: Land) -> QuerySet[Parcel]:
    """整备好的: their conditions for supply or for a start were complete by that day."""
    return Parcel.objects.current().filter(land.inside(), kind__in=land.kinds, cleared_on__lte=day)


def cleared_left(day: date, moment: datetime, land: Land, basis: str = RECORDED) -> ByRegion:
    """整备好还没有盘活的面积: what of it is accepted counts there, once."""
    rows = cleared_by(day, land)
    gone = _sums(AreaEntry.objects.filter(parcel__in=rows.order_by().values("id"), **{f"{basis}_at__lte": moment}))
    return {region: max(area - gone.get(region, NOTHING), NOTHING) for region, area in _sums(rows).items()}


def used_land(used: Iterable[str], moment: datetime, *, is_found: bool) -> QuerySet[Parcel]:
    """未供即用 of some types (none given: any); `is_found`: only what a finding put on the list (整改台账)."""
    rows = Parcel.objects.current().filter(kind=Kind.USED_UNSUPPLIED, registered_at__lte=moment)
    types = [one for one in used if one in UsedType.values]
    rows = rows.filter(used_type__in=types) if types else rows
    return rows.filter(id__in=counted_findings(Kind.USED_UNSUPPLIED, moment).values("parcel")) if is_found else rows


def accepted_on(rows: QuerySet[Parcel], moment: datetime, basis: str = RECORDED) -> ByRegion:
    """已验收 of these parcels by then."""
    return _sums(AreaEntry.objects.filter(parcel__in=rows.order_by().values("id"), **{f"{basis}_at__lte": moment}))


@dataclass(frozen=True)
class Supplied:
    """一组批次 of a county (亩): 批准, 已供, and what left the approval (失效、撤回、核销、调整)."""

    approved: Decimal
    supplied: Decimal
    gone: Decimal


def batches_of(cohort: Cohort) -> QuerySet[ApprovalBatch]:
    """批次 of a cohort."""
    return ApprovalBatch.objects.filter(cohort.holds_batch())


def supplied_of(cohort: Cohort, moment: datetime) -> dict[int, Supplied]:
    """批准与供应 of a cohort's batches as of an instant, by county."""
    rows = batches_of(cohort)
    whole = {region: (area, before or NOTHING) for region, area, before in
             rows.order_by().values_list("region_id").annotate(a=Sum("area"), b=Sum("area_supplied"))}
    entries = BatchEntry.objects.filter(batch__in=rows.order_by().values("id"), recorded_at__lte=moment)
    supplied = _sums(entries.filter(use=BatchUse.SUPPLIED))
    gone = _sums(entries.filter(use__in=[*GONE, BatchUse.ADJUSTED]))
    return {region: Supplied(area, before + supplied.get(region, NOTHING), gone.get(region, NOTHING)) for region, (area, before) in whole.items()}


def industrial_grants(first: date, last: date, park_names: Iterable[str] | None = None) -> QuerySet[Supply]:
    """出让的工业用地 in parks from `first` to `last`; with names only in these parks."""
    marks = Q()
    for mark in INDUSTRIAL_LAND.marks:
        marks |= Q(parcel__purpose__contains=mark)
    rows = Supply.objects.filter(marks, ~Q(parcel__park=""), mode=SupplyMode.GRANTED, voided_at=None, supplied_on__gte=first, supplied_on__lte=last)
    return rows if park_names is None else rows.filter(parcel__park__in=list(park_names))


def with_covenant(rows: QuerySet[Supply], day: date) -> QuerySet[Supply]:
    """“标准地”出让的: a covenant of performance was signed for the very supply by that day."""
    return rows.filter(id__in=Covenant.objects.filter(kind="performance", supply__isnull=False, signed_on__lte=day).values("supply"))
