"""接口: 宗地图形. The same right to read coordinates, the same checks and the same trail as the pages."""

from __future__ import annotations

import orjson
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from landplan.lib.errors import VersionMissing
from landplan.lib.geo.crs import System
from landplan.lib.geo.writing import geometry_of
from units.api.base import ApiView, versioned, wanted_version

from ..choices.shapes import ShapeSource
from ..forms.shapes import drawn_shape
from ..models import Parcel, ParcelShape
from ..policies import may_draw_exactly, may_read_coordinates
from ..selectors.shapes import latest_shape, shape_of
from ..services import save_shape, tell_export
from ..services.shapes import Drawn
from .common import KEY, VERSION, read
from .shape_serializers import ShapeIn, ShapeOut


class ParcelShapeDetail(ApiView):
    """图形 of one parcel as a GeoJSON feature (CGCS2000 degrees); its version counts the drawings, 0 while there is none."""

    policy = {"GET": may_read_coordinates, "PUT": may_draw_exactly}

    @extend_schema(responses=ShapeOut)
    def get(self, request, pk: int):
        """读图形; every reading of a drawing leaves an entry in the trail, as every export does."""
        return self.answer(self.parcel(pk), is_told=True)

    @extend_schema(request=ShapeIn, responses=ShapeOut, parameters=[VERSION, KEY])
    def put(self, request, pk: int):
        """存图形 as a further version; the same drawing again changes nothing."""
        parcel, seen = self.parcel(pk), wanted_version(request)
        if seen is None:
            raise VersionMissing("没有说明改的是哪一版图形。请带上版本号（If-Match）再提交，还没有图形的写 \"0\"。", code="version_missing")
        sent = read(ShapeIn(data=request.data))
        shape = drawn_shape(orjson.dumps(sent["geometry"]).decode())
        save_shape(parcel.id, actor=self.actor, given=Drawn(shape, shape, System(), ShapeSource.GEOJSON), seen=seen,
                   reason=sent.get("reason", ""), is_confirmed=sent["confirmed"])
        return self.answer(parcel)

    def parcel(self, pk: int) -> Parcel:
        """Of the territory."""
        return get_object_or_404(Parcel.objects, pk=pk)

    def answer(self, parcel: Parcel, *, is_told: bool = False) -> Response:
        last = latest_shape(parcel)
        shape = shape_of(last)
        if shape is not None and is_told:
            tell_export(actor=self.actor, kind="GeoJSON", count=1, conditions=f"接口：{parcel.parcel_no}")
        facts = last or ParcelShape(number=0)
        feature = {"type": "Feature", "id": parcel.id, "geometry": geometry_of(shape) if shape is not None else None, "properties": {
            "parcel_no": parcel.parcel_no, "version": facts.number, "source": facts.source, "drawn_area": facts.drawn_area, "lack": facts.lack,
            "note": facts.note, "at": facts.at}}
        return versioned(Response(ShapeOut(feature).data, headers={"Cache-Control": "private, no-store"}), facts.number)
