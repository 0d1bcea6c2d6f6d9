"""征收进展的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..models import Expropriation
from ..services.expropriation import FIELDS
from .common import DayField, DocNoField


class ExpropriationForm(Form):
    """征收进展: every day is optional, their order is not."""

    plan_no = DocNoField(label="征收方案文号", max_length=80)
    plan_on = DayField(label="征收方案日期")
    compensated_on = DayField(label="补偿到位日期")
    handover_due_on = DayField(label="交地时限")
    handed_over_on = DayField(label="交地日期")
    is_forest = forms.BooleanField(label="涉林", required=False)
    forest_no = DocNoField(label="使用林地手续文号", max_length=80)
    forest_on = DayField(label="使用林地手续日期")
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)

    def values(self) -> dict:
        """Values of `save_expropriation`."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def initial_of(row: Expropriation | None) -> dict:
    """What the form shows of a stored one."""
    if row is None:
        return {"version": 0}
    return {"version": row.version} | {name: getattr(row, name) for name in FIELDS}
