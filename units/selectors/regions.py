"""查区划与单位: territory of a region, and names in any of their known spellings."""

from __future__ import annotations

from collections.abc import Iterable

from landplan.lib.prepared import Prepared, planned_cursor
from landplan.lib.text import name_key

from ..choices import RegionLevel
from ..models import Region, RegionAlias, Unit, UnitAlias

_REGION = Prepared(lambda pk: Region.objects.filter(pk=pk), pk=-1)


def territory(region: Region) -> frozenset[int]:
    """辖区: ids of the region and everything below it. A county is its own territory (no query)."""
    if region.level == RegionLevel.COUNTY:
        return frozenset([region.id])
    with planned_cursor() as cursor:  # with every request: written by hand, since to build it takes longer than to run it
        cursor.execute("SELECT id FROM units_region WHERE path LIKE %s", [f"{region.path}%"])
        return frozenset(region_id for region_id, in cursor.fetchall())


def region_of(pk: int | None) -> Region | None:
    """一个区划 by its id."""
    return next(iter(_REGION.objects(pk=pk)), None) if pk else None


def counties_of(region: Region) -> list[Region]:
    """下辖县区 in the printed order; a county gives itself."""
    return list(Region.objects.within(region).counties())


def county_rows(region: Region) -> list[tuple[int, str, str, str]]:
    """下辖县区 as (id, code, name, group), in the printed order; a county gives itself. Written by hand, as `territory` is."""
    with planned_cursor() as cursor:
        cursor.execute('SELECT id, code, name, "group" FROM units_region WHERE path LIKE %s AND level = %s ORDER BY sort, code',
                       [f"{region.path}%", RegionLevel.COUNTY])
        return cursor.fetchall()


def find_region(name: str, within: Region) -> Region | None:
    """按名称找区划: short name, full name or alias; two matches are no match."""
    key = name_key(name)
    inside = Region.objects.within(within)
    found = {r.id: r for r in inside if key in (name_key(r.name), name_key(r.full_name), r.code.casefold())}
    for alias in RegionAlias.objects.filter(region__in=inside, key=key).select_related("region"):
        found[alias.region_id] = alias.region
    return next(iter(found.values())) if len(found) == 1 else None


def find_unit(name: str, region: Region) -> Unit | None:
    """按名称找单位 of a region: name or alias; two matches are no match."""
    return find_units([name], region)[name]


def find_units(names: Iterable[str], region: Region) -> dict[str, Unit | None]:
    """按名称找多个单位 of a region, each as `find_unit` does, in two queries however many."""
    units = {unit.id: unit for unit in Unit.objects.filter(region=region)}
    called: dict[str, set[int]] = {}
    for unit in units.values():
        called.setdefault(name_key(unit.name), set()).add(unit.id)
    for key, unit_id in UnitAlias.objects.filter(unit__region=region).values_list("key", "unit_id"):
        called.setdefault(key, set()).add(unit_id)
    found = {name: called.get(name_key(name), set()) for name in names}
    return {name: units[next(iter(ids))] if len(ids) == 1 else None for name, ids in found.items()}
