"""专项登记的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import Register
from ..models import RegisterItem
from ..rules.registers import STATE_WORDS
from .common import AreaTextField, DayField, DocNoField, LandForm, OfCounty, WordsField, typed_area


class RegisterForm(OfCounty, LandForm):
    """登记或修改一项."""

    name = WordsField(label="名称", required=True, help_text="地块或项目的叫法")
    location = WordsField(label="坐落", max_length=200)
    area = AreaTextField(label="面积", required=False)
    content = WordsField(label="情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    lead_unit = WordsField(label="责任单位", max_length=100)
    state = forms.ChoiceField(label="状态")
    done_on = DayField(label="完成日期", help_text="完成了才填")
    result_no = DocNoField(label="办成的文书号", max_length=80)

    def __init__(self, *args, register: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = list(STATE_WORDS[register].items())
        if register == Register.LEGACY:
            self.fields["content"].label = "问题"
            self.fields["content"].help_text = "缺什么手续、因为什么"

    def values(self) -> dict:
        """Values of `add_item` and `edit_item` (area in 亩)."""
        data = self.cleaned_data
        names = ("name", "location", "content", "lead_unit", "state", "done_on", "result_no")
        return {name: data[name] for name in names} | {"area": self.areas["area"], "area_typed": data["area"], "area_unit": data["area_unit"]}


def initial_of_item(row: RegisterItem) -> dict:
    names = ("region_id", "name", "location", "content", "lead_unit", "state", "done_on", "result_no", "version")
    typed, unit = typed_area(row.area_typed, row.area_unit, row.area) if row.area is not None else ("", row.area_unit)
    return {name.removesuffix("_id"): getattr(row, name) for name in names} | {"area": typed, "area_unit": unit}


class RegisterListForm(Form):
    """登记簿的筛选."""

    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="状态", required=False)

    def __init__(self, *args, register: str, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]
        self.fields["state"].choices = [("", "全部"), *STATE_WORDS[register].items()]

    def asked(self) -> tuple[int | None, str]:
        """(县区, 状态) as far as they can be read."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("region"), data.get("state", "")
