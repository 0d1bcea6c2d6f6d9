"""图上勾绘的页面: drawing and mending one parcel on the map, with what lies beside it to snap to. Whoever draws reads coordinates."""

from __future__ import annotations

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from landplan.lib.errors import Refusal
from landplan.lib.geo.crs import System
from landplan.lib.geo.writing import geometry_of

from ..forms.shapes import DrawnForm, drawn_shape
from ..models import Parcel, ParcelSpot
from ..policies import may_draw_exactly
from ..selectors.map import box_of
from ..selectors.shapes import inside, shape_of
from ..services import save_shape
from ..services.common import permit
from ..services.shapes import Drawn
from .common import refused
from .map import map_page

DRAWERS = "勾绘由县区填报员办，要看得到坐标：由系统管理员给这个岗位“可看坐标”的权限。"
NEAR, WIDEST = 500, 1 << 21  # drawings to snap to, in a window of at most 20 km


def _permit(request: HttpRequest) -> None:
    permit(may_draw_exactly(request.actor), DRAWERS)


@require_safe
def map_near(request: HttpRequest) -> HttpResponse:
    """窗口里的图形, exact, to snap to; `own` names the one that is drawn."""
    _permit(request)
    box = box_of(request.GET.get("box", ""))
    if box is None or box[2] - box[0] > WIDEST:
        return HttpResponse(orjson.dumps({"type": "FeatureCollection", "features": []}), content_type="application/json")
    spots = inside(ParcelSpot.objects.select_related("shape"), box).order_by("parcel_id")[:NEAR]
    features = [{"type": "Feature", "id": spot.parcel_id, "properties": {}, "geometry": geometry_of(shape_of(spot.shape))} for spot in spots]
    return HttpResponse(orjson.dumps({"type": "FeatureCollection", "features": features}), content_type="application/json",
                        headers={"Cache-Control": "private, no-store"})


@require_POST
def map_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """存勾绘的图形; refused, the map comes back with what was drawn."""
    row = get_object_or_404(Parcel.objects.select_related("region"), pk=pk)
    _permit(request)
    form = DrawnForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(form.sentence, code="unreadable")
        data = form.cleaned_data
        shape = drawn_shape(data["geometry"])
        saved = save_shape(pk, actor=request.actor, given=Drawn(shape, shape, System()), seen=data["seen"], reason=data["reason"],
                           is_confirmed=data["confirmed"])
    except Refusal as refusal:
        if not form.errors:
            form.refuse([refusal])
        return refused(request, form, lambda sent, status: map_page(request, row, sent, status=status), refusal.status)
    messages.success(request, f"{row.parcel_no} 的图形已存为第 {saved.number} 版。" if saved else "图形与现有的一致，没有改动。")
    return redirect("parcels:parcel", pk)
