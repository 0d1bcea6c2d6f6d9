"""查转让与拍卖提示: the transfers of a parcel and of the territory, and the notice for a court's auction (LAW-04, LAW-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ..models import Lawsuit, Parcel, Park, Transfer
from ..policies import may_check_transfer, may_keep_cases
from ..rules.parks import ENTRY, INDUSTRY, ITEMS
from ..rules.transfers import Sale, notice_gaps, notice_text
from .measures import document_of
from .parks import ItemLine, item_lines, park_of

SHOWN = 200
LUOYANG = "洛政办〔2021〕16号"


def transfer_rows(show_what: str = "", region_id: int | None = None) -> QuerySet[Transfer]:
    """转让清单; `unchecked`: those that no park has checked."""
    rows = Transfer.objects.unchecked() if show_what == "unchecked" else Transfer.objects.all()
    rows = rows.filter(region_id=region_id) if region_id else rows
    return rows.select_related("parcel__region", "region").order_by("-transferred_on", "-id")


def transfer_panel(parcel: Parcel, actor: Actor) -> dict:
    """转让 as the page of a parcel shows them."""
    rows = list(parcel.transfers.select_related("entered_by", "checked_by"))
    return {"transfers": rows, "unchecked_transfers": sum(row.checked_on is None for row in rows), "may_enter_transfer": may_keep_cases(actor),
            "may_check_transfer": may_check_transfer(actor)}


def demands_of(park: Park | None) -> list[ItemLine]:
    """园区的主导产业和控制性指标 that are filled, for whoever checks a buyer."""
    if park is None:
        return []
    lines = item_lines(park)
    return [lines[item.key] for item in (*INDUSTRY, *ENTRY) if lines[item.key].fact]


@dataclass(frozen=True)
class Notice:
    """拍卖提示: the text, or what is missing for it."""

    park: Park | None
    text: str
    gaps: list[Refusal]


def notice_of(lawsuit: Lawsuit, today: date) -> Notice:
    """拍卖提示 of a case."""
    parcel, park = lawsuit.parcel, park_of(lawsuit.parcel)
    known = {line.item.key: line.value for line in demands_of(park)}
    gaps = notice_gaps(park.name if park else "", known, {key: item.label for key, item in ITEMS.items()})
    if gaps:
        return Notice(park, "", gaps)
    parts = (parcel.parcel_no, parcel.name, parcel.location, f"面积 {show(parcel.area)} 亩", parcel.purpose)
    document = document_of(parcel.region)
    sale = Sale(lawsuit.court, lawsuit.case_no, "，".join(part for part in parts if part), park.name, today, document if document == LUOYANG else "")
    return Notice(park, notice_text(sale, known["industry"], [(item.label, known[item.key]) for item in ENTRY if item.key in known]), [])
