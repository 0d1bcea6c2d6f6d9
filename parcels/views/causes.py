"""成因统计的页面: parcels by cause, each cause leading to its list in the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ..filters import CLASSES
from ..policies import may_read_ledger
from ..rules.causes import SUPPLY_BASIS
from ..selectors.causes import causes_of
from ..services.common import permit
from .ledger import READERS


@require_safe
def causes(request: HttpRequest) -> HttpResponse:
    """成因统计 of a class (批而未供, 闲置, 低效); the lines add up to its parcels."""
    permit(may_read_ledger(request.actor), READERS)
    chosen = request.GET.get("quota") if request.GET.get("quota") in CLASSES else next(iter(CLASSES))
    lines, total = causes_of(CLASSES[chosen][1])
    shown = [(line, urlencode({"quota": chosen, **({"cause": line.cause} if line.cause else {"gap": "2"})})) for line in lines]
    return render(request, "parcels/causes.html", {
        "lines": shown, "total": total, "chosen": chosen, "basis": SUPPLY_BASIS if chosen == "unsupplied" else "",
        "tabs": [(code, label) for code, (label, _) in CLASSES.items()]})
