"""违法查处的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..models import ViolationCase
from ..services.violations import FIELDS
from .common import DayField, DocNoField, WordsField


class ViolationForm(Form):
    """记查处情况: number, decision, result, end."""

    case_no = DocNoField(label="立案编号", max_length=80)
    filed_on = DayField(label="立案日期")
    decision_no = DocNoField(label="查处文书", max_length=80)
    result = WordsField(label="查处结果", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    closed_on = DayField(label="结案日期")
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def values(self) -> dict:
        """Values of `edit_violation`."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def initial_of_violation(row: ViolationCase) -> dict:
    """What the form shows of a stored one."""
    return {"version": row.version} | {name: getattr(row, name) for name in FIELDS}


class CountyForm(Form):
    """县区筛选 of a list."""

    region = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "全部"), *((region.id, region.name) for region in regions)]

    def asked(self) -> int | None:
        """县区, as far as it can be read."""
        return self.cleaned_data.get("region") if self.is_bound and self.is_valid() else None
