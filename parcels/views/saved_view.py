"""保存的视图: keep the open address under a name, or remove it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from landplan.lib.errors import Refusal
from landplan.lib.text import clean_text

from ..models import SavedView
from ..policies import may_read_ledger
from ..selectors.ledger import Order
from ..services import remove_view, save_view
from ..services.common import permit
from .ledger import READERS, ledger_page
from .listing import Listing, listing_of

LONGEST = 1000


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """存为视图: the filters, the order and the columns of the address sent as `query`."""
    permit(may_read_ledger(request.actor), READERS)
    asked = QueryDict(request.POST.get("query", "")[:LONGEST])
    listing, name = listing_of(request, asked), clean_text(request.POST.get("name", ""))[:20]
    if not listing.filter.is_valid():
        return ledger_page(request, asked)
    columns = [c.key for c in listing.columns] if listing.cols else []
    try:
        view = save_view(actor=request.actor, name=name, query=listing.query("cols", "size")[:LONGEST], columns=columns,
                         told=lambda query: _told(listing_of(request, QueryDict(query))))
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return ledger_page(request, asked, refusal=refusal, view_name=name, status=refusal.status)
    messages.success(request, f"已存为视图“{view.name}”。")
    return redirect(f"{reverse('parcels:ledger')}?{listing.query()}")


def _told(listing: Listing) -> str:
    """筛选与次序 in words; of a view kept long ago, whose conditions are read no more, that they are."""
    if not listing.filter.is_valid():
        return "条件已读不出来"
    told = [*listing.told(), *([("次序", listing.order.told)] if listing.order != Order() else [])]
    return "；".join(f"{label} {words}" for label, words in told) or "全部"


@require_POST
def view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """移除自己的视图."""
    permit(may_read_ledger(request.actor), READERS)
    try:
        view = remove_view(pk, actor=request.actor)
    except SavedView.DoesNotExist:
        raise Http404
    messages.success(request, f"视图“{view.name}”已移除。")
    kept = QueryDict(request.POST.get("query", "")[:LONGEST])
    return redirect(f"{reverse('parcels:ledger')}?{urlencode([(k, v) for k, vs in kept.lists() for v in vs])}")
