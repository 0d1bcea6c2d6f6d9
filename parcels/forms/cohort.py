"""形成年代的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from .common import DayField, WordsField


class CohortForm(Form):
    """改一个形成年代的起止."""

    label = WordsField(label="形成年代", max_length=60, required=True)
    approved_from = DayField(label="批准日期起")
    approved_until = DayField(label="批准日期止")
    reason = WordsField(label="修改原因和依据", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def values(self) -> dict:
        """Values of `save_cohort`."""
        return {name: self.cleaned_data[name] for name in ("label", "approved_from", "approved_until", "reason", "version")}
