"""到期提醒的页面: what the terms of disposals bring with them - soon, overdue - and how each ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.pages import most
from landplan.lib.text import clean_text
from units.models import Region

from ..forms.due import DuesForm
from ..models import DisposalDue
from ..policies import may_keep_cases, may_read_ledger
from ..rules.terms.spans import REMIND_DAYS
from ..selectors.terms import dues_within, open_dues
from ..services import close_due
from ..services.common import permit
from .ledger import READERS

CLERKS = "到期事项由县区填报员办结。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SHOWN = 200
TABS = (("", "即将到期和已逾期"), ("late", "已逾期"), ("all", "全部未办"))


@require_safe
def dues(request: HttpRequest) -> HttpResponse:
    """到期提醒: within the days asked for or overdue, overdue only, or all that are open."""
    permit(may_read_ledger(request.actor), READERS)
    return _page(request)


@require_POST
def due_close(request: HttpRequest, pk: int) -> HttpResponse:
    """办结一项."""
    row = get_object_or_404(DisposalDue.objects, pk=pk)
    permit(may_keep_cases(request.actor), CLERKS)
    note = clean_text(request.POST.get("note", ""))[:300]
    try:
        close_due(pk, actor=request.actor, note=note)
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return _page(request, refusal, row.id, refusal.status)
    messages.success(request, f"{row} 已办结。")
    return redirect("parcels:dues")


def _page(request: HttpRequest, refusal: Refusal | None = None, refused_id: int = 0, status: int = 200) -> HttpResponse:
    regions = Region.objects.filter(id__in=open_dues().order_by().values("region").distinct()).order_by("sort")
    form, show, today = DuesForm(request.GET or None, regions=regions), request.GET.get("show", ""), clock.today()
    region_id, days = form.asked() if request.GET else (None, REMIND_DAYS)
    rows = dues_within({"late": "late", "all": ""}.get(show, "soon"), today, days, region_id)
    return render(request, "parcels/dues.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "most": SHOWN, "shown": show, "tabs": TABS, "form": form, "days": days, "today": today,
        "has_regions": len(regions) > 1, "may_close": may_keep_cases(request.actor), "refusal": refusal, "refused_id": refused_id}, status=status)
