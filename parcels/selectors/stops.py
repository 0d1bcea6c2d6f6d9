"""查停表与补充协议 of a parcel, as the rules of its clocks read them."""

from __future__ import annotations

from ..models import Parcel
from ..rules.clocks import Agreement, Stop


def stops_of(parcel: Parcel) -> tuple[Stop, ...]:
    """停表 as the rule reads them."""
    return tuple(Stop(row.kind, row.doc_no, row.from_on, row.until_on) for row in parcel.clock_stops.filter(voided_at=None))


def agreements_of(parcel: Parcel) -> tuple[Agreement, ...]:
    """补充协议 in the order of signing."""
    return tuple(Agreement(*row) for row in parcel.start_agreements.filter(voided_at=None).values_list("doc_no", "signed_on", "start_on"))
