"""一张图的页面: the filtered ledger on the map - its tiles, the list beside it, the card of a parcel. The picture is for everybody who may
read the ledger; exact coordinates are a right of their own."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from landplan.lib.errors import Refusal
from landplan.lib.geo.grid import box_of as box_of_shape

from ..choices import Kind, ParcelStatus
from ..forms.disposal import numbers_in
from ..forms.shapes import DrawnForm
from ..models import Parcel
from ..policies import may_draw, may_load_outline, may_read_coordinates, may_read_ledger
from ..selectors.map import (
    DEEPEST,
    DEEPEST_COARSE,
    DETAIL,
    box_of,
    extent_of,
    kept_a_minute,
    listed,
    metres,
    tile,
)
from ..selectors.parcel import parcel_rows
from ..selectors.shapes import latest_shape, mapped_of, outline_of, shape_panel
from ..services.common import permit
from .ledger import READERS, choices_of, words_for
from .listing import Listing, listing_of

TILE = "application/vnd.mapbox-vector-tile"
EXPORTS = (("geojson", "GeoJSON（经纬度）"), ("shp", "shapefile（3度带）"), ("txt", "界址点 TXT（3度带）"))
SCALES = (1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 200_000)
BY = (("kind", "类别"), ("state", "状态"))


@require_safe
def parcel_map(request: HttpRequest) -> HttpResponse:
    """一张图, under the ledger's own address of filters. `draw` names a parcel to draw, `at` one to show."""
    permit(may_read_ledger(request.actor), READERS)
    drawn = _parcel(request, "draw")
    if drawn:
        permit(may_draw(request.actor) and may_read_coordinates(request.actor),
               "勾绘要看得到坐标：由县区填报员办，并由系统管理员给这个岗位“可看坐标”的权限。")
    return map_page(request, drawn)


def map_page(request: HttpRequest, drawn: Parcel | None = None, sent: DrawnForm | None = None, status: int = 200) -> HttpResponse:
    """The page; while a parcel is drawn, with the form of its drawing."""
    listing = map_listing(request)
    shown = _parcel(request, "at")
    query, last = listing.query("sort", "size", "cols"), latest_shape(drawn) if drawn else None
    focus = drawn or shown
    config = _config(request, listing, query, focus, drawn)
    if drawn:
        config |= {"hasShape": bool(last and last.wkb is not None), "typed": sent["geometry"].value() if sent else None}
    return render(request, "parcels/map.html", {
        "listing": listing, "form": listing.filter.form, "query": query,
        "filter": listing.filter_part(*choices_of(request, listing.region)),
        "config": config, "draw_form": sent or DrawnForm(initial={"seen": last.number if last else 0}), "last": last,
        "mapped": kept_a_minute(f"mapped?{query}", lambda: mapped_of(listing.filter.qs)),
        "drawn": drawn, "shown": shown, "may_draw": may_draw(request.actor), "reads": may_read_coordinates(request.actor),
        "may_load": may_load_outline(request.actor), "by": BY, "exports": EXPORTS, "scales": SCALES,
        "kinds": [(kind, listing.words[kind]) for kind in Kind],
        "states": [(one.value, one.label) for one in ParcelStatus][:4], "here": reverse("parcels:map"), "base": settings.MAP_TILES_NAME},
        status=status)


def map_listing(request: HttpRequest, *more: str) -> Listing:
    """台账的筛选 of an address of the map, which says other things as well (`more` of them). Raises Refusal."""
    asked = request.GET.copy()
    for name in ("draw", "at", "box", "by", *more):
        asked.pop(name, None)
    listing = listing_of(request, asked)
    if not listing.filter.is_valid():
        raise Refusal("筛选条件读不出来。请回到台账改正条件后再来。", code="filter")
    return listing


def _parcel(request: HttpRequest, name: str) -> Parcel | None:
    wanted = next(iter(numbers_in([request.GET.get(name, "")])), None)
    return get_object_or_404(parcel_rows(), pk=wanted) if wanted else None


def _config(request: HttpRequest, listing: Listing, query: str, focus: Parcel | None, drawn: Parcel | None) -> dict:
    """What the script needs; no coordinate of a boundary point is among it."""
    reads, here = may_read_coordinates(request.actor), listing.filter.qs
    own = extent_of(Parcel.objects.filter(pk=focus.pk)) if focus else None
    extent = own or kept_a_minute(f"extent?{query}", lambda: extent_of(here)) or kept_a_minute("extent?", lambda: extent_of(Parcel.objects.all()))
    return {
        "tiles": f"{reverse('parcels:map')}tiles/{{z}}/{{x}}/{{y}}/{f'?{query}' if query else ''}", "detail": DETAIL,
        "deepest": DEEPEST if reads else DEEPEST_COARSE, "extent": extent or _outline_extent(listing), "list": reverse("parcels:map_list"),
        "query": query, "card": f"{reverse('parcels:map')}parcels/", "at": focus.id if focus else None,
        "base": settings.MAP_TILES, "baseName": settings.MAP_TILES_NAME, "near": reverse("parcels:map_near") if drawn else None,
        "draw": drawn.id if drawn else None,
        "kinds": {kind.value: listing.words[kind] for kind in Kind}, "states": dict(ParcelStatus.choices)}


def _outline_extent(listing: Listing) -> list[int] | None:
    """Without any drawing: the county's outline, if one is on file."""
    outline = outline_of(listing.region)
    if outline is None:
        return None
    west, north, east, south = box_of_shape(outline)
    return [metres(west), -metres(south), metres(east), -metres(north)]


@require_safe
def map_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """一块瓦片, of one's own territory, with an ETag."""
    permit(may_read_ledger(request.actor), READERS)
    reads = may_read_coordinates(request.actor)
    if z > (DEEPEST if reads else DEEPEST_COARSE) or max(x, y) >= 1 << z:
        raise Http404
    listing = map_listing(request)
    content = tile(listing.filter.qs, (z, x, y), name=listing.query("sort", "size", "cols"), is_fine=reads)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    same = etag in parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(status=304) if same else HttpResponse(content, content_type=TILE)
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


@require_safe
def map_list(request: HttpRequest) -> HttpResponse:
    """窗口里的宗地, as a part of the page."""
    permit(may_read_ledger(request.actor), READERS)
    listing = map_listing(request)
    rows, has_more = listed(listing.filter.qs, box_of(request.GET.get("box", "")))
    return render(request, "parcels/_map_list.html", {"rows": rows, "has_more": has_more, "words": listing.words})


@require_safe
def map_card(request: HttpRequest, pk: int) -> HttpResponse:
    """一宗的小卡, as a part of the page."""
    row = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/_map_card.html", {"parcel": row, "kind_word": words_for(request)[row.kind], **shape_panel(row, request.actor)})
