"""分类存量的页面: the five kinds as of a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock

from ..forms.stock import StockForm
from ..policies import may_read_ledger
from ..selectors.stock import stock_as_of
from ..services.common import permit
from .ledger import READERS, words_for


@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """分类存量 of the territory, by the kinds valid on the day asked for (today, when none is)."""
    permit(may_read_ledger(request.actor), READERS)
    form = StockForm(request.GET)
    is_read = form.is_valid()
    day = (form.cleaned_data["day"] if is_read else None) or clock.today()
    rows, total = stock_as_of(day) if is_read else ([], None)
    return render(request, "parcels/stock.html", {
        "form": form, "day": day, "rows": rows, "total": total, "kinds": list(words_for(request).items()),
        "is_today": day == clock.today()}, status=200 if is_read else 422)
