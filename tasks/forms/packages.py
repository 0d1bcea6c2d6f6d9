"""台账报送的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import WordsField

from ..choices import PaperKind


class PaperForm(Form):
    """上传一份材料."""

    kind = forms.ChoiceField(label="材料", choices=PaperKind.choices)
    title = WordsField(label="名称", max_length=120)
    file = forms.FileField(label="文件", max_length=200)


class SendForm(Form):
    """报送."""

    remark = WordsField(label="报送说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(label="版本", min_value=0, max_value=2**31, widget=forms.HiddenInput)


class DecideForm(Form):
    """收下或退回."""

    do = forms.ChoiceField(label="审核结果", choices=[("accept", "收下"), ("return", "退回")])
    opinion = WordsField(label="审核意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(label="版本", min_value=0, max_value=2**31, widget=forms.HiddenInput)


class RemarkForm(Form):
    """逐宗意见."""

    row = forms.IntegerField(label="宗地", min_value=1, max_value=2**62, widget=forms.HiddenInput)
    text = WordsField(label="意见", max_length=500)
