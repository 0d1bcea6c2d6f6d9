"""所存的期限: the days of a parcel's clocks are kept in the transaction that moves them, so that lists and flags read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from django.db import transaction

from audit.services import record
from landplan.lib.actors import Actor

from ..models import Parcel
from ..rules.clocks import StartFacts, kept_days
from ..selectors.kept_clocks import differing_clocks


def set_clock(parcel: Parcel) -> None:
    """期限 of a parcel that is about to be registered, and has no record beside it yet."""
    for name, day in first_clock(parcel.agreed_start_on).items():
        setattr(parcel, name, day)


@lru_cache(maxsize=5000)
def first_clock(agreed_on: date | None) -> Mapping[str, date | None]:
    """期限 that follow from the agreed day alone; a file of thousands of parcels has few of such days."""
    return MappingProxyType(asdict(kept_days(StartFacts(agreed_on))))


def keep_clock(parcel_id: int) -> None:
    """期限跟上: after a change of the agreed start, a supply, a delivery, a stop or an agreement. The parcel is locked."""
    keep_clocks([parcel_id])


def keep_clocks(parcel_ids: Iterable[int]) -> None:
    """期限跟上 for many parcels at once; they are locked."""
    for pk, days in differing_clocks(sorted(parcel_ids)):
        Parcel.objects.filter(pk=pk).update(**asdict(days))


@transaction.atomic
def rebuild_clocks(*, actor: Actor) -> int:
    """期限重建 of the open territory. Returns how many parcels were put right; none leaves no trace."""
    wrong = list(differing_clocks())
    for pk, days in wrong:
        Parcel.objects.filter(pk=pk).update(**asdict(days))
    if wrong:
        record(actor=actor, action="rebuild_clocks", subject="clocks", label="期限重建", after={"parcels": len(wrong)})
    return len(wrong)
