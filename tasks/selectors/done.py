"""查完成量: accepted areas since the plan's base date, by county and quota class, as of any instant (10⁻⁶ 亩)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from landplan.lib.area import to_mu
from parcels.choices import IdleSource, Kind
from parcels.models import Parcel
from parcels.selectors.as_of import RECORDED, Totals, added, totals_at
from units.models import Region

from ..choices import IdlePart
from ..models import Plan
from ..rules.quota import class_of

# 全域督察和耕地保护清单 is joined to 基数 (四（三）; D-14)
PART_OF = {IdleSource.PROVINCE_BASE: IdlePart.BASE, IdleSource.INSPECTION: IdlePart.BASE, IdleSource.SYSTEM_NEW: IdlePart.NEW}


@dataclass(frozen=True)
class Done:
    """完成量: (region id, class) -> 10⁻⁶ 亩; idle ones also by part of annex 3."""

    areas: dict[tuple[int, str], int] = field(default_factory=dict)
    parts: dict[tuple[int, str], int] = field(default_factory=dict)

    def area(self, region_id: int, quota_class: str) -> Decimal:
        """亩 of one county and class; nothing accepted is a true zero where the county's ledger is not empty (`known_regions`)."""
        return to_mu(self.areas.get((region_id, quota_class), 0))

    def part(self, part: str, region_id: int) -> Decimal:
        """亩 of one county and part of 闲置."""
        return to_mu(self.parts.get((region_id, part), 0))


def done_at(plan: Plan, moment: datetime, basis: str = RECORDED) -> Done:
    """累计完成量 after the base date up to and including `moment` (mission: cumulative figures come from facts)."""
    before = totals_at(plan.counts_after, basis) if plan.base_at else None
    return _by_class(plan, added([totals_at(moment, basis)], minus=before))


def known_regions(areas: Mapping[tuple[int, str], int], regions: Iterable[int], moment: datetime) -> set[int]:
    """有数据的县区: something was accepted there (`areas` by region and class), or a parcel was registered by `moment`. Of an empty ledger
    nothing is known, which is not 0."""
    wanted = set(regions)
    found = {region for (region, _), area in areas.items() if area} & wanted
    return found | {region_id for region_id, (is_filled,) in filled_ledgers(wanted - found, [moment]).items() if is_filled}


def filled_ledgers(regions: Collection[int], moments: Sequence[datetime]) -> dict[int, tuple[bool, ...]]:
    """有没有台账: was a parcel registered by each of the moments in a county, or in one below a city or province? One statement;
    for no region none."""
    if not regions:
        return {}
    found = Region.objects.filter(pk__in=regions).annotate(**{f"filled_{n}": _is_filled(moment) for n, moment in enumerate(moments)})
    return {region_id: tuple(filled) for region_id, *filled in found.values_list("pk", *(f"filled_{n}" for n in range(len(moments))))}


def _is_filled(moment: datetime) -> ExpressionWrapper:
    mine = Exists(Parcel.objects.filter(region=OuterRef("pk"), registered_at__lte=moment))
    below = Region.objects.counties().filter(Q(parent=OuterRef("pk")) | Q(parent__parent=OuterRef("pk"))).filter(mine)
    return ExpressionWrapper(mine | Exists(below), output_field=BooleanField())


def _by_class(plan: Plan, totals: Totals) -> Done:
    areas, parts = defaultdict(int), defaultdict(int)
    for (region_id, kind, source), (area, _) in totals.items():
        quota_class = class_of(kind, plan.counts_used_unsupplied)
        if quota_class is None:
            continue
        areas[region_id, quota_class.value] += area
        if kind == Kind.IDLE and source in PART_OF:
            parts[region_id, PART_OF[source].value] += area
    return Done(dict(areas), dict(parts))
