"""待登记的供应: what an accepted disposal by supply says of 供, as long as no supply of the parcel says it (LED-12).

A disposal counts to a plan, a supply is drawn from an approval and has its price and project: one is never made of the other by the program.
What stands in the accepted record is offered; a person compares it with the contract and enters the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..choices import SupplyMode
from .restrictions import is_supply

# 供应方式 by the paper that the catalogue asks for; 出让合同或划拨决定书 leaves it open
MODES = {"grant_contract": SupplyMode.GRANTED, "allocation_decision": SupplyMode.ALLOCATED, "lease_contract": SupplyMode.LEASED, "supply_paper": ""}


@dataclass(frozen=True)
class Supplied:
    """一笔处置或供应 as far as they are compared (area in 亩)."""

    doc_no: str
    day: date | None
    area: Decimal


@dataclass(frozen=True)
class SupplyDue:
    """待登记的一笔供应: the disposal that it comes from, and what its record says; mode "" where its papers leave it open."""

    disposal_id: int
    number: int
    measure: str
    mode: str
    doc_no: str
    day: date | None
    area: Decimal


def supplies_land(measure_code: str, papers: Iterable[str]) -> bool:
    """是不是供地: by the code of the measure, or by a paper that only a supply has."""
    return is_supply(measure_code) or bool(MODES.keys() & set(papers))


def mode_of(papers: Iterable[str]) -> str:
    """供应方式 where the papers say one."""
    found = {str(MODES[code]) for code in papers if code in MODES}
    return found.pop() if len(found) == 1 else ""


def still_due(accepted: list[SupplyDue], supplies: list[Supplied], left: Decimal) -> list[SupplyDue]:
    """还没有登记供应的. A supply speaks for the disposals of its document number up to its area, else for one of the same day and area;
    never more is due than the parcel has `left` to supply."""
    by_number: dict[str, Decimal] = {}
    for one in supplies:
        by_number[one.doc_no] = by_number.get(one.doc_no, Decimal(0)) + one.area
    alike = [(one.day, one.area) for one in supplies if one.doc_no not in {due.doc_no for due in accepted}]
    found = []
    for due in accepted:
        if (due.day, due.area) in alike:
            alike.remove((due.day, due.area))
            continue
        spoken = min(by_number.get(due.doc_no, Decimal(0)), due.area) if due.doc_no else Decimal(0)
        by_number[due.doc_no] = by_number.get(due.doc_no, Decimal(0)) - spoken
        area = min(due.area - spoken, left)
        if area > 0:
            found.append(SupplyDue(due.disposal_id, due.number, due.measure, due.mode, due.doc_no, due.day, area))
            left -= area
    return found
