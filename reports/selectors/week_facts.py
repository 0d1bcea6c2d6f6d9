"""查一期的事实: accepted areas of a week on both bases, and the corrections in it - from the weekly rows, never by a scan.

Only corrections and reversals, which are few, are read one by one. Areas are whole 10⁻⁶ 亩 until they are shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max, Q

from landplan.lib.area import to_micro, to_mu
from parcels.choices import Nature
from parcels.models import AreaEntry
from parcels.selectors.as_of import sums_at, window_totals
from tasks.models import Plan
from tasks.rules.quota import class_by_kind

from ..choices import Basis

Key = tuple[int, str]  # region id, class


class Moved(NamedTuple):
    """更正或冲回的一笔: signed area in 亩."""

    id: int
    region_id: int
    region: str
    kind: str
    area: Decimal
    recorded_at: datetime
    effective_at: datetime
    reason: str
    disposal_id: int
    parcel_no: str
    number: int


@dataclass(frozen=True)
class Facts:
    """一期的事实 in 10⁻⁶ 亩; a key that is missing has no fact. `corrections` are the entries recorded in the week,
    `moved_here` those that concern it, `done` what has been disposed of since the base date on the basis asked for."""

    recorded: dict[Key, int]
    effective: dict[Key, int]
    counts: dict[Key, int]
    done: dict[Key, int]
    corrections: list[Moved]
    moved_here: list[Moved]

    def cell(self, basis: str, key: Key) -> Decimal | None:
        """本周处置量 (亩) on a basis; None = no fact."""
        found = (self.recorded if basis == Basis.RECORDED else self.effective).get(key)
        return None if found is None else to_mu(found)

    def total(self, key: Key) -> Decimal:
        """累计 (亩) since the base date."""
        return to_mu(self.done.get(key, 0))

    def corrected(self, region_id: int, quota_class: str, plan: Plan) -> list[Moved]:
        """本期里记的更正 of one cell."""
        return [one for one in self.corrections if one.region_id == region_id and class_in(plan, one.kind) == quota_class]


def class_in(plan: Plan, kind: str) -> str | None:
    """任务口径 of a kind in this plan."""
    return class_by_kind(plan.counts_used_unsupplied)[kind]


def recorded_in(plan: Plan, after: datetime, until: datetime) -> dict[Key, Decimal]:
    """按原报的本周处置量 (亩) by (region, class): what was recorded between the two instants."""
    return {key: to_mu(area) for key, area in _grown(plan, after, until)[0].items()}


def facts_of(plan: Plan, after: datetime, until: datetime, basis: str = Basis.RECORDED) -> Facts:
    """一期的事实 in the open territory; both bases of the week, the cumulative figures on one."""
    recorded, counts = _grown(plan, after, until)
    moved = _moved(after, until)
    inside = [one for one in moved if one.recorded_at <= until]
    here = [one for one in moved if one.effective_at > after]
    effective = defaultdict(int, recorded)
    for sign, entries in ((-1, inside), (1, here)):
        for one in entries:
            if quota_class := class_in(plan, one.kind):
                effective[one.region_id, quota_class] += sign * to_micro(one.area)
    return Facts(recorded, dict(effective), counts, _done(plan, until, basis), inside, here)


def last_entry_id() -> int:
    """台账记到哪一笔: with the window it names exactly the entries that were counted."""
    return AreaEntry.objects.aggregate(last=Max("id"))["last"] or 0


def _moved(after: datetime, until: datetime) -> list[Moved]:
    """更正与冲回 recorded in the week or concerning it; none is recorded before the instant that it concerns."""
    touching = Q(recorded_at__lte=until) | Q(effective_at__gt=after)
    rows = AreaEntry.objects.exclude(nature=Nature.ACCEPTED).filter(touching, effective_at__lte=until, recorded_at__gt=after)
    return [Moved(*row) for row in rows.values_list("id", "region_id", "region__name", "kind", "area", "recorded_at", "effective_at",
                                                    "reason", "disposal_id", "disposal__parcel__parcel_no", "disposal__number")]


def _grown(plan: Plan, after: datetime, until: datetime) -> tuple[dict[Key, int], dict[Key, int]]:
    areas, counts = defaultdict(int), defaultdict(int)
    classes = class_by_kind(plan.counts_used_unsupplied)
    for (region_id, kind, _), (area, count) in window_totals(after, until).items():
        if (area or count) and (quota_class := classes[kind]):
            areas[region_id, quota_class] += area
            counts[region_id, quota_class] += count
    return dict(areas), dict(counts)


def _done(plan: Plan, until: datetime, basis: str) -> dict[Key, int]:
    found = defaultdict(int)
    classes = class_by_kind(plan.counts_used_unsupplied)
    for (region_id, kind), (area,) in sums_at([until], str(basis), since=plan.counts_after).items():
        if quota_class := classes[kind]:
            found[region_id, quota_class] += area
    return dict(found)
