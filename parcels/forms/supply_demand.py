"""供需对接的筛选: what land is wanted."""

from __future__ import annotations

from django import forms

from landplan.lib.area import read_area
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.text import clean_text

from ..choices import ProjectKind
from ..rules.supply_demand import Wanted
from .common import WordsField


class WantedForm(Form):
    """面积、用途、园区 (and the county, for whoever sees several)."""

    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    area = forms.CharField(label="面积不小于（亩）", required=False, max_length=20)
    use = forms.ChoiceField(label="用途", required=False, choices=[("", "不限"), *ProjectKind.choices])
    park = WordsField(label="园区", max_length=80)

    def __init__(self, *args, regions, parks: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]
        self.fields["area"].widget.attrs |= {"class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off"}
        self.fields["park"].widget.attrs |= {"list": "list_park"} if parks else {}
        self.parks = parks

    def clean_area(self):
        text = clean_text(self.cleaned_data["area"])
        try:
            return read_area(text, name="面积") if text else None
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)

    def wanted(self) -> Wanted:
        """What is wanted, as far as it can be read."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("area"), data.get("use", ""), data.get("park", ""), data.get("region"))
