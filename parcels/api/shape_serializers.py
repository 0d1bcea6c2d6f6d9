"""接口的读写格式: 图形 as GeoJSON."""

from __future__ import annotations

from rest_framework import serializers

from units.api.base import StrictSerializer

from ..choices.shapes import ShapeLack, ShapeSource
from .serializers import AreaOut, TextField


class ShapeIn(StrictSerializer):
    """一个图形; replacing one asks for a reason, and what the checks ask about for a confirmation."""

    geometry = serializers.DictField(label="图形", help_text="GeoJSON 的 Polygon 或 MultiPolygon，CGCS2000 经纬度（度）。")
    reason = TextField(label="更换原因", max_length=500)
    confirmed = serializers.BooleanField(label="已核对", required=False, default=False)


class ShapeFactsOut(serializers.Serializer):
    """图形的来历; `lack` says why there is none."""

    parcel_no = serializers.CharField(label="地块编号")
    version = serializers.IntegerField(label="版本", help_text="还没有图形也没有说明时是 0。")
    source = serializers.ChoiceField(label="来源", choices=ShapeSource.choices, allow_blank=True)
    drawn_area = AreaOut(label="图形面积（亩）", allow_null=True)
    lack = serializers.ChoiceField(label="没有图形的原因", choices=ShapeLack.choices, allow_blank=True)
    note = serializers.CharField(label="说明", allow_blank=True)
    at = serializers.DateTimeField(label="时间", allow_null=True)


class ShapeOut(serializers.Serializer):
    """GeoJSON 的 Feature; `geometry` 是 null 时没有图形."""

    type = serializers.ChoiceField(choices=["Feature"])
    id = serializers.IntegerField(label="宗地")
    geometry = serializers.DictField(label="图形", allow_null=True)
    properties = ShapeFactsOut()
