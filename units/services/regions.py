"""区划与单位: loaded with the plans; idempotent, audited."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib.actors import Actor
from landplan.lib.text import name_key

from ..choices import UnitKind
from ..models import Region, RegionAlias, Unit, UnitAlias

_REGION = ("name", "full_name", "level", "parent_id", "path", "group", "sort")


@transaction.atomic
def save_region(*, actor: Actor, code: str, name: str, full_name: str, level: str, parent: Region | None = None,
                group: str = "", sort: int = 0) -> Region:
    """保存区划; equal values change nothing."""
    region = Region.objects.filter(code=code).first()
    before = snapshot(region, _REGION) if region else {}
    region = region or Region(code=code)
    region.name, region.full_name, region.level, region.parent = name, full_name, level, parent
    region.path, region.group, region.sort = f"{parent.path if parent else ''}{code}/", group, sort
    old, new = changes(before, snapshot(region, _REGION))
    if new:
        region.save()
        record(actor=actor, action="save_region", obj=region, region_id=region.id, before=old, after=new)
    return region


@transaction.atomic
def save_region_alias(region: Region, *, actor: Actor, name: str) -> RegionAlias:
    """保存区划别名."""
    alias = RegionAlias.objects.filter(region=region, key=name_key(name)).first()
    if alias is None:
        alias = RegionAlias.objects.create(region=region, key=name_key(name), name=name)
        record(actor=actor, action="save_region_alias", obj=alias, region_id=region.id, after={"name": name})
    return alias


@transaction.atomic
def save_unit(*, actor: Actor, region: Region, name: str, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None,
              sort: int = 0) -> Unit:
    """保存单位; an existing one of that name in the region is given back as it is."""
    unit = Unit.objects.filter(region=region, name=name).first()
    if unit is None:
        unit = Unit.objects.create(region=region, name=name, kind=kind, parent=parent, sort=sort)
        record(actor=actor, action="save_unit", obj=unit, after={"name": name, "kind": kind})
    return unit


@transaction.atomic
def save_unit_alias(unit: Unit, *, actor: Actor, name: str) -> UnitAlias:
    """保存单位别名."""
    alias = UnitAlias.objects.filter(unit=unit, key=name_key(name)).first()
    if alias is None:
        alias = UnitAlias.objects.create(unit=unit, key=name_key(name), name=name)
        record(actor=actor, action="save_unit_alias", obj=alias, region_id=unit.region_id, after={"name": name})
    return alias
