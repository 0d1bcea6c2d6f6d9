"""台账的页面: one address holds filters, order, columns and place; page, file and neighbours read the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download, made_by
from units.models import Region
from units.selectors import region_of

from ..filters import LedgerFilter
from ..forms.disposal import numbers_in
from ..models import Cohort, Parcel
from ..policies import may_edit_measures, may_export, may_read_ledger, may_register_parcel
from ..rules.tags import TAGS
from ..rules.words import words_of
from ..selectors.kept import kept
from ..selectors.ledger import Order, at_of, key_of, page_of, stream, sums_of, total_of
from ..selectors.measures import document_of, kind_words
from ..selectors.problems import cohorts_of
from ..selectors.saved_views import standing_views, views_of
from ..services.common import permit
from ..sheets.ledger import LIMIT, ledger_file
from ..tables import COLUMNS, WITH_BATCH, Row, columns_of, default_keys, done_on, sum_cells

READERS = "台账只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"
SIZES = (50, 100, 200)
NAMES = tuple(LedgerFilter.base_filters)


@dataclass
class Listing:
    """一个清单: what the address asks for, inside the open territory."""

    asked: QueryDict
    has_counties: bool
    region: Region
    document: str
    picked: list[int] = field(default_factory=list)
    selects = ("quota", "status", "cause", "deadline", "idle_source", "start", "gap", "open")  # conditions with a list to choose from

    @cached_property
    def words(self) -> dict[str, str]:
        """类别的叫法 of the document that this person works under."""
        return words_of(self.document)

    @cached_property
    def filter(self) -> LedgerFilter:
        return LedgerFilter(self.asked, queryset=Parcel.objects.all())

    @cached_property
    def without_kind(self) -> LedgerFilter:
        """The same without the kinds, for the sums that one chooses kinds by."""
        if "kind" not in self.asked:
            return self.filter
        rest = self.asked.copy()
        rest.pop("kind", None)
        return LedgerFilter(rest, queryset=Parcel.objects.all())

    @cached_property
    def order(self) -> Order:
        return Order.of(self.asked.get("sort", ""))

    @cached_property
    def kinds(self) -> list[str]:
        return self.filter.form.cleaned_data["kind"]

    @cached_property
    def columns(self) -> list:
        return columns_of(",".join(self.asked.getlist("cols")), default_keys(has_counties=self.has_counties))

    @cached_property
    def size(self) -> int:
        return next((size for size in SIZES if str(size) == self.asked.get("size")), SIZES[0])

    @property
    def found(self):
        """符合条件的; of a file, those among them that were picked."""
        return self.filter.qs.filter(id__in=self.picked) if self.picked else self.filter.qs

    @property
    def rows(self):
        """Rows with what the chosen columns show."""
        related = ["region", "batch"] if WITH_BATCH & {c.key for c in self.columns} else ["region"]
        return self.found.select_related(*related)

    @cached_property
    def set_names(self) -> list[str]:
        """条件 that are set."""
        return [name for name in NAMES if any(self.asked.getlist(name))]

    @property
    def cols(self) -> str:
        """列 as the address holds them; empty for the usual ones."""
        return ",".join(c.key for c in self.columns) if any(self.asked.getlist("cols")) else ""

    def pairs(self, *but: str) -> list[tuple[str, str]]:
        """What is set, in one order: filters, order, size, columns."""
        settings = {"sort": "" if self.order == Order() else str(self.order),
                    "size": "" if self.size == SIZES[0] else str(self.size), "cols": self.cols}
        found = [(n, v) for n in NAMES for v in self.asked.getlist(n) if v] + list(settings.items())
        return [(n, v) for n, v in found if v and n not in but]

    def query(self, *but: str, **changes) -> str:
        """规范的地址 without the names in `but`; `changes` replaces values."""
        more = [(n, v) for n, values in changes.items() for v in (values if isinstance(values, list) else [values]) if v]
        return urlencode(self.pairs(*but, *changes) + more)

    @property
    def kept_by_filter(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        return [pair for pair in self.pairs() if pair[0] in ("kind", "batch", "planning", "low_type", "unit", "sort", "size", "cols")]

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        """What the choice of columns carries along."""
        return self.pairs("cols")


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """台账."""
    permit(may_read_ledger(request.actor), READERS)
    return ledger_page(request, request.GET)


def ledger_page(request: HttpRequest, asked: QueryDict, *, refusal: Refusal | None = None, view_name: str = "",
                status: int = 200) -> HttpResponse:
    """The page of an address; with a refusal when a view could not be kept."""
    listing = listing_of(request, asked)
    context = {"listing": listing, "form": listing.filter.form, "refusal": refusal, "view_name": view_name,
               "regions": counties_here(request), "cohorts": cohorts_of(listing.region),
               "tags": [(code, tag.label) for code, tag in TAGS.items() if tag.document == listing.document],
               "all_columns": list(COLUMNS.values()), "sizes": SIZES,
               "chosen": {c.key for c in listing.columns}, "may_register": may_register_parcel(request.actor),
               "may_set_lists": may_edit_measures(request.actor)}
    if not listing.filter.is_valid():
        return render(request, "parcels/ledger.html", context, status=422)
    context |= _figures(request, listing) | _tabs(request, listing)
    return render(request, "parcels/ledger.html", context, status=status)


def listing_of(request: HttpRequest, asked: QueryDict) -> Listing:
    """The listing of an address for whoever asks."""
    region = region_of(request.actor.region_id)
    return Listing(asked, has_counties=len(request.actor.regions or ()) > 1, region=region, document=document_of(region))


def words_for(request: HttpRequest) -> dict[str, str]:
    """类别的叫法 of the document that this person works under."""
    return kind_words(region_of(request.actor.region_id))


def _figures(request: HttpRequest, listing: Listing) -> dict:
    sums = kept(f"sums?{listing.query('kind', 'sort', 'size', 'cols')}", lambda: sums_of(listing.without_kind.qs))
    total, today = total_of(sums, listing.kinds), clock.today()
    page = page_of(listing.rows, listing.order, after=listing.asked.get("after", ""), before=listing.asked.get("before", ""),
                   size=listing.size)
    cells = [{"parcel": p, "done_on": done_on(p), "at": at_of(listing.order, key_of(listing.order, p)),
              "cells": [(c.kind, c.value(Row(p, today, listing.words))) for c in listing.columns]} for p in page.rows]
    tiles = [{"kind": kind, "label": listing.words[kind], "sum": one, "on": kind in listing.kinds,
              "query": listing.query(kind=_toggled(listing.kinds, kind))} for kind, one in sums.items()]
    return {"page": page, "cells": cells, "tiles": tiles, "total": total, "today": today,
            "heads": [_head(listing, c) for c in listing.columns], "here": listing.query(), "export": listing.query("size"),
            "all_kinds": listing.query("kind"), "without_cols": listing.query("cols"),
            "foot": list(zip(listing.columns, sum_cells(listing.columns, total), strict=True))}


def _toggled(kinds: list[str], kind: str) -> list[str]:
    return [k for k in kinds if k != kind] if kind in kinds else [*kinds, kind]


def _head(listing: Listing, column) -> dict:
    """列头: the sorted column turns its order, another one begins upward."""
    is_sorted = column.sort == listing.order.key and bool(column.sort)
    target = listing.order.turned() if is_sorted else Order(column.sort or "parcel_no")
    return {"column": column, "sorted": is_sorted, "down": listing.order.down, "query": listing.query(sort=str(target))}


def _tabs(request: HttpRequest, listing: Listing) -> dict:
    """视图: the standing ones, then one's own; the one whose address is open is current."""
    here = (listing.query("cols", "size"), listing.cols)
    own = views_of(request.actor)
    tabs = [*kept("standing views", lambda: standing_views(has_counties=listing.has_counties)), *own]
    current = next((tab for tab in tabs if (tab.query, ",".join(tab.columns)) == here), None)
    return {"tabs": tabs, "current": current, "own": own}


def counties_here(request: HttpRequest) -> list[dict]:
    """县区 to filter by, for whoever sees several."""
    regions = request.actor.regions or ()
    return list(Region.objects.filter(id__among=sorted(regions)).counties().values("code", "name")) if len(regions) > 1 else []


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


def _names_of(form, name: str) -> dict[str, str]:
    """What the values of a condition are called."""
    if name == "cohort":
        return {str(one.id): one.label for one in Cohort.objects.all()}
    return dict(getattr(form.fields[name], "choices", ()))


def conditions(request: HttpRequest, listing: Listing) -> list[tuple[str, str]]:
    """条件 in words, for the file."""
    form = listing.filter.form
    named = []
    for name in listing.set_names:
        choices = listing.words if name == "kind" else _names_of(form, name)
        values = [str(choices.get(value, value)) for value in listing.asked.getlist(name)]
        named.append((form.fields[name].label, "、".join(values)))
    order = f"{listing.order.sort.label}{'从大到小' if listing.order.down else '从小到大'}"
    chosen = [("所选", f"{len(listing.picked)} 宗")] if listing.picked else []
    return [("导出", made_by(request.actor)), *(named or [("条件", "全部")]), *chosen, ("次序", order)]
