"""图形的表单."""

from __future__ import annotations

import shapely
from django import forms
from shapely.errors import ShapelyError

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.geo.rings import check_shape

from ..choices.shapes import ShapeLack
from .common import WordsField

ZONES = [("", "按文件"), ("37", "37 带（中央经线 111°）"), ("38", "38 带（中央经线 114°）"), ("39", "39 带（中央经线 117°）")]


class ShapeFileForm(Form):
    """交一个图形文件."""

    file = forms.FileField(label="文件", max_length=255, error_messages={
        "required": "没有选文件。请选界址点 TXT、shapefile 压缩包、GeoJSON、GPKG 或 KML。"})
    zone = forms.ChoiceField(label="带号", choices=ZONES, required=False)

    def clean_zone(self):
        return int(self.cleaned_data["zone"]) if self.cleaned_data["zone"] else None


class ShapeTakeForm(Form):
    """按此保存."""

    reason = WordsField(label="更换原因", max_length=500)
    confirmed = forms.BooleanField(label="已核对", required=False)


class DrawnForm(ShapeTakeForm):
    """图上勾绘的一宗: its rings as GeoJSON in degrees, and the version that the person saw."""

    geometry = forms.CharField(label="图形", max_length=2_000_000, widget=forms.HiddenInput)
    seen = forms.IntegerField(label="版本", min_value=0, max_value=2**31)


class LackForm(Form):
    """为什么没有图形."""

    lack = forms.ChoiceField(label="没有图形的原因", choices=[("", "请选"), *ShapeLack.choices])
    note = WordsField(label="说明", max_length=200)
    reason = WordsField(label="更换原因", max_length=500)
    seen = forms.IntegerField(label="版本", min_value=0, max_value=2**31, widget=forms.HiddenInput)


class OutlineForm(ShapeFileForm):
    """装入县区范围线."""

    source = WordsField(label="来源", max_length=200, required=True)


def drawn_shape(text: str) -> shapely.Geometry:
    """勾绘的图形 as GeoJSON in degrees. Raises Refusal."""
    try:
        shape = shapely.force_2d(shapely.from_geojson(text))
    except (ShapelyError, ValueError, TypeError):
        shape = None
    if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise Refusal("还没有画完一个面（Polygon 或 MultiPolygon）。请依次点各界址点，双击结束，再保存。", field="geometry", code="no_shape")
    west, south, east, north = shape.bounds
    if not (70 < west <= east < 140 and 3 < south <= north < 56):
        raise Refusal("画的图形不在中国境内。请重画。", field="geometry", code="far")
    for found in check_shape(shape):
        raise Refusal(found.sentence, field="geometry", code=found.code)
    return shape
