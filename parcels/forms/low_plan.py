"""低效方案的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form

from .common import DayField, DocNoField, OfCounty, WordsField


class LowPlanForm(OfCounty):
    """起草一份方案."""

    title = WordsField(label="方案名称", required=True)
    park = WordsField(label="园区", max_length=80, help_text="一园一策的写园区；全县的留空")


class ContentForm(Form):
    """写一项内容."""

    text = WordsField(label="文字", max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(label="文件", required=False, max_length=200)
    dated_on = DayField(label="日期", required=True)


class StepForm(Form):
    """办一步."""

    do = forms.ChoiceField(label="办什么", choices=[("apply", "报批"), ("return", "退回"), ("approve", "批准"), ("publish", "公布")])
    version = forms.IntegerField(label="版本", min_value=1, max_value=2**31, widget=forms.HiddenInput)
    approval_no = DocNoField(label="批准文号", max_length=80)
    approved_on = DayField(label="批准日期")
    approved_by_name = WordsField(label="批准机关", max_length=100)
    published_on = DayField(label="公布日期")
    published_place = WordsField(label="公布的地方", max_length=200)
    reason = WordsField(label="退回原因", max_length=1000)
