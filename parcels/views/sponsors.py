"""包保的页面: parcels per 包保领导 post, each leading to its list in the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from landplan.lib import clock

from ..policies import may_read_ledger
from ..selectors.sponsors import sponsors_of
from ..services.common import permit
from .ledger import READERS


@require_safe
def sponsors(request: HttpRequest) -> HttpResponse:
    """包保 of the territory."""
    permit(may_read_ledger(request.actor), READERS)
    rows = sponsors_of(clock.today())
    lines = [(one, urlencode({"sponsor": one.post, "status": "open"} if one.post else {"sponsor": "none"})) for one in rows]
    return render(request, "parcels/sponsors.html", {"lines": lines, "count": sum(one.count for one in rows),
                                                     "left": sum(one.left for one in rows), "overdue": sum(one.overdue for one in rows)})
