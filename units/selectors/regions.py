"""查区划与单位: territory of a region, and names in any of their known spellings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, QuerySet, TextField, Value

from landplan.lib.prepared import Prepared, planned_rows
from landplan.lib.text import name_key

from ..choices import RegionLevel
from ..models import Region, RegionAlias, Unit, UnitAlias

_BETWEEN = {RegionLevel.NATION: (RegionLevel.PROVINCE, RegionLevel.CITY), RegionLevel.PROVINCE: (RegionLevel.CITY,)}
_REGION = Prepared(lambda pk: Region.objects.filter(pk=pk), pk=-1)


def territory(region: Region) -> frozenset[int]:
    """辖区: ids of the region and everything below it. A county is its own territory (no query)."""
    if region.level == RegionLevel.COUNTY:
        return frozenset([region.id])
    # with every request: written by hand, since to build it takes longer than to run it
    return frozenset([region_id for region_id, in planned_rows("SELECT id FROM units_region WHERE path LIKE %s", [f"{region.path}%"])])


def region_of(pk: int | None) -> Region | None:
    """一个区划 by its id."""
    return next(iter(_REGION.objects(pk=pk)), None) if pk else None


def counties_of(region: Region) -> list[Region]:
    """下辖县区 in the printed order; a county gives itself."""
    return list(Region.objects.within(region).counties())


def county_rows(region: Region) -> list[tuple[int, str, str, str]]:
    """下辖县区 as (id, code, name, group), in the printed order; a county gives itself. Written by hand, as `territory` is."""
    return planned_rows('SELECT id, code, name, "group" FROM units_region WHERE path LIKE %s AND level = %s ORDER BY sort, code',
                        [f"{region.path}%", RegionLevel.COUNTY])


def unit_sql(region: str, parent: str, grand: str, level: str) -> str:
    """The region of a level above (or at) one, in a statement written by hand; one that has none stands for itself. `level` is one of ours."""
    tests = " ".join(f"WHEN {one}.level = '{RegionLevel(level)}' THEN {one}.id" for one in (region, parent, grand))
    return f"CASE {tests} ELSE {region}.id END"


def unit_rows(region: Region, level: str) -> list[tuple[int, str, str, str, int]]:
    """下辖各市（省） as (id, code, name, level, how many counties lie below), in the printed order; a county that has none above it stands for
    itself. Those without a county are left out: nothing is known of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.code, t.name, t.level, u.counties FROM units_region t JOIN ("  # noqa: S608 - our own text
            f"SELECT {unit_sql('c', 'p', 'g', level)} AS id, COUNT(*) AS counties FROM units_region c LEFT JOIN units_region p ON p.id = c.parent_id "
            "LEFT JOIN units_region g ON g.id = p.parent_id WHERE c.path LIKE %s AND c.level = %s GROUP BY 1) u ON u.id = t.id "
            "ORDER BY t.sort, t.code",
            [f"{region.path}%", RegionLevel.COUNTY])
        return cursor.fetchall()


def levels_below(region: Region) -> tuple[list[str], int]:
    """(级别 by which the counties of a region can be looked at, the highest first; how many counties). None is offered where they all lie
    under one region; below a city there are only counties, so nothing is asked."""
    between = _BETWEEN.get(region.level, ())
    if not between:
        return [], 0
    names = [unit_sql("c", "p", "g", level) for level in between]
    columns = ", ".join(f"COUNT(DISTINCT {name}), SUM(CASE WHEN {name} = c.id THEN 0 ELSE 1 END)" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), {columns} FROM units_region c LEFT JOIN units_region p ON p.id = c.parent_id "  # noqa: S608 - our own text
                       "LEFT JOIN units_region g ON g.id = p.parent_id WHERE c.path LIKE %s AND c.level = %s",
                       [f"{region.path}%", RegionLevel.COUNTY])
        counties, *found = cursor.fetchone()
    return [level for level, units, inside in zip(between, found[::2], found[1::2], strict=True) if units > 1 and inside], counties


def upward(rows: QuerySet, path: str) -> QuerySet:
    """往上的: of rows with a region, those of the region with this path and of those that it lies in."""
    return rows.alias(here=Value(path, TextField())).filter(here__startswith=F("region__path"))


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
