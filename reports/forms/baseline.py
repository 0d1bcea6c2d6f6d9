"""底数的表单与条件."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.choices import Kind
from parcels.forms.common import WordsField


class FreezeForm(Form):
    """定底数: which edition one saw last, and why a further one."""

    edition = forms.IntegerField(label="版本", min_value=1, max_value=999)
    reason = WordsField(label="原因", max_length=1000)


class DiffForm(Form):
    """不同的宗地: of which edition, county and kind."""

    edition = forms.IntegerField(label="版本", min_value=1, max_value=999, required=False)
    region = forms.CharField(label="县区", max_length=12, required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "五类"), *Kind.choices], required=False)
    after = forms.CharField(label="页", max_length=40, required=False)
