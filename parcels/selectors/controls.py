"""查控制性指标: what is published for a place and those above it, what changed between versions, which one a supply keeps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from landplan.lib.actors import Actor
from units.models import Region

from ..models import ControlSet, Parcel, Park, Supply
from ..rules.controls import ITEMS, in_force, shown_values
from ..rules.purposes import INDUSTRIAL_LAND


def visible_sets(actor: Actor) -> QuerySet[ControlSet]:
    """看得到的指标: of one's territory and of the regions above it."""
    rows = ControlSet.objects.filter(voided_at=None).select_related("region", "park", "entered_by")
    if actor.regions is None:
        return rows
    own = Region.objects.filter(pk=actor.region_id).values_list("path", flat=True).first() or ""
    return rows.filter(Q(region__among=sorted(actor.regions) or [0]) | Q(region__code__in=own.strip("/").split("/"), park=None))


def last_version(region_id: int, park_id: int | None) -> ControlSet | None:
    """最后一版 of a place."""
    return ControlSet.objects.filter(region_id=region_id, park_id=park_id, voided_at=None).order_by("-number").first()


@dataclass(frozen=True)
class ControlLine:
    """一项指标 of a version beside the version before it."""

    label: str
    value: str
    before: str | None  # as it was in the version before; None where it is unchanged or there was none


def control_lines(row: ControlSet) -> list[ControlLine]:
    """各项 with what changed; an indicator that is left out now is said to be dropped."""
    older = ControlSet.objects.filter(region_id=row.region_id, park_id=row.park_id, voided_at=None, number__lt=row.number)
    before = older.order_by("-number").first()
    old = before.values if before else {}
    found = []
    for key, item in ITEMS.items():
        if key in row.values or key in old:
            now, then = row.values.get(key), old.get(key)
            changed = before is not None and now != then
            found.append(ControlLine(item.label, item.shown(now) if now is not None else "不再规定",
                                     (item.shown(then) if then is not None else "没有规定") if changed else None))
    return found


def versions_of(row: ControlSet) -> list[ControlSet]:
    """同一地方的各版, the latest first."""
    return list(ControlSet.objects.filter(region_id=row.region_id, park_id=row.park_id, voided_at=None).order_by("-number"))


def supplies_under(row: ControlSet) -> QuerySet[Supply]:
    """按这一版供的地: supplies within its region (its park) on days when it held."""
    rows = Supply.objects.filter(voided_at=None, supplied_on__gte=row.from_on, parcel__region__path__startswith=row.region.path)
    if row.until_on:
        rows = rows.filter(supplied_on__lt=row.until_on)
    return rows.filter(parcel__park__in=row.park.names.values("name")) if row.park else rows


@dataclass(frozen=True)
class KeptSet:
    """一次供应用的一版 (None: none was published that day), and the one that holds now where it is another."""

    supply: Supply | None
    row: ControlSet | None
    now: ControlSet | None
    values: list[tuple[str, str, str]]

    @property
    def last_on(self) -> date | None:
        """最后施行的一日."""
        return self.row.until_on - timedelta(days=1) if self.row and self.row.until_on else None


def kept_sets(parcel: Parcel, park: Park | None, supplies: list[Supply], today: date) -> list[KeptSet]:
    """宗地用的指标: for each supply the version of its day, before any supply the one that holds now; nothing where none was ever
    published or the land is of another purpose. One query."""
    if parcel.purpose and not INDUSTRIAL_LAND.covers(parcel.purpose):
        return []
    codes = parcel.region.path.strip("/").split("/")
    rows = list(ControlSet.objects.filter(Q(park=None) | Q(park=park), region__code__in=codes, voided_at=None).select_related("region", "park"))
    if not rows:
        return []
    now = _nearest(rows, codes, today)
    if not supplies:
        return [KeptSet(None, now, None, shown_values(now.values))] if now else []
    found = []
    for supply in supplies:
        row = _nearest(rows, codes, supply.supplied_on)
        found.append(KeptSet(supply, row, now if now != row else None, shown_values(row.values) if row else []))
    return found


def _nearest(rows: list[ControlSet], codes: list[str], day: date) -> ControlSet | None:
    """当日最近的一版: the park's before the county's before the city's."""
    places = defaultdict(list)
    for row in rows:
        places[row.park_id is not None, codes.index(row.region.code), row.park_id, row.region_id].append(row)
    held = (in_force(places[place], day) for place in sorted(places, key=lambda place: place[:2], reverse=True))
    return next((row for row in held if row), None)
