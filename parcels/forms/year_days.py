"""放假安排的表单."""

from __future__ import annotations

from datetime import date

from django import forms

from landplan.lib.errors import Refusal
from landplan.lib.forms import Form

from ..rules.year_days import read_days
from .common import WordsField

_LINES = forms.Textarea(attrs={"rows": 7})


class YearForm(Form):
    """登记一年. After cleaning, `days` holds both sets."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    off = WordsField(label="放假", max_length=3000, widget=_LINES)
    works = WordsField(label="调休上班", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    source = WordsField(label="依据文件", max_length=120, required=True)
    reason = WordsField(label="修改原因", max_length=300)

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.year, self.days = year, {}

    def clean(self):
        data = super().clean()
        for name in ("off", "works"):
            try:
                self.days[name] = read_days(data.get(name, ""), year=self.year, name=str(self.fields[name].label), field=name)
            except Refusal as refusal:
                self.refuse([refusal])
        return data

    def values(self) -> dict[str, frozenset[date] | str | int]:
        """Values of `save_year`."""
        return {**self.days, **{name: self.cleaned_data[name] for name in ("seen", "source", "reason")}}
