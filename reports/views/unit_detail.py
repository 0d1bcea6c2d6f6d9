"""单位明细 of a quarter: the entries that make one unit's figures in the ranking."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tasks.selectors.unit_standings import unit_entries
from tasks.views.common import links_of
from units.models import Unit

from ..choices import Basis
from ..selectors.unit_ranking import has_units
from ..tables.drill import words_of
from .periods import whole_period

SHOWN = 500


@require_safe
def period_unit(request: HttpRequest, kind: str, key: str, unit_id: int) -> HttpResponse:
    """一个单位到季末的入账, newest first; what belongs to the quarter itself is summed beside."""
    one = whole_period(request, kind, key)
    if not has_units(one):
        raise Http404
    unit = get_object_or_404(Unit, pk=unit_id, region_id=one.plan.region_id)
    asked = request.GET.get("basis", "")
    basis = asked if asked in Basis.values else Basis.RECORDED.value
    rows = unit_entries(one.plan, unit, one.until, basis)
    inside = [row for row in rows if (row.recorded_at if basis == Basis.RECORDED else row.effective_at) > one.after]
    return render(request, "reports/period_unit.html", links_of(request, one.plan) | {
        "period": one, "unit": unit, "rows": [words_of(row) for row in rows[:SHOWN]], "count": len(rows), "most": SHOWN,
        "basis_label": Basis(basis).label, "sum": sum((row.area for row in rows), Decimal(0)),
        "amount": sum((row.area for row in inside), Decimal(0))})
