"""宗地图形的页面: its picture and history, handing in a file, saying why there is none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from landplan.lib.errors import Refusal

from ..forms.shapes import LackForm, ShapeFileForm
from ..models import Parcel
from ..policies import may_draw, may_read_ledger
from ..selectors.parcel import parcel_rows
from ..selectors.shapes import shape_history, shape_panel
from ..services import keep_shape_file, note_lack
from ..services.common import permit
from ..services.shapes import CLERKS
from .common import refused
from .ledger import READERS


@require_http_methods(["GET", "HEAD", "POST"])
def shape(request: HttpRequest, pk: int) -> HttpResponse:
    """图形; a file that is sent goes on to its preview."""
    row = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_read_ledger(request.actor), READERS)
    if request.method != "POST":
        return _page(request, row)
    permit(may_draw(request.actor), CLERKS)
    return take_file(request, row, lambda form, status: _page(request, row, form, status=status))


def take_file(request: HttpRequest, parcel: Parcel | None, page) -> HttpResponse:
    """收下文件, then its preview; refused: `page` with the form."""
    form = ShapeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return refused(request, form, page, 422)
    try:
        file = keep_shape_file(actor=request.actor, upload=form.cleaned_data["file"], zone=form.cleaned_data["zone"], parcel=parcel)
    except Refusal as refusal:
        form.refuse([refusal])
        return refused(request, form, page, refusal.status)
    return redirect("parcels:shape_file", file.id)


def _page(request: HttpRequest, row: Parcel, form: ShapeFileForm | None = None, lack: LackForm | None = None, status: int = 200) -> HttpResponse:
    panel = shape_panel(row, request.actor)
    last = panel["shape"].row
    lack = lack or LackForm(initial={"seen": last.number if last else 0, "lack": last.lack if last else "", "note": last.note if last else ""})
    return render(request, "parcels/shape.html", {
        "parcel": row, "form": form or ShapeFileForm(), "lack_form": lack, "shapes": shape_history(row), **panel}, status=status)


@require_POST
def shape_lack(request: HttpRequest, pk: int) -> HttpResponse:
    """登记没有图形的原因."""
    row = get_object_or_404(parcel_rows(), pk=pk)
    permit(may_draw(request.actor), CLERKS)
    form = LackForm(request.POST)
    try:
        if not form.is_valid():
            return refused(request, form, lambda lack, status: _page(request, row, lack=lack, status=status), 422)
        note_lack(pk, actor=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse([refusal])
        return refused(request, form, lambda lack, status: _page(request, row, lack=lack, status=status), refusal.status)
    messages.success(request, f"{row.parcel_no} 没有图形的原因已登记。")
    return redirect("parcels:parcel", pk)
