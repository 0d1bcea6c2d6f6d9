"""导入的各类, in the order in which a county that begins brings them in."""

from landplan.lib.actors import Actor

from .base import Importer, Place, Planned
from .batches import Batches
from .disposals import Disposals
from .parcels import Parcels
from .quotas import Quotas
from .staff import People, Units
from .supplies import Supplies
from .years import Years

IMPORTERS: dict[str, Importer] = {one.key: one for one in (
    Batches(), Parcels(), Supplies(), Disposals(), Years(), Quotas(), Units(), People())}


def offered(actor: Actor) -> list[Importer]:
    """这个岗位可以导入的."""
    return [one for one in IMPORTERS.values() if one.may(actor)]


__all__ = ["IMPORTERS", "Importer", "Place", "Planned", "offered"]
