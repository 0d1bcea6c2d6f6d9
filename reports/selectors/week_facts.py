"""查一期的事实: accepted areas of a week on both bases, and the corrections in it - from the weekly rows, never by a scan.

Only corrections and reversals, which are few, are read one by one, and only for who lists them. Areas are whole 10⁻⁶ 亩 until they are shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Max, Q

from landplan.lib.area import to_micro, to_mu
from landplan.lib.weeks import Window
from parcels.choices import Nature
from parcels.models import AreaEntry
from parcels.selectors.as_of import Span, spans_at
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
    """一期的事实 in 10⁻⁶ 亩; a key that is missing has no fact. `done` is what has been disposed of since the base date on the basis asked
    for."""

    plan: Plan
    window: Window
    recorded: dict[Key, int]
    counts: dict[Key, int]
    done: dict[Key, int]

    @cached_property
    def moved(self) -> list[Moved]:
        """更正与冲回 recorded in the window or concerning it."""
        return _moved(self.window.after, self.window.until)

    @cached_property
    def corrections(self) -> list[Moved]:
        """Those that were recorded in it."""
        return [one for one in self.moved if one.recorded_at <= self.window.until]

    @cached_property
    def effective(self) -> dict[Key, int]:
        """按更正后: what was recorded, without the corrections of other windows, with those that concern this one."""
        found = defaultdict(int, self.recorded)
        for one in self.moved:
            if quota_class := class_in(self.plan, one.kind):
                counts = (one.effective_at > self.window.after) - (one.recorded_at <= self.window.until)
                found[one.region_id, quota_class] += counts * to_micro(one.area)
        return found

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
    return {key: to_mu(area) for key, (area, _) in _recorded(plan, spans_at(after, until)).items()}


def facts_of(plan: Plan, after: datetime, until: datetime, basis: str = Basis.RECORDED) -> Facts:
    """一期的事实 in the open territory; both bases of the week, the cumulative figures on one."""
    classes, done = class_by_kind(plan.counts_used_unsupplied), defaultdict(int)
    spans = spans_at(after, until, str(basis), since=plan.counts_after)
    for (region_id, kind), span in spans.items():
        if quota_class := classes[kind]:
            done[region_id, quota_class] += span.total
    recorded = _recorded(plan, spans)
    return Facts(plan, Window(after, until), {key: area for key, (area, _) in recorded.items()},
                 {key: count for key, (_, count) in recorded.items()}, done)


def _recorded(plan: Plan, spans: dict[tuple[int, str], Span]) -> dict[Key, tuple[int, int]]:
    """What was recorded by (region, class), and how many; nothing recorded is no fact."""
    classes, found = class_by_kind(plan.counts_used_unsupplied), {}
    for (region_id, kind), span in spans.items():
        if (quota_class := classes[kind]) and (span.count or span.area):
            area, count = found.get((region_id, quota_class), (0, 0))
            found[region_id, quota_class] = area + span.area, count + span.count
    return found


def last_entry_id() -> int:
    """台账记到哪一笔: with the window it names exactly the entries that were counted."""
    return AreaEntry.objects.aggregate(last=Max("id"))["last"] or 0


def _moved(after: datetime, until: datetime) -> list[Moved]:
    """更正与冲回 recorded in the week or concerning it; none is recorded before the instant that it concerns."""
    touching = Q(recorded_at__lte=until) | Q(effective_at__gt=after)
    rows = AreaEntry.objects.exclude(nature=Nature.ACCEPTED).filter(touching, effective_at__lte=until, recorded_at__gt=after)
    return [Moved(*row) for row in rows.values_list("id", "region_id", "region__name", "kind", "area", "recorded_at", "effective_at",
                                                    "reason", "disposal_id", "disposal__parcel__parcel_no", "disposal__number")]
