"""清单设置的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..rules.work_lists import MOST_DAYS
from .common import NumberField, WordsField


class PercentField(NumberField):
    """百分数 as typed, up to two decimals; gives hundredths of a percent, None when it is left as it was."""

    def clean(self, value):
        number = super().clean(value)
        if number is not None and number * 100 % 1:
            raise forms.ValidationError("图形面积差限最多两位小数，如 0.5。")
        return None if number is None else int(number * 100)


class ListSettingForm(Form):
    """临期天数和回头看比例."""

    soon_days = forms.IntegerField(label="临期天数", min_value=1, max_value=MOST_DAYS)
    sample_share = forms.IntegerField(label="回头看比例（%）", min_value=1, max_value=100)
    area_limit = PercentField(label="图形面积差限（%）")
    reason = WordsField(label="修改原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("soon_days", "sample_share", "area_limit"):
            self.fields[name].widget.attrs |= {"class": "lp-w-sm n"}
