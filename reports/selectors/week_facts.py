"""查一期的事实: accepted areas of a week on both bases, and the corrections in it - from the weekly rows, never by a scan.

The week's amount is the difference of two totals at its cut-offs, each one row a bucket. Only corrections and
reversals, which are few, are read one by one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max

from landplan.lib.area import to_micro, to_mu
from parcels.choices import Nature
from parcels.models import AreaEntry
from parcels.selectors.as_of import added, totals_at
from tasks.models import Plan
from tasks.rules.quota import class_of
from tasks.selectors.done import Done, done_at

from ..choices import Basis

Key = tuple[int, str]


@dataclass(frozen=True)
class Facts:
    """一期的事实 by (region id, class), in 亩; `corrections` are the entries recorded in the week."""

    recorded: dict[Key, Decimal]
    counts: dict[Key, int]
    effective: dict[Key, Decimal]
    corrections: list[AreaEntry]
    moved_here: list[AreaEntry]
    done: dict[str, Done]

    def cells(self, basis: str) -> dict[Key, Decimal]:
        """本周处置量 on a basis."""
        return self.recorded if basis == Basis.RECORDED else self.effective

    def corrected(self, region_id: int, quota_class: str, plan: Plan) -> list[AreaEntry]:
        """本期里记的更正 of one cell."""
        return [one for one in self.corrections if one.region_id == region_id and class_in(plan, one.kind) == quota_class]


def class_in(plan: Plan, kind: str) -> str | None:
    """任务口径 of a kind in this plan."""
    found = class_of(kind, plan.counts_used_unsupplied)
    return found.value if found else None


def recorded_in(plan: Plan, after: datetime, until: datetime) -> tuple[dict[Key, Decimal], dict[Key, int]]:
    """按原报的本周处置量 and 笔数, by (region, class): what the totals grew by between the two instants."""
    return _grown(plan, after, until)


def facts_of(plan: Plan, after: datetime, until: datetime) -> Facts:
    """一期的事实 in the open territory."""
    done = {basis.value: done_at(plan, until, basis.value) for basis in Basis}
    recorded, counts = _grown(plan, after, until)
    moved = AreaEntry.objects.exclude(nature=Nature.ACCEPTED).select_related("disposal__parcel", "region", "recorded_by")
    inside = list(moved.filter(recorded_at__gt=after, recorded_at__lte=until))
    here = list(moved.filter(effective_at__gt=after, effective_at__lte=until))
    change = defaultdict(int)
    for sign, entries in ((-1, inside), (1, here)):
        for one in entries:
            if quota_class := class_in(plan, one.kind):
                change[one.region_id, quota_class] += sign * to_micro(one.area)
    effective = {key: to_mu(to_micro(recorded.get(key, Decimal(0))) + change.get(key, 0)) for key in {*recorded, *change}}
    return Facts(recorded, counts, effective, inside, here, done)


def last_entry_id() -> int:
    """台账记到哪一笔: with the window it names exactly the entries that were counted."""
    return AreaEntry.objects.aggregate(last=Max("id"))["last"] or 0


def _grown(plan: Plan, after: datetime, until: datetime) -> tuple[dict[Key, Decimal], dict[Key, int]]:
    areas, counts = defaultdict(int), defaultdict(int)
    for (region_id, kind, _), (area, count) in added([totals_at(until)], minus=totals_at(after)).items():
        quota_class = class_in(plan, kind)
        if quota_class and (area or count):
            areas[region_id, quota_class] += area
            counts[region_id, quota_class] += count
    return {key: to_mu(area) for key, area in areas.items()}, dict(counts)
