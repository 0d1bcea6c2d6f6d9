"""府院联席和会商的页面: meetings, one meeting with its items, entering both."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.pages import most

from ..choices import MeetingKind
from ..forms.meeting import ItemForm, MeetingForm, initial_of_item
from ..models import Meeting, MeetingItem
from ..policies import may_keep_item, may_keep_meetings, may_read_ledger
from ..rules.meetings import BASIS
from ..selectors.meetings import SHOWN, case_choices, handed_over, items_of, meeting_rows, parcel_of_no
from ..selectors.projects import project_choices
from ..services import add_meeting_item, edit_meeting_item, record_meeting
from ..services.common import permit
from .common import county_choices, plain_form
from .ledger import READERS

CLERKS = "会议和议题由县区填报员登记，市里的由领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。"


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """会议清单; `?kind=` narrows it to one kind."""
    permit(may_read_ledger(request.actor), READERS)
    kind = request.GET.get("kind", "")
    kind = kind if kind in MeetingKind.values else ""
    rows = meeting_rows(kind)
    return render(request, "parcels/meetings.html", {
        "rows": rows[:most(SHOWN)], "count": rows.count(), "most": SHOWN, "kind": kind, "kinds": MeetingKind.choices, "tab": "meetings",
        "bases": BASIS.values(), "may_keep": may_keep_meetings(request.actor), "today": clock.today(),
        "handed": handed_over(request.actor.region_id)[:SHOWN]})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """登记会议."""
    permit(may_keep_meetings(request.actor), CLERKS)
    regions, back = [(request.actor.region_id, request.actor.unit_name)], reverse("parcels:meetings")

    def work(form: MeetingForm) -> HttpResponse:
        row = record_meeting(actor=request.actor, region_id=form.cleaned_data["region"], values=form.values())
        messages.success(request, f"{row} 已登记。请登记议题。")
        return redirect("parcels:meeting", row.id)

    return plain_form(request, lambda sent: MeetingForm(sent, regions=regions, initial={"region": request.actor.region_id}), work, {
        "title": "登记会议", "back": back, "crumbs": [(back, "会议")], "basis": "；".join(BASIS.values())})


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """一次会议和它的议题."""
    row = get_object_or_404(meeting_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    return render(request, "parcels/meeting.html", {"meeting": row, "items": items_of(row), "today": clock.today(), "basis": BASIS[row.kind],
                                                    "is_court": row.kind == MeetingKind.COURT,
                                                    "is_of_city": row.region.level != "county",
                                                    "may_keep": may_keep_item(request.actor, row.region_id, row.region_id)})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记议题."""
    row = get_object_or_404(Meeting.objects, pk=pk)
    permit(may_keep_item(request.actor, row.region_id, row.region_id), CLERKS)
    return _item_form(request, row, None)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_item(request: HttpRequest, pk: int) -> HttpResponse:
    """修改议题, above all its result."""
    item = get_object_or_404(MeetingItem.objects.select_related("meeting", "parcel"), pk=pk)
    permit(may_keep_item(request.actor, item.meeting.region_id, item.region_id), CLERKS)
    return _item_form(request, item.meeting, item)


def _item_form(request: HttpRequest, row: Meeting, item: MeetingItem | None) -> HttpResponse:
    region_id = item.region_id if item else row.region_id
    given = {"kind": row.kind, "cases": case_choices(region_id), "projects": project_choices(region_id),
             "regions": [] if item or row.region.level == "county" else [(row.region_id, "市里自己办"), *county_choices(request)]}
    listed = reverse("parcels:meetings")
    back = reverse("parcels:meeting", args=[row.id]) if request.actor.covers(row.region_id) else listed

    def work(form: ItemForm) -> HttpResponse:
        number = form.cleaned_data.get("parcel_no", "")
        of = form.cleaned_data.get("region") or region_id
        parcel = parcel_of_no(of, number)
        if number and parcel is None:
            raise Refusal(f"本县区没有地块编号“{number}”。请照台账里的编号写。", field="parcel_no", code="not_found")
        values = form.values(parcel.id if parcel else None)
        if item is None:
            add_meeting_item(row.id, actor=request.actor, values=values, region_id=of)
        else:
            edit_meeting_item(item.id, actor=request.actor, version=form.cleaned_data["version"], values=values)
        messages.success(request, "议题已保存。")
        return redirect(back)

    return plain_form(request, lambda sent: ItemForm(sent, initial=initial_of_item(item) if item else {}, **given), work, {
        "title": "修改议题" if item else "登记议题", "sub": str(row), "button": "保存", "failed": "没有保存", "back": back,
        "crumbs": [(listed, "会议"), (back, str(row))], "basis": BASIS[row.kind]})
