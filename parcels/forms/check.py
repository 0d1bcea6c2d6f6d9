"""信息补录和抽查的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import BackfillWhat
from .common import DayField, WordsField


class BackfillForm(Form):
    """要补录什么."""

    what = forms.ChoiceField(label="补录什么", choices=BackfillWhat.choices)
    note = WordsField(label="说明", max_length=200)


class DoneForm(Form):
    """补录好了."""

    done_on = DayField(label="补录日期")


class SpotCheckForm(Form):
    """一次抽查."""

    checked_on = DayField(label="抽查日期")
    finding = WordsField(label="抽查情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
