"""认定、认定标准、出清单的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from ..choices import FindingEnd
from .common import DayField, DocNoField, WordsField

ENDS = [(one.value, one.label) for one in FindingEnd if one != FindingEnd.CARRIED]  # that one comes of itself


class FindingForm(Form):
    """作认定: which type, with what opinion, by which document, who took part, how the user was told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    type = forms.ChoiceField(label="认定类型", widget=forms.RadioSelect)
    opinion = WordsField(label="认定意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    doc_no = DocNoField(label="认定文号", max_length=80)
    found_on = DayField(label="认定日期", required=True)
    units = WordsField(label="参加单位", max_length=300)
    notice_no = DocNoField(label="告知文书", max_length=80)
    notified_on = DayField(label="告知使用权人日期")

    cause = forms.ChoiceField(label="形成原因", required=False)

    def __init__(self, *args, types: list[tuple[str, str]], causes: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = types
        self.fields["cause"].choices = [("", "未选"), *causes]
        if not causes:
            del self.fields["cause"]

    def values(self) -> dict:
        """Values of `make_finding`."""
        names = ("opinion", "doc_no", "found_on", "units", "notice_no", "notified_on", "cause")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class StandardForm(Form):
    """登记认定标准."""

    region = forms.TypedChoiceField(label="县区", coerce=int)
    doc_no = DocNoField(label="文号", max_length=80, required=True)
    title = WordsField(label="标题", max_length=120, required=True)
    issued_on = DayField(label="印发日期", required=True)

    def __init__(self, *args, regions: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions

    def values(self) -> dict:
        """Values of `record_standard`."""
        return {"region_id": self.cleaned_data["region"], **{name: self.cleaned_data[name] for name in ("doc_no", "title", "issued_on")}}


class SupplementForm(Form):
    """补记告知和省厅备案."""

    notice_no = DocNoField(label="告知文书", max_length=80)
    notified_on = DayField(label="告知使用权人日期")
    filing_no = WordsField(label="省厅备案号", max_length=80)
    filed_on = DayField(label="省厅备案日期")


class EndForm(Form):
    """出清单: with what result, by which document, when."""

    result = forms.ChoiceField(label="结果", choices=[("", "未选"), *ENDS], required=False)
    result_no = DocNoField(label="结果文书", max_length=80)
    ended_on = DayField(label="结束日期", required=True)
