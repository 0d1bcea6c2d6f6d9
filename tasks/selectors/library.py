"""查单位库: regions and units by any of their names (ORG-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from landplan.lib.pages import Page, page_of_keys
from landplan.lib.text import name_key
from units.models import Region, RegionAlias, Unit, UnitAlias

PAGE = 50


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


def places(q: str = "", *, after: str = "", before: str = "") -> tuple[Page, int]:
    """区划, then 单位, whose name or alias contains the words, a page of them, and how many there are; all of them without words."""
    word = name_key(q)
    keys = [*_called(Region, RegionAlias, "region_id", word), *_called(Unit, UnitAlias, "unit_id", word)]
    page = page_of_keys(keys, after=after, before=before, size=PAGE)
    found = _regions(_ids(page.rows, Region)) | _units(_ids(page.rows, Unit))
    return replace(page, rows=[found[key] for key in page.rows]), len(keys)


def _called(model: type[Region] | type[Unit], alias: type[RegionAlias] | type[UnitAlias], owner: str, word: str) -> list[str]:
    """Keys of the rows that are called so, in their order. A name is compared without its spaces and forms, which no column holds."""
    names = ("name", "full_name") if model is Region else ("name",)
    known = set(alias.objects.filter(key__contains=word).values_list(owner, flat=True)) if word else set()
    return [_key(model, pk) for pk, *called in model.objects.values_list("pk", *names)
            if not word or pk in known or any(word in name_key(one) for one in called)]


def _key(model: type, pk: int) -> str:
    return f"{model._meta.model_name}-{pk}"


def _ids(keys: Iterable[str], model: type) -> list[int]:
    return [int(pk) for name, pk in (key.split("-") for key in keys) if name == model._meta.model_name]


def _regions(ids: list[int]) -> dict[str, Place]:
    rows = Region.objects.filter(pk__in=ids).select_related("parent").prefetch_related("aliases")
    return {_key(Region, r.id): Place(r.name, r.full_name, r.get_level_display(), _city(r), r.parent.name if r.parent else "",
                                      [a.name for a in r.aliases.all()]) for r in rows}


def _units(ids: list[int]) -> dict[str, Place]:
    rows = Unit.objects.filter(pk__in=ids).select_related("region", "parent").prefetch_related("aliases")
    return {_key(Unit, u.id): Place(u.name, u.name, u.get_kind_display(), u.region.name, u.parent.name if u.parent else "",
                                    [a.name for a in u.aliases.all()], u.id) for u in rows}


def _city(region: Region) -> str:
    return region.parent.name if region.parent else region.name
