"""台账的页面: one address holds filters, order, columns and place; page, file and neighbours read the same."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.area import show
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download, made_by
from units.models import Region
from units.selectors import county_rows

from ..forms.disposal import numbers_in
from ..policies import may_edit_measures, may_export, may_read_ledger, may_register_parcel
from ..selectors.kept import all_kept
from ..selectors.ledger import KindSum, Line, lines_of, stream, sums_of, total_of
from ..selectors.measures import kind_words
from ..selectors.problems import cohorts_of
from ..selectors.saved_views import View, standing_views, views_of
from ..services.common import permit
from ..sheets.ledger import LIMIT, ledger_file
from ..tables import Look, Reader, Row, sum_cells
from .listing import SIZES, Listing, listing_of, sum_words

READERS = "台账只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """台账."""
    permit(may_read_ledger(request.actor), READERS)
    return ledger_page(request, request.GET)


def ledger_page(request: HttpRequest, asked: QueryDict, *, refusal: Refusal | None = None, view_name: str = "",
                status: int = 200) -> HttpResponse:
    """The page of an address; with a refusal when a view could not be kept."""
    listing = listing_of(request, asked)
    is_read = listing.filter.is_valid()
    sums, own = f"sums?{listing.query('kind', 'sort', 'size', 'cols')}", f"views of {request.actor.user_id}"
    region = f"region {listing.region.id}"
    known = all_kept({region: lambda: (choices_of(request, listing.region), listing.document)} | ({
        sums: lambda: sums_of(listing.without_kind.qs), own: lambda: views_of(request.actor),
        "views": lambda: standing_views(has_counties=listing.has_counties)} if is_read else {}))
    (counties, cohorts), listing.document = known[region]
    context = {"listing": listing, "form": listing.filter.form, "refusal": refusal, "view_name": view_name,
               "filter": listing.filter_part(counties, cohorts), "counties": len(counties),
               "may_register": may_register_parcel(request.actor), "may_set_lists": may_edit_measures(request.actor)}
    if not is_read:
        return render(request, "parcels/ledger.html", context, status=422)
    context |= _figures(listing, known[sums]) | _tabs(listing, known["views"], known[own])
    return render(request, "parcels/ledger.html", context, status=status)


def choices_of(request: HttpRequest, region: Region) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """县区和形成年代 to filter by."""
    return counties_here(request, region), [(str(one.id), one.label) for one in cohorts_of(region)]


def words_for(request: HttpRequest) -> dict[str, str]:
    """类别的叫法 of the document that this person works under."""
    return kind_words(request.region)


def _figures(listing: Listing, sums: dict[str, KindSum]) -> dict:
    total, today = total_of(sums, listing.kinds), clock.today()
    reader = Reader(listing.columns, Look(today, listing.words), Line._fields)
    page, values = lines_of(listing.found, listing.order, reader.paths, after=listing.asked.get("after", ""),
                            before=listing.asked.get("before", ""), size=listing.size)
    return {"page": page, "columns": list(zip([column.kind for column in listing.columns], reader.cells(values), strict=True)),
            "tiles": listing.tiles(sums), "total": sum_words(total), "today": today, "heads": listing.heads(), "chooser": listing.columns_part(),
            "here": listing.query(), "export": listing.query("size"), "all_kinds": listing.query("kind"), "kinds": listing.kinds,
            "foot": [cell if cell is None or isinstance(cell, str) else show(cell) for cell in sum_cells(listing.columns, total)],
            "turns": {"before": page.before and listing.query(before=page.before), "after": page.after and listing.query(after=page.after)},
            "sizes": [(size, size == listing.size, listing.query(size=size)) for size in SIZES]}


def _tabs(listing: Listing, standing: list[View], own: list[View]) -> dict:
    """视图: the standing ones, then one's own; the one whose address is open is current."""
    here = (listing.query("cols", "size"), listing.cols)
    tabs = [*standing, *own]
    current = next((tab for tab in tabs if (tab.query, ",".join(tab.columns)) == here), None)
    return {"tabs": [{"href": tab.href, "name": tab.name, "count": tab.count, "on": tab is current} for tab in tabs], "own": own}


def counties_here(request: HttpRequest, region: Region) -> list[tuple[str, str]]:
    """县区 to filter by (code, name), for whoever sees several."""
    regions = request.actor.regions or ()
    return [(code, name) for pk, code, name, _ in county_rows(region) if pk in regions] if len(regions) > 1 else []


@require_safe
def ledger_export(request: HttpRequest) -> FileResponse:
    """导出: what the screen shows, all pages. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    listing = listing_of(request, request.GET)
    if not listing.filter.is_valid():
        raise Refusal("筛选条件读不出来，没有导出。请回到台账改正条件后再导出。", code="filter")
    listing.picked = numbers_in(request.GET.getlist("pick"))
    sums, today = sums_of(listing.found if listing.picked else listing.without_kind.qs), clock.today()
    total = total_of(sums, listing.kinds)
    if total.count > LIMIT:
        raise Refusal(f"符合条件的有 {total.count} 宗，超过一个文件的上限 {LIMIT} 宗。请先按县区或类别筛选，再分次导出。", code="too_many")
    file = ledger_file((Row(p, today, listing.words) for p in stream(listing.rows, listing.order)), listing.columns, sums, total,
                       conditions=conditions(request, listing), words=listing.words)
    return as_download(file, f"台账_{today:%Y%m%d}.xlsx")


def conditions(request: HttpRequest, listing: Listing) -> list[tuple[str, str]]:
    """条件 in words, for the file."""
    chosen = [("所选", f"{len(listing.picked)} 宗")] if listing.picked else []
    return [("导出", made_by(request.actor)), *(listing.told() or [("条件", "全部")]), *chosen, ("次序", listing.order.told)]
