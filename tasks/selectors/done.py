"""查完成量: accepted areas since the plan's base date, by county and quota class, as of any instant (10⁻⁶ 亩)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import connection

from landplan.lib.area import to_mu
from landplan.lib.prepared import planned_rows
from landplan.lib.scope import scope_sql
from parcels.choices import IdleSource, Kind
from parcels.selectors.as_of import RECORDED, Totals, added, totals_at

from ..choices import IdlePart
from ..models import Plan
from ..rules.quota import class_of

# 全域督察和耕地保护清单 is joined to 基数 (四（三）; D-14)
PART_OF = {IdleSource.PROVINCE_BASE: IdlePart.BASE, IdleSource.INSPECTION: IdlePart.BASE, IdleSource.SYSTEM_NEW: IdlePart.NEW}

_ABOVE = ("FROM units_region c LEFT JOIN units_region p ON p.id = c.parent_id JOIN parcels_parcel m ON m.region_id = c.id "
          "WHERE r.id IN (c.id, c.parent_id, p.parent_id) AND {scope}")


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
    return found | {region_id for region_id, first in filled_ledgers(wanted - found, [moment]).items() if first is not None}


def filled_ledgers(regions: Collection[int], moments: Sequence[datetime], *, above: bool = False) -> dict[int, int | None]:
    """有没有台账: which of the moments, the earliest first, is the first by which a parcel was registered in a county; None = by none. `above`:
    the regions are cities and provinces too, whose counties count. One statement, for no region none; written by hand, so that it stops
    at the first parcel."""
    if not regions:
        return {}
    rows = _ABOVE.format(scope=scope_sql("m.region_id")) if above else "FROM parcels_parcel m WHERE m.region_id = r.id"
    since = ", ".join(f"(SELECT {n} {rows} AND m.registered_at <= %s LIMIT 1)" for n in range(len(moments)))
    inside = "" if above else f" AND {scope_sql('r.id')}"
    return dict(planned_rows(f"SELECT r.id, COALESCE({since}, NULL) FROM units_region r "  # noqa: S608 - our own text
                             f"WHERE r.id IN ({', '.join(map(str, sorted(regions)))}){inside}",
                             [connection.ops.adapt_datetimefield_value(moment) for moment in moments]))


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
