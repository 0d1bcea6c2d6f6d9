"""应建应发和周期任务的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import DayField, DocNoField, WordsField

from ..choices import ObligationKind
from ..models import Obligation


class ObligationForm(Form):
    """登记已建已发; an organisation has its post and members, a plan its parts."""

    doc_no = DocNoField(label="文号", max_length=80)
    title = WordsField(label="文件标题", max_length=200)
    issued_on = DayField(label="印发日期")
    leader_post = WordsField(label="负责岗位", max_length=100, help_text="写岗位，不写姓名")
    members = WordsField(label="组成单位和岗位", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="写单位和岗位，不写姓名")
    parts = forms.MultipleChoiceField(label="文件里写明了的", required=False, widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(label="文件", required=False, max_length=200, help_text="PDF、JPG 或 PNG，不超过 20 MB")

    def __init__(self, *args, obligation: Obligation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(one, one) for one in obligation.parts]
        if not obligation.parts:
            del self.fields["parts"]
        if obligation.kind != ObligationKind.BODY:
            del self.fields["leader_post"], self.fields["members"]

    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class FinishForm(Form):
    """办结周期任务."""

    done_on = DayField(label="办结日期")
    note = WordsField(label="办结情况", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="报了什么、发了什么")
    doc_no = DocNoField(label="文号", max_length=80)
    version = forms.IntegerField(label="版本", min_value=1, max_value=2**31, widget=forms.HiddenInput)
