"""查单位库: regions and units by any of their names (ORG-05)."""

from __future__ import annotations

from dataclasses import dataclass

from landplan.lib.text import name_key
from units.models import Region, Unit


@dataclass(frozen=True)
class Place:
    """单位库的一行: a region or a unit, with every name it is known under."""

    name: str
    full_name: str
    kind: str
    region: str
    parent: str
    aliases: list[str]
    pk: int | None = None  # of a unit, which has a page

    def is_called(self, key: str) -> bool:
        return any(key in name_key(one) for one in (self.name, self.full_name, *self.aliases))


def places(q: str = "") -> list[Place]:
    """区划, then 单位, whose name or alias contains the words; all of them without words."""
    regions = [Place(r.name, r.full_name, r.get_level_display(), _city(r), r.parent.name if r.parent else "", [a.name for a in r.aliases.all()])
               for r in Region.objects.select_related("parent").prefetch_related("aliases")]
    units = [Place(u.name, u.name, u.get_kind_display(), u.region.name, u.parent.name if u.parent else "", [a.name for a in u.aliases.all()], u.id)
             for u in Unit.objects.select_related("region", "parent").prefetch_related("aliases")]
    key = name_key(q)
    return [one for one in [*regions, *units] if not key or one.is_called(key)]


def _city(region: Region) -> str:
    return region.parent.name if region.parent else region.name
