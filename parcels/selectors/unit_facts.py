"""查责任单位的处置: accepted areas of one region by the unit that answers for the parcel, and which unit that was at any instant.

The unit is the parcel's 责任单位 as text (`Parcel.lead_unit`); 分包 and 配合 units have no part in it. Who was responsible at an
earlier instant is read from the trail, so that a parcel handed to another unit later moves no figure of a period that is over.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from audit.selectors import changes_of

from ..models import AreaEntry
from .as_of import RECORDED, entries_in, micro

_MOVES = ("update_parcel", "approve_plan")  # the changes of a parcel that may name another unit
Areas = dict[tuple[str, str], int]  # (responsible unit, kind) -> 10⁻⁶ 亩


@dataclass
class UnitTrail:
    """责任单位的变动 of one region, read from the trail once, however many instants are asked."""

    region_id: int

    @cached_property
    def moves(self) -> list[tuple[datetime, int, str]]:
        """(when, parcel id, the unit before), in order."""
        return [(at, int(subject.removeprefix("parcel:")), str(unit or ""))
                for at, subject, unit in changes_of("lead_unit", region_id=self.region_id, actions=_MOVES) if subject.startswith("parcel:")]

    def then(self, moment: datetime) -> dict[int, str]:
        """当时的责任单位 of the parcels that were handed to another one since: parcel id -> unit."""
        found: dict[int, str] = {}
        for at, parcel_id, unit in self.moves:
            if at > moment:
                found.setdefault(parcel_id, unit)
        return found


def areas_by_unit(trail: UnitTrail, until: datetime, *, after: datetime | None = None, basis: str = RECORDED) -> Areas:
    """处置面积 in (after, until] by the responsible unit at `until` ("" = none was named), in the open territory."""
    rows = list(entries_in(until, after, basis).filter(region_id=trail.region_id).order_by()
                .values_list("parcel_id", "parcel__lead_unit", "kind", micro("area")))
    then = trail.then(until) if rows else {}
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for parcel_id, unit, kind, area in rows:
        found[then.get(parcel_id, unit), kind] += int(area)
    return dict(found)


def entries_with_unit(trail: UnitTrail, until: datetime, *, after: datetime | None = None, basis: str = RECORDED) -> list[tuple[str, AreaEntry]]:
    """入账 in (after, until] with the responsible unit of that instant, newest first: the rows that `areas_by_unit` adds up."""
    rows = entries_in(until, after, basis).filter(region_id=trail.region_id).order_by("-recorded_at", "-id")
    then = trail.then(until)
    rows = rows.select_related("region", "parcel", "disposal__measure", "recorded_by")
    return [(then.get(one.parcel_id, one.parcel.lead_unit), one) for one in rows]
