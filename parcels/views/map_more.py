"""一张图的另几页: what is not on the map and why, drawings as files, the counties' outlines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.geo.crs import System
from landplan.lib.geo.writing import GEOJSON, geojson_bytes, shapefile_zip, txt_text
from landplan.lib.pages import most
from units.models import Region

from ..forms.disposal import numbers_in
from ..forms.shapes import OutlineForm
from ..models import Parcel
from ..policies import may_export, may_load_outline, may_read_coordinates, may_read_ledger
from ..selectors.shape_facts import HEADS, piece_rows, pieces_of, zones_of
from ..selectors.shapes import mapped_of, outlines_of, unmapped
from ..services import load_outlines, tell_export
from ..services.common import permit
from .common import refused
from .ledger import READERS, conditions
from .map import map_listing

MOST, SHOWN = 5000, 200
KINDS = {"geojson": ("GeoJSON", "geojson", GEOJSON), "shp": ("shapefile", "zip", "application/zip"),
         "txt": ("界址点 TXT", "txt", "text/plain; charset=utf-8")}
NO_RIGHT = "导出坐标要有“可看坐标”的权限，由系统管理员按岗位给；没有这个权限的，可以看图、打印图。"


@require_safe
def map_unmapped(request: HttpRequest) -> HttpResponse:
    """上图率, and what is not on the map with its reason (MAP-03)."""
    permit(may_read_ledger(request.actor), READERS)
    listing = map_listing(request)
    rows = unmapped(listing.filter.qs, most(SHOWN))
    return render(request, "parcels/map_unmapped.html", {
        "listing": listing, "query": listing.query("sort", "size", "cols"), "mapped": mapped_of(listing.filter.qs), "rows": rows, "most": SHOWN,
        "words": listing.words})


@require_safe
def map_export(request: HttpRequest) -> HttpResponse:
    """导出图形 of the filtered list, or of one parcel (`parcel`): GeoJSON, shapefile, TXT (`as`, `zone`). Leaves an entry with the number of
    parcels. Raises NotAllowed without the right to read coordinates, Refusal beyond the most of one file."""
    permit(may_export(request.actor), READERS)
    permit(may_read_coordinates(request.actor), NO_RIGHT)
    listing = map_listing(request, "parcel", "as", "zone")
    one = next(iter(numbers_in([request.GET.get("parcel", "")])), None)
    rows = Parcel.objects.filter(pk=one) if request.GET.get("parcel") else listing.filter.qs
    label, ending, media = KINDS.get(request.GET.get("as", ""), KINDS["geojson"])
    found = piece_rows(rows, MOST + 1)
    if len(found) > MOST:
        raise Refusal(f"符合条件、有图形的多于 {MOST} 宗，超过一个文件的上限。请先按县区或类别筛选，再分次导出。", code="too_many")
    if not found:
        raise Refusal("符合条件的宗地都没有图形，没有可导出的。", code="empty")
    zones, pieces = zones_of(found), pieces_of(found, listing.words)
    content = _content(ending, pieces, _zone(request, zones) if ending != "geojson" else None, request)
    tell_export(actor=request.actor, kind=label, count=len(found), conditions="；".join(f"{k}：{v}" for k, v in conditions(request, listing)[1:]))
    return HttpResponse(content, content_type=media, headers={
        "Content-Disposition": content_disposition_header(True, f"图形_{clock.today():%Y%m%d}.{ending}")})


def _zone(request: HttpRequest, zones: list[int]) -> int:
    """一个文件一个带: as asked, else the one that all lie in."""
    asked = next(iter(numbers_in([request.GET.get("zone", "")])), None)
    if asked:
        if asked not in range(25, 46):
            raise Refusal("带号不对。请写 25 至 45，河南是 37、38、39。", code="zone")
        return asked
    if len(zones) > 1:
        words = "、".join(map(str, zones))
        raise Refusal(f"这些图形跨 {words} 带，一个文件只写一个带。请按县区筛选，或在导出时选一个带号。", code="zones")
    return zones[0]


def _content(ending: str, pieces: list, zone: int | None, request: HttpRequest) -> bytes:
    if ending == "geojson":
        return geojson_bytes(pieces)
    if ending == "zip":
        return shapefile_zip(pieces, System(zone), HEADS)
    return txt_text(pieces, System(zone), by=request.actor.unit_name, on=clock.today()).encode("gb18030")


@require_http_methods(["GET", "HEAD", "POST"])
def map_outlines(request: HttpRequest) -> HttpResponse:
    """县区范围线: which are on file, and loading them."""
    permit(may_load_outline(request.actor), "县区范围线由领导小组办公室装入。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    regions = list(Region.objects.filter(id__in=request.actor.regions or ()).counties())

    def page(form: OutlineForm, status: int = 200) -> HttpResponse:
        return render(request, "parcels/map_outlines.html", {"form": form, "outlines": outlines_of(regions)}, status=status)

    if request.method != "POST":
        return page(OutlineForm())
    form = OutlineForm(request.POST, request.FILES)
    if not form.is_valid():
        return refused(request, form, page, 422)
    try:
        names = load_outlines(actor=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse([refusal])
        return refused(request, form, page, refusal.status)
    messages.success(request, f"装入了 {len(names)} 个县区的范围线：{'、'.join(names)}。")
    return redirect("parcels:map_outlines")


