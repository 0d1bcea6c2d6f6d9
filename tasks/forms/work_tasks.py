"""工作任务的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import DayField, WordsField

from ..choices import ProgressState


class ProgressForm(Form):
    """报进展, as one of the units for which this post may speak."""

    unit = forms.TypedChoiceField(label="责任单位", coerce=int)
    state = forms.ChoiceField(label="进展", choices=ProgressState.choices)
    percent = forms.IntegerField(label="完成百分比", required=False, min_value=0, max_value=100,
                                 widget=forms.TextInput(attrs={"class": "lp-w-sm n", "inputmode": "numeric", "autocomplete": "off"}),
                                 error_messages={"invalid": "“完成百分比”读不出来。请写 0 到 100 的整数，或空着。",
                                                 "min_value": "“完成百分比”小于 0。请写 0 到 100 的整数，或空着。",
                                                 "max_value": "“完成百分比”大于 100。请写 0 到 100 的整数，或空着。"})
    text = WordsField(label="进展情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="佐证", required=False, max_length=200)

    def __init__(self, *args, seats: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = seats


class ClosingForm(Form):
    """提出办结; `milestones` are those that this lead has not closed yet."""

    milestone = forms.TypedChoiceField(label="办结的时限", required=False, coerce=int, empty_value=None)
    done_on = DayField(label="完成日期")
    text = WordsField(label="完成情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="佐证", required=False, max_length=200)

    def __init__(self, *args, milestones: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"].choices = milestones or [("", "整个任务（文件没有规定时限）")]


class DecideClosingForm(Form):
    """确认或退回办结."""

    do = forms.ChoiceField(label="确认", choices=[("accept", "确认办结"), ("return", "退回")])
    opinion = WordsField(label="意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(label="版本", min_value=1, max_value=2**31, widget=forms.HiddenInput)
