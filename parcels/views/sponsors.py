"""包保的页面: parcels per 包保领导 post and per 分包乡办或单位, each leading to its list in the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from landplan.lib import clock

from ..policies import may_read_ledger
from ..selectors.sponsors import Sponsor, sponsors_of
from ..services.common import permit
from .ledger import READERS


@require_safe
def sponsors(request: HttpRequest) -> HttpResponse:
    """包保 of the territory."""
    permit(may_read_ledger(request.actor), READERS)
    today = clock.today()
    return render(request, "parcels/sponsors.html", {"tables": [
        _table("包保领导岗位", "无包保", "sponsor", sponsors_of(today)),
        _table("分包乡办或单位", "无分包", "sponsor_unit", sponsors_of(today, "sponsor_unit"))]})


def _table(head: str, nobody: str, name: str, rows: list[Sponsor]) -> dict:
    """One table: its lines with the address of their list, and the sums."""
    lines = [(one, urlencode({name: one.post, "status": "open"} if one.post else {name: "none"})) for one in rows]
    return {"head": head, "nobody": nobody, "lines": lines, "count": sum(one.count for one in rows), "left": sum(one.left for one in rows),
            "overdue": sum(one.overdue for one in rows)}
