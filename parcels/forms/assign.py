"""成批定责任单位、包保和时限的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from .common import DayField, WordsField

MOST_DAYS = 3650


class UnitForm(Form):
    """分给谁."""

    unit = WordsField(label="责任单位", max_length=100, required=True, widget=forms.TextInput(attrs={"list": "list_units"}))


class SponsorForm(Form):
    """谁包保: at least one of the two."""

    post = WordsField(label="包保领导岗位", max_length=100)
    unit = WordsField(label="分包乡办或单位", max_length=100, widget=forms.TextInput(attrs={"list": "list_units"}))

    def clean(self):
        data = super().clean()
        if not data.get("post") and not data.get("unit") and not self.errors:
            self.add_error("post", "包保领导岗位和分包单位都没有填。请至少填一项；空着的一项保持原样。")
        return data


class DeadlineForm(Form):
    """时限: one day, or so many days later; why."""

    deadline_on = DayField(label="完成时限")
    days = forms.IntegerField(label="顺延天数", required=False, min_value=-MOST_DAYS, max_value=MOST_DAYS)
    reason = WordsField(label="原因和依据", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].widget.attrs |= {"class": "lp-w-sm n"}

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("deadline_on")) == bool(data.get("days")):
            self.add_error("deadline_on", "完成时限和顺延天数要填一项，也只能填一项。要定同一天的写日期；各在原时限上顺延的写天数。")
        if not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "改时限要写原因和依据。请写明为什么改、谁同意的；留痕会在每一宗记下原话。")
        return data
