"""在清单里的位置: the list of the ledger that one came from, the place in it, and the parcels beside it.

The address of a parcel carries the list (filter, order, columns) and, where the order may change by an edit, the place at which
the parcel stood when it was opened: so one comes back to the same place, and the next one is the next one of the list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from ..models import Parcel
from ..selectors.ledger import at_of, key_from, key_of, neighbours, place_of
from .listing import Listing, listing_of


@dataclass(frozen=True)
class Way:
    """清单和位置: `here` is carried on, `back` leads to the list, `previous` and `next` are a parcel and its address' query."""

    here: str
    back: str
    has_filter: bool
    previous: tuple[Parcel, str] | None
    next: tuple[Parcel, str] | None


def way_of(request: HttpRequest, row: Parcel) -> Way | None:
    """位置 of a parcel in the list that the address carries (none: the whole ledger); nothing when the filter cannot be read."""
    listing = listing_of(request, request.GET)
    if not listing.filter.is_valid():
        return None
    at = request.GET.get("at", "")
    place = place_of(listing.order, at, row)
    beside = [one and (one, carried(listing, key_of(listing.order, one))) for one in neighbours(listing.filter.qs, listing.order, place)]
    query = urlencode([*listing.pairs(), ("after", key_from(listing.order, place))])
    return Way(carried(listing, at or key_of(listing.order, row)), f"{reverse('parcels:ledger')}?{query}#p{row.id}", bool(listing.set_names), *beside)


def carried(listing: Listing, key: str) -> str:
    """What the address of a parcel carries of its list."""
    return "&".join(part for part in (listing.query(), at_of(listing.order, key)) if part)
