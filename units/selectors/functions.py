"""查职能: who holds which function in a city."""

from __future__ import annotations

from dataclasses import dataclass

from landplan.lib.prepared import Prepared
from landplan.lib.text import name_key

from ..choices import HOLDERS, Function, RegionLevel, Role
from ..models import Holding, Region
from ..rules import DOES, held_by

_HELD = Prepared(lambda region_id: Holding.objects.filter(region_id=region_id, is_held=True).values_list("role", "function").order_by(), region_id=-1)


def decided_in(region_id: int) -> set[tuple[str, str]] | None:
    """定了的职能 of a city, as pairs of role and function; None where nothing was decided."""
    return set(_HELD.rows(region_id=region_id)) or None


@dataclass(frozen=True)
class FunctionRow:
    """一项职能: what it lets one do, and for each holder whether it has it."""

    function: Function
    does: str
    cells: list[tuple[Role, bool]]
    bases: list[str]

    @property
    def boxes(self) -> list[tuple[str, str, bool]]:
        """Each holder as the form names it."""
        return [(f"{role.value}.{self.function.value}", role.label, is_held) for role, is_held in self.cells]


def function_rows(region: Region) -> list[FunctionRow]:
    """职能表 of a city: functions by holders, with the bases that were entered."""
    decided = decided_in(region.id)
    bases: dict[str, list[str]] = {}
    for row in Holding.objects.filter(region=region, is_held=True).order_by("id"):
        bases.setdefault(row.function, []).append(f"{Role(row.role).label}：{row.basis}")
    held = {role: held_by(role, decided) for role in HOLDERS}
    return [FunctionRow(one, DOES[one], [(role, one in held[role]) for role in HOLDERS], bases.get(one, [])) for one in Function]


def functions_by_name(region: Region) -> dict[str, list[tuple[str, str]]]:
    """各组在本系统的职能 by the name that a document prints for it, with what each lets it do."""
    decided, names = decided_in(region.id), {role: role.label for role in HOLDERS} | {Role.OFFICE: "办公室"}
    return {name_key(names[role]): [(one.label, DOES[one]) for one in Function if one in held_by(role, decided)] for role in HOLDERS}


def holders_of(region: Region, function: Function) -> tuple[str, ...]:
    """承担一项职能的岗位 in a city."""
    decided = decided_in(region.id)
    return tuple(role.value for role in HOLDERS if function in held_by(role, decided))


def seat_of(region: Region) -> Region:
    """岗位所在的市: the city itself, or the one above a county, since city posts do not sit in counties."""
    return region.parent if region.level == RegionLevel.COUNTY and region.parent else region


def cities() -> list[Region]:
    """可定职能的区划: where city posts may sit."""
    return list(Region.objects.filter(level=RegionLevel.CITY))
