"""多规合一对接的页面: the checks of the filtered list as a file, and the file taken back; one parcel's check on its page."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.lists import as_download
from landplan.lib.table_files import MAX_ROWS, read_rows

from ..choices import PlanningResult
from ..forms.planning import PlanningFileForm, PlanningForm
from ..models import Parcel
from ..policies import may_export, may_read_ledger, may_register_parcel
from ..rules.planning import BASIS, HEADS, Fault, Planning, read_file
from ..selectors.ledger import stream
from ..selectors.parcel import parcel_rows
from ..services import import_planning, save_planning
from ..services.common import permit
from ..sheets.planning import planning_csv, planning_xlsx
from .ledger import READERS
from .listing import listing_of
from .parcel import page_of

CLERKS = "多规合一核对由县区填报员登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SHOWN = 200


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """多规合一对接: how far the filtered list is checked; export and import."""
    permit(may_read_ledger(request.actor), READERS)
    return _page(request, PlanningFileForm())


def _page(request: HttpRequest, form: PlanningFileForm, *, faults: list[Fault] = (), status: int = 200) -> HttpResponse:
    listing = listing_of(request, request.GET)
    if not listing.filter.is_valid():
        raise Refusal("筛选条件读不出来。请回到台账改正条件后再来。", code="filter")
    counts = dict(listing.filter.qs.order_by().values_list("planning_result").annotate(n=Count("id")))
    return render(request, "parcels/planning.html", {
        "form": form, "counts": [(one, counts.get(one.value, 0)) for one in PlanningResult], "total": sum(counts.values()), "query": listing.query(),
        "faults": faults[:SHOWN], "fault_count": len(faults), "may_import": may_register_parcel(request.actor), "basis": BASIS,
        "heads": HEADS, "most": MAX_ROWS}, status=status)


@require_safe
def planning_export(request: HttpRequest) -> HttpResponse:
    """导出 the checks of the filtered list: xlsx, or (`as=csv`) csv. Raises Refusal beyond what one file takes back."""
    permit(may_export(request.actor), READERS)
    asked = request.GET.copy()
    kind = asked.pop("as", [""])[-1]
    listing = listing_of(request, asked)
    if not listing.filter.is_valid():
        raise Refusal("筛选条件读不出来，没有导出。请回到台账改正条件后再导出。", code="filter")
    if (count := listing.filter.qs.order_by().count()) > MAX_ROWS:
        raise Refusal(f"符合条件的有 {count} 宗，超过一个文件的上限 {MAX_ROWS} 宗。请先按县区或类别筛选，再分次导出。", code="too_many")
    rows, name = stream(listing.filter.qs, listing.order), f"多规合一核对_{clock.today():%Y%m%d}"
    if kind != "csv":
        return as_download(planning_xlsx(rows), f"{name}.xlsx")
    return HttpResponse(planning_csv(rows), content_type="text/csv; charset=utf-8",
                        headers={"Content-Disposition": "attachment; filename*=UTF-8''planning.csv"})


@require_POST
def planning_import(request: HttpRequest) -> HttpResponse:
    """交回: all rows or none; every wrong cell is named with its value and what it should be."""
    permit(may_register_parcel(request.actor), CLERKS)
    form = PlanningFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        rows = read_rows(form.cleaned_data["file"], columns=len(HEADS))
        known = {row.parcel_no: (row.name, Planning(row.planning_result, row.planning_on, row.planning_code))
                 for row in Parcel.objects.current().filter(parcel_no__in=[row[0] for row in rows if row[0]])}
        found, faults = read_file(rows, known_of=known.get, today=clock.today())
        if faults:
            request.refusal_message = "；".join(f"{one.cell} 是“{one.value}”，应是{one.wanted}" for one in faults[:SHOWN])
            return _page(request, form, faults=faults, status=422)
        changed = import_planning(found, actor=request.actor)
    except Refusal as refusal:
        form.refuse([refusal])
        request.refusal_message = refusal.message
        return _page(request, form, status=refusal.status)
    same = len(found) - len(changed)
    told = f"改了 {len(changed)} 宗：{'、'.join(changed[:20])}{' 等' if len(changed) > 20 else ''}；其余 {same} 宗与台账一致" if changed else \
        f"文件里的 {same} 宗与台账一致，没有改动"
    messages.success(request, f"{told}。")
    return redirect("parcels:planning")


@require_POST
def planning_save(request: HttpRequest, pk: int) -> HttpResponse:
    """登记一宗的核对."""
    get_object_or_404(Parcel.objects, pk=pk)
    permit(may_register_parcel(request.actor), CLERKS)
    form = PlanningForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence, code="unreadable")
        changed = save_planning(pk, actor=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        request.refusal_message = refusal.message
        return render(request, "parcels/parcel.html", page_of(request, parcel_rows().get(pk=pk), refusal), status=refusal.status)
    messages.success(request, "多规合一核对已登记。" if changed else "与台账一致，没有改动。")
    return redirect(reverse("parcels:parcel", args=[pk]) + "#planning")
