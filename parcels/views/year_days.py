"""工作日的页面: the year's days off with their source and versions; the office registers a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from landplan.lib import clock

from ..forms.disposal import new_key
from ..forms.year_days import YearForm
from ..policies import may_edit_measures, may_read_ledger
from ..rules.year_days import BASIS, spans_of
from ..selectors.year_days import tables, versions_of
from ..services import save_year
from ..services.common import permit
from .common import run_form
from .ledger import READERS

FIRST, LAST = 2004, 2099


@require_http_methods(["GET", "HEAD", "POST"])
def year_days(request: HttpRequest) -> HttpResponse:
    """工作日: one year (`?year=`), this year by default."""
    permit(may_read_ledger(request.actor), READERS)
    this = clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
    if not FIRST <= year <= LAST:
        raise Http404
    known, versions, may_edit = tables(), versions_of(year), may_edit_measures(request.actor)
    table, seen = known(year), versions[0].number if versions else 0

    def page(form: YearForm | None, status: int = 200) -> HttpResponse:
        return render(request, "parcels/year_days.html", {
            "form": form, "year": year, "table": table, "versions": versions, "basis": BASIS, "form_key": new_key(),
            "off": spans_of(table.off) if table else [], "works": spans_of(table.works) if table else [],
            "years": [(one, known(one) is not None) for one in sorted({*range(this - 2, this + 3), year})]}, status=status)

    def work() -> HttpResponse:
        row = save_year(year, actor=request.actor, **form.values())
        messages.success(request, f"{row} 第 {row.number} 版已登记。")
        return redirect(f"{reverse('parcels:year_days')}?year={year}")

    if request.method != "POST":
        start = {"seen": seen} | ({"off": "\n".join(spans_of(table.off)), "works": "\n".join(spans_of(table.works)),
                                   "source": versions[0].source if versions else ""} if table else {})
        return page(YearForm(year=year, initial=start) if may_edit else None)
    permit(may_edit, "放假安排由领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    form = YearForm(request.POST, year=year)
    return run_form(request, form, work, page)
