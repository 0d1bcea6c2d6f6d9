"""查待登记的供应 of a parcel: accepted disposals by supply that no supply speaks for yet."""

from __future__ import annotations

from collections.abc import Iterable

from ..choices import SUCCEEDED, TO_SUPPLY, DisposalState
from ..models import Disposal, Parcel, Supply
from ..rules.supplies import Supplied, SupplyDue, mode_of, still_due, supplies_land
from .reshape import supplied_area


def supply_dues(parcel: Parcel, disposals: Iterable[Disposal], supplies: list[Supply]) -> list[SupplyDue]:
    """待登记的供应, in the order of the disposals (with their measures); none of land that was split or merged: it stands in the new parcels."""
    accepted = [_due(row) for row in disposals if _is_supply(row)]
    if not accepted or parcel.status in SUCCEEDED:
        return []
    return still_due(accepted, [Supplied(one.doc_no, one.supplied_on, one.area) for one in supplies], parcel.area - supplied_area(parcel))


def _is_supply(row: Disposal) -> bool:
    return bool(row.state == DisposalState.ACCEPTED and row.done_area and row.disposes and row.kind in TO_SUPPLY
                and supplies_land(row.measure.code, _papers(row)))


def _due(row: Disposal) -> SupplyDue:
    return SupplyDue(row.id, row.number, row.measure.label, mode_of(_papers(row)), row.doc_no, row.disposed_on, row.done_area)


def _papers(row: Disposal) -> list[str]:
    return [paper["code"] for paper in row.measure.evidence]
