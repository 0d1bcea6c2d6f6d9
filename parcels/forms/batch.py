"""登记批次的表单."""

from __future__ import annotations

from django import forms

from ..choices import Authority
from .common import AreaTextField, DayField, DocNoField, LandForm, WordsField

AREAS = ("area", "area_new_construction", "area_agricultural", "area_arable", "area_supplied")


class BatchForm(LandForm):
    """批次 or 单独选址项目: the approval with its areas, all in one unit."""

    region = forms.TypedChoiceField(label="县区", coerce=int)
    approval_no = DocNoField(label="批准文号", max_length=80, required=True)
    name = WordsField(label="批次或项目名称", required=True)
    approved_on = DayField(label="批准日期")
    authority = forms.ChoiceField(label="批准机关", choices=[("", "未填"), *Authority.choices], required=False)
    is_single_site = forms.BooleanField(label="单独选址项目", required=False)
    area = AreaTextField(label="批准面积", error_messages={"required": "批准面积没有填。请写批文上的总面积。"})
    area_new_construction = AreaTextField(label="其中新增建设用地", required=False)
    area_agricultural = AreaTextField(label="其中农用地", required=False)
    area_arable = AreaTextField(label="其中耕地", required=False)
    area_supplied = AreaTextField(label="基准日前已供面积", required=False)

    def __init__(self, *args, regions: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions

    def values(self) -> dict:
        """Values of `register_batch` (areas in 亩)."""
        words = ("approval_no", "name", "approved_on", "authority", "is_single_site")
        return {**{name: self.cleaned_data[name] for name in words}, **{name: self.areas[name] for name in AREAS}}
