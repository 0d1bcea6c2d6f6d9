"""回头看的表单: how to draw, and what was seen."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import CheckResult
from ..rules.sampling import MOST
from .common import DayField, WordsField


class SampleForm(Form):
    """抽样: a share or a number a county, of one county or all, written off since a day or ever."""

    share = forms.IntegerField(label="抽取比例（%）", required=False, min_value=1, max_value=100)
    number = forms.IntegerField(label="或每个县区抽几宗", required=False, min_value=1, max_value=MOST)
    county_id = forms.TypedChoiceField(label="县区", required=False, coerce=int, empty_value=None)
    since = DayField(label="何日起销号的")
    note = WordsField(label="说明", max_length=200)

    def __init__(self, *args, counties: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county_id"].choices = [("", "全部县区"), *counties]
        for name in ("share", "number"):
            self.fields[name].widget.attrs |= {"class": "lp-w-sm n"}


class SampleCheckForm(Form):
    """一宗的结果."""

    checked_on = DayField(label="回头看日期")
    result = forms.ChoiceField(label="结果", choices=CheckResult.choices, widget=forms.RadioSelect)
    finding = WordsField(label="看到的情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
