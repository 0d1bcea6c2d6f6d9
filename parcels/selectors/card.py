"""查一宗一卡: chosen parcels whole, in the order asked for, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from landplan.lib.geo.drawing import Drawing, draw

from ..choices import DisposalState
from ..models import Disposal, Evidence, Parcel, Supply
from ..rules.chain import ChainStep
from ..rules.elements import Element
from .measures import kind_words
from .parcel import DisposalLine, chain_of, elements_for, line_of, parcel_rows
from .shapes import shape_of

LINES = 10  # so many disposals fit on the page beside everything else; of more, the latest


@dataclass(frozen=True)
class Card:
    """一宗一卡: one parcel as its printed page shows it. `hidden` disposals are told by number only."""

    parcel: Parcel
    kind_word: str
    elements: list[Element]
    chain: list[ChainStep]
    lines: list[DisposalLine]
    hidden: int
    papers: int
    lacking: int
    picture: Drawing | None

    @property
    def gaps(self) -> list[str]:
        """缺的要素."""
        return [element.name for element in self.elements if not element.is_whole]


def cards_of(ids: list[int]) -> list[Card]:
    """卡片 of these parcels of the open territory. Raises Parcel.DoesNotExist when any is not there."""
    papers = Prefetch("evidence", queryset=Evidence.objects.filter(voided_at=None), to_attr="valid_papers")
    disposals = Disposal.objects.select_related("measure", "created_by", "verified_by", "accepted_by").order_by("number")
    supplies = Prefetch("supplies", queryset=Supply.objects.filter(voided_at=None), to_attr="valid_supplies")
    rows = parcel_rows().select_related("spot__shape").prefetch_related(
        papers, supplies, Prefetch("disposals", queryset=disposals, to_attr="all_disposals"))
    found = {row.id: row for row in rows.filter(id__in=ids)}
    if missing := [one for one in ids if one not in found]:
        raise Parcel.DoesNotExist(f"no parcel {missing[0]} here")
    words = {region.id: kind_words(region) for region in {row.region_id: row.region for row in found.values()}.values()}
    return [_card(found[one], words[found[one].region_id]) for one in ids]


def _card(row: Parcel, words: dict[str, str]) -> Card:
    lines = [line_of(disposal, row.valid_papers) for disposal in row.all_disposals]
    lacking = sum(len(line.lacking) for line in lines if line.disposal.state != DisposalState.VOIDED)
    return Card(row, words[row.kind], elements_for(row), chain_of(row, row.valid_supplies), lines[-LINES:],
                max(0, len(lines) - LINES), len(row.valid_papers), lacking,
                draw(shape_of(row.spot.shape)) if hasattr(row, "spot") and row.spot.is_drawn else None)
