"""方案设置的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..models import Plan
from ..rules.settings import EDITABLE, Setting


class SettingsForm(Form):
    """改设置: the editable ones that bind the plan, a reason, the version that was seen."""

    reason = forms.CharField(label="修改原因和依据", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def __init__(self, *args, settings: list[Setting], **kwargs):
        super().__init__(*args, **kwargs)
        self.settings = [one for one in settings if one.is_editable]
        for one in self.settings:
            words = f"默认：{one.default}。影响：{one.effect}（{one.basis}）"
            self.fields[one.name] = forms.ChoiceField(label=one.label, choices=one.choices, required=False, help_text=words) if one.choices else (
                forms.BooleanField(label=one.label, required=False, help_text=words))

    @property
    def bound(self) -> list:
        """Fields of the settings, in order."""
        return [self[one.name] for one in self.settings]

    def values(self) -> dict:
        """What is to hold; a choice that was not sent stays as it is."""
        return {one.name: self.cleaned_data[one.name] for one in self.settings if not one.choices or self.cleaned_data[one.name]}


def initial_of_settings(plan: Plan) -> dict:
    """What the form shows."""
    return {name: getattr(plan, name) for name in EDITABLE} | {"version": plan.version}
