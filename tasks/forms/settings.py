"""方案设置的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..models import Plan
from ..rules.settings import EDITABLE, SETTINGS

_WORDS = {one.name: one for one in SETTINGS}


class SettingsForm(Form):
    """改设置: the editable ones, a reason, the version that was seen."""

    counts_used_unsupplied = forms.BooleanField(label=_WORDS["counts_used_unsupplied"].label, required=False,
                                                help_text=f"{_WORDS['counts_used_unsupplied'].default}（{_WORDS['counts_used_unsupplied'].basis}）")
    has_combined_rank = forms.BooleanField(label=_WORDS["has_combined_rank"].label, required=False,
                                           help_text=f"{_WORDS['has_combined_rank'].default}（{_WORDS['has_combined_rank'].basis}）")
    reason = forms.CharField(label="修改原因和依据", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in EDITABLE}


def initial_of_settings(plan: Plan) -> dict:
    """What the form shows."""
    return {name: getattr(plan, name) for name in EDITABLE} | {"version": plan.version}
