"""三清单一台账的页面: the units, and for each the four lists as files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download, made_by
from landplan.lib.text import clean_text

from ..policies import may_export, may_read_ledger
from ..selectors.unit_lists import BASIS, parcels_of_unit, rows_of_unit, units_with_parcels
from ..services.common import permit
from ..sheets.unit_lists import LISTS, unit_file
from .ledger import LIMIT, READERS


@require_safe
def unit_lists(request: HttpRequest) -> HttpResponse:
    """有宗地的单位, each with its four lists."""
    permit(may_read_ledger(request.actor), READERS)
    units = [(unit, urlencode({"unit": unit.name})) for unit in units_with_parcels()]
    return render(request, "parcels/unit_lists.html", {"units": units, "lists": [(key, one.title) for key, one in LISTS.items()], "basis": BASIS})


@require_safe
def unit_list_export(request: HttpRequest) -> FileResponse:
    """一个单位的一张清单 (`list`), or all four in one file. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    unit, wanted = clean_text(request.GET.get("unit", ""))[:100], request.GET.get("list", "all")
    if wanted not in (*LISTS, "all"):
        raise Http404
    count = parcels_of_unit(unit).count() if unit else 0
    if not 0 < count <= LIMIT:
        raise Refusal(f"“{unit or '（未写单位）'}”有 {count} 宗，一个文件是 1 至 {LIMIT} 宗。请从三清单一台账里选有宗地的单位；"
                      "太多的，先在台账里筛选后导出。", field="unit", code="no_rows")
    title = "三清单一台账" if wanted == "all" else LISTS[wanted].title
    file = unit_file(rows_of_unit(unit), list(LISTS) if wanted == "all" else [wanted], today=clock.today(),
                     notes=[f"{unit}；依据：{BASIS}", f"导出：{made_by(request.actor)}"])
    return as_download(file, f"{unit}_{title}_{clock.today():%Y%m%d}.xlsx")
